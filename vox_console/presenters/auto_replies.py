"""Decides what the dialog of automatic answers shows: the texts, their cost, the loop breaker. Qt-free.

What is typed holds once it is saved, from the next message on, without binding anew. A text that could not be
sent, or would have more parts than the account allows, is not saved: it would fail later, with nobody there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from vox_console.domain.errors import FieldProblem, SettingsError, Severity
from vox_console.domain.transport_name import TransportRule
from vox_console.presenters.auto_replies_state import AnswerText, AutoRepliesState
from vox_console.presenters.auto_replies_words import (
    MOST_LISTED,
    breaker_words,
    given_words,
    held_number,
    saved_words,
    standing_words,
)
from vox_console.presenters.compose_route import find_route
from vox_console.presenters.counter_words import counter
from vox_console.presenters.errands import fault_words
from vox_console.presenters.runner import Run
from vox_console.presenters.session_access import SessionAccess
from vox_console.presenters.wall_time import ToLocal, system_local
from vox_console.services.controller import Controller
from vox_console.services.events import AutoReplyTripped, Event
from vox_console.services.orders import CheckedOrder, SendOrder, check
from vox_console.settings.auto_reply import AutoReply
from vox_console.settings.profiles import validate_answers

_SOMEBODY = "381640000000"  # whoever it is, a text is cut the same


class AutoRepliesPresenter:
    """The automatic answers of the open account. `on_state` is set by the dialog."""

    def __init__(
        self, controller: Controller, run: Run, access: SessionAccess, *, to_local: ToLocal = system_local
    ) -> None:
        self.on_state: Callable[[AutoRepliesState], None] = lambda _state: None
        self.state = AutoRepliesState()
        self._controller = controller
        self._desk = controller.auto_replies
        self._run = run
        self._access = access
        self._to_local = to_local
        self._open = False

    # ---- what the operator does

    def opened(self) -> None:
        """Show what holds."""
        self._open = True
        answers = self._access.profile
        self._show(
            AutoRepliesState(
                standing=standing_words(answers),
                is_on=answers.answers_by_itself,
                stop=self._typed(answers.stop_reply),
                general=self._typed(answers.auto_reply),
                to=answers.auto_reply_to.value,
                budget=str(answers.auto_reply_budget),
            )
        )
        self._look()

    def closed(self) -> None:
        """Nobody looks any more."""
        self._open = False
        self.on_state = lambda _state: None

    def stop_edited(self, text: str) -> None:
        """Take the answer to a refusal."""
        self._show(replace(self.state, stop=self._typed(text), note=""))

    def general_edited(self, text: str) -> None:
        """Take the answer to other messages."""
        self._show(replace(self.state, general=self._typed(text), note=""))

    def to_chosen(self, to: str) -> None:
        """Take which other messages are answered."""
        self._show(replace(self.state, to=to, note=""))

    def budget_edited(self, text: str) -> None:
        """Take the most that one number gets."""
        self._show(replace(self.state, budget=text, budget_problem=None, note=""))

    def save_pressed(self) -> None:
        """Let what is typed hold, unless something is wrong with it."""
        state = self.state
        found = validate_answers(
            {
                "stop_reply": state.stop.text,
                "auto_reply": state.general.text,
                "auto_reply_to": state.to,
                "auto_reply_budget": state.budget,
            }
        )
        wrong = {problem.field: problem for problem in ([] if isinstance(found, AutoReply) else found)}
        stop, general = (
            self._judged(text, wrong.get(field))
            for field, text in (("stop_reply", state.stop.text), ("auto_reply", state.general.text))
        )
        budget_problem = wrong.get("auto_reply_budget")
        self._show(replace(state, stop=stop, general=general, budget_problem=budget_problem, note=""))
        if not isinstance(found, AutoReply) or stop.problem or general.problem:
            return
        try:
            self._access.answer_by_itself(found)
        except SettingsError as fault:
            self._show(replace(self.state, note=fault_words(fault), failed=True))
            return
        self._show(
            replace(
                self.state,
                standing=standing_words(found),
                is_on=found.answers_by_itself,
                budget=str(found.auto_reply_budget),
                note=saved_words(found, practice=self._access.profile.practice),
                failed=False,
            )
        )

    def held_chosen(self, number: str) -> None:
        """Choose one of the numbers that get no answers."""
        if number != self.state.chosen:
            self._show(replace(self.state, chosen=number))

    def allow_pressed(self) -> None:
        """Answer the chosen number again."""
        number = self.state.chosen
        if not number or self.state.busy:
            return
        self._show(replace(self.state, busy=True, note=""))

        async def allow() -> None:
            try:
                await self._desk.reset(number)
                words = next((each.words for each in self.state.held if each.number == number), "")
                note = f"{words.partition(',')[0]} is answered again, counted anew."
                self._show(replace(self.state, note=note, failed=False))
            finally:
                self._show(replace(self.state, busy=False))
                await self._look_now()

        self._run(allow, name="answer the number again")

    # ---- what the program does

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, AutoReplyTripped) and self._open and not self.state.busy:
            self._look()

    # ---- inside

    def _typed(self, text: str) -> AnswerText:
        if not text.strip():
            return AnswerText(text)
        checked = self._checked(text)
        if checked is None:
            return AnswerText(text)
        limit = self._access.profile.part_limit
        return AnswerText(text, counter(checked.segmentation, automatic=True, part_limit=limit))

    def _judged(self, text: str, problem: FieldProblem | None) -> AnswerText:
        typed, found = self._typed(text), problem or self._unsendable(text)
        return replace(typed, problem=found, counter=replace(typed.counter, hint="")) if found else typed

    def _unsendable(self, text: str) -> FieldProblem | None:
        """Say why an answer could not be sent; an empty one is none."""
        checked = self._checked(text) if text.strip() else None
        problems = checked.problems if checked else ()
        return next((each for each in problems if each.severity is Severity.ERROR), None)

    def _checked(self, text: str) -> CheckedOrder | None:
        """Cut a text as it would be sent now; None while the account is being connected anew."""
        profile = self._access.profile
        route = find_route(self._controller, profile, TransportRule.AUTO)
        if route is None:
            return None
        return check(SendOrder(_SOMEBODY, (_SOMEBODY,), text.strip()), profile, route.able)

    def _look(self) -> None:
        self._run(self._look_now, name="look whom the loop breaker holds")

    async def _look_now(self) -> None:
        trips, given = await self._desk.trips(), await self._desk.given()
        now_us = self._controller.clocks.now_us()
        held = tuple(held_number(trip, self._to_local, now_us=now_us) for trip in trips[:MOST_LISTED])
        chosen = self.state.chosen if any(each.number == self.state.chosen for each in held) else ""
        self._show(
            replace(
                self.state,
                held=held,
                chosen=chosen,
                breaker=breaker_words(len(trips)),
                given=given_words(given),
            )
        )

    def _show(self, state: AutoRepliesState) -> None:
        self.state = state
        self.on_state(state)
