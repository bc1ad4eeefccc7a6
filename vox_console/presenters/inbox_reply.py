"""Decides what the answer box shows and what its Send button does. Qt-free, synchronous.

It is compose with the two addresses given: counter, checks, route and words are the same functions, so both
places count, refuse and send alike. The answer leaves from the number that the customer wrote to.

Each conversation has its own draft, here and in the journal. A sent draft is forgotten in the transaction
that stores the message: a crash can never bring back a text that was already sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from vox_console.domain.errors import FieldProblem, Severity
from vox_console.domain.quick_text import NAME_FIELD
from vox_console.presenters.compose_order import NOBODY, OrderCheck, order_of
from vox_console.presenters.compose_route import Route, find_route, rule_for
from vox_console.presenters.compose_state import Composed, compose_state
from vox_console.presenters.compose_words import DRAFT_KEPT, LEFT_ALREADY, held_words, stored_words
from vox_console.presenters.composing_state import Chip, Held
from vox_console.presenters.counter_words import outcome_words
from vox_console.presenters.draft import Draft
from vox_console.presenters.held_sends import HeldSends
from vox_console.presenters.inbox_state import ReplyState
from vox_console.presenters.inbox_words import our_name, their_address
from vox_console.presenters.runner import Run
from vox_console.presenters.unwanted import UnwantedNumbers
from vox_console.services.controller import Controller
from vox_console.services.events import Event, LinkChanged, MessagesChanged, OptOutsChanged
from vox_console.services.orders import SendOrder, cut_for
from vox_console.settings.profiles import Profile
from vox_console.storage.drafts import reply_slot
from vox_console.storage.threads import Thread

_NO_DRAFT = Draft()


@dataclass(frozen=True, slots=True)
class _HeldReply:
    """An answer that can be taken back: of which conversation, and what was written."""

    thread_id: int
    draft: Draft


class InboxReply:
    """The answer to the opened conversation. `on_state` and `on_sent` are set by the box."""

    def __init__(self, controller: Controller, run: Run, *, now_us: Callable[[], int]) -> None:
        self.on_state: Callable[[ReplyState], None] = lambda _state: None
        self.on_sent: Callable[[], None] = lambda: None
        self._controller = controller
        self._run = run
        self._now_us = now_us
        self._profile: Profile | None = None
        self._thread: Thread | None = None
        self._drafts: dict[int, Draft] = {}
        self._unwanted_words: Mapping[str, str] = {}
        self._unwanted = UnwantedNumbers(controller.opt_outs, run, self._take_unwanted)
        self._check = OrderCheck()
        self._route = Route()
        self._note = ""
        self._sending = 0  # the conversation whose answer is being stored
        self._held: HeldSends[_HeldReply] = HeldSends()
        self.state = self._work_out()

    # ---- what the operator does

    def text_edited(self, text: str) -> None:
        """Take the text."""
        if self._thread is not None:
            self._note = ""
            self._drafts[self._thread.id] = replace(self._draft, text=text)
            self._tell()

    def known_fields(self) -> Mapping[str, str]:
        """Give what fills the fields of a quick text: the name of the contact that is answered."""
        name = self._controller.contacts.name_of(self._thread.key.theirs) if self._thread is not None else ""
        return {NAME_FIELD: name} if name else {}

    def replaced_text(self, indexes: Sequence[int]) -> str:
        """Give the text with the characters at these positions replaced by their suggestions."""
        wanted = set(indexes)
        swaps = {r.index: r.suggestion for r in self.state.compose.replacements if r.index in wanted}
        return "".join(swaps.get(i, character) for i, character in enumerate(self._draft.text))

    def replacing_outcome(self, indexes: Sequence[int]) -> str:
        """Say what replacing at these positions does to coding and parts."""
        order = self._order()
        after = cut_for(
            replace(order, text=self.replaced_text(indexes)), self._profile or NOBODY, self._route.able
        )
        return outcome_words(self._check(order, self._profile, self._route.able).segmentation, after)

    def send_pressed(self) -> None:
        """Send the answer, unless something forbids it (the state says what)."""
        thread, profile = self._thread, self._profile
        if thread is None or profile is None or self.state.cannot or self.state.compose.blocked:
            return
        draft, hold_s = self._draft, profile.hold_s
        label = held_words(self.state.compose.chips, self.state.compose.counter.parts, draft.text)
        order, waits = replace(self._order(), hold_s=hold_s), not self._route.bound
        stored = stored_words(self._route.able)
        self._sending = thread.id
        self._note = ""
        self._tell()

        async def send() -> None:
            try:
                messages = await self._controller.send(order, forget_draft=True, slot=reply_slot(thread.id))
            finally:
                self._sending = 0
                self._tell()
            if hold_s:
                self._held.add(messages, label, _HeldReply(thread.id, draft))
            elif waits:
                self._note = stored
            if self._drafts.get(thread.id) == draft:  # typed on meanwhile? then it stays
                self._drafts[thread.id] = _NO_DRAFT
                self.on_sent()
            self._tell()
            self._keep(thread.id)

        self._run(send, name="send")

    def undo_pressed(self, held: Held) -> None:
        """Take a held answer back; its text returns to its conversation when nothing was begun there."""
        self._note = ""
        reply = self._held.origin_of(held)

        async def undo() -> None:
            taken = await self._controller.withdraw(held.message_ids)
            self._held.let_go(held)
            if not taken:
                self._note = LEFT_ALREADY
            elif reply is not None:
                if self._drafts.get(reply.thread_id, _NO_DRAFT).blank:
                    self._drafts[reply.thread_id] = reply.draft
                    self._keep(reply.thread_id)
                else:
                    self._note = DRAFT_KEPT
            self._tell()

        self._run(undo, name="undo the send")

    def send_now_pressed(self, held: Held) -> None:
        """Let a held answer leave at once."""

        async def release() -> None:
            await self._controller.release(held.message_ids)
            self._held.let_go(held)
            self._tell()

        self._run(release, name="send now")

    def tick(self) -> None:
        """Drop holds whose time is over."""
        self._held.time_passed(self._now_us())
        self._tell()

    def draft_due(self) -> None:
        """Store the draft of the opened conversation now."""
        if self._thread is not None:
            self._keep(self._thread.id)

    # ---- what the program does

    def profile_opened(self, profile: Profile) -> None:
        """Take the account that was chosen."""
        self._profile = profile
        self._tell()

    def thread_opened(self, thread: Thread | None) -> None:
        """Take the conversation that is open now, or how it stands now; None for none."""
        another = thread is not None and (self._thread is None or self._thread.id != thread.id)
        self._thread = thread
        if thread is not None and another:
            self._note = ""
            if thread.id not in self._drafts:
                self._run(lambda: self._restore(thread.id), name="bring the draft back")
        self._tell()

    def left(self) -> None:
        """Keep what was typed: another conversation comes, or none."""
        self.draft_due()

    def heard(self, event: Event) -> None:
        """Take an event of the controller: what begins to leave can no longer be taken back."""
        if isinstance(event, LinkChanged):
            self._tell()
        elif isinstance(event, OptOutsChanged):
            self._unwanted.ask_again()
        elif isinstance(event, MessagesChanged) and self._held.moved(event.message_ids):
            self._tell()

    # ---- inside

    @property
    def _draft(self) -> Draft:
        return self._drafts.get(self._thread.id, _NO_DRAFT) if self._thread is not None else _NO_DRAFT

    async def _restore(self, thread_id: int) -> None:
        draft = Draft.from_json(await self._controller.load_draft(slot=reply_slot(thread_id)))
        if draft is not None and thread_id not in self._drafts:
            self._drafts[thread_id] = draft
            self._tell()

    def _keep(self, thread_id: int) -> None:
        if self._sending == thread_id or thread_id not in self._drafts:
            return  # the send forgets the draft; storing it afterwards would bring a sent text back
        body = self._drafts[thread_id].to_json()
        self._run(
            lambda: self._controller.save_draft(body, slot=reply_slot(thread_id)), name="keep the draft"
        )

    def _take_unwanted(self, words: Mapping[str, str]) -> None:
        self._unwanted_words = words
        self._tell()

    def _tell(self) -> None:
        if self._thread is not None:
            self._unwanted.ask(self._sender(self._thread), (_digits(self._thread),))
        self.state = self._work_out()
        self.on_state(self.state)

    @staticmethod
    def _sender(thread: Thread) -> str:
        return thread.key.ours if thread.key.ours.startswith("+") else thread.our_address

    def _order(self) -> SendOrder:
        thread, draft = self._thread, self._draft
        if thread is None:
            return order_of(draft, (), rule=rule_for(self._profile, draft.transport))
        rule = rule_for(self._profile, draft.transport)
        digits = _digits(thread)
        return order_of(replace(draft, sender=self._sender(thread)), (digits,) if digits else (), rule=rule)

    def _chips(self) -> tuple[Chip, ...]:
        thread = self._thread
        if thread is None or not _digits(thread):
            return ()
        digits = _digits(thread)
        words = self._unwanted_words.get(digits)
        problem = FieldProblem("to", "opted_out", words) if words else None
        return (Chip(thread.key.theirs, digits, their_address(thread), "", problem),)

    def _work_out(self) -> ReplyState:
        thread, draft = self._thread, self._draft
        self._route = find_route(self._controller, self._profile, draft.transport) or self._route
        order = self._order()
        chips = self._chips()
        compose = compose_state(
            Composed(
                draft=replace(draft, sender=order.sender),
                checked=self._check(order, self._profile, self._route.able),
                route=self._route,
                profile=self._profile,
                chips=chips,
                held=self._held.shown,
                note=self._note,
                sending=bool(self._sending),
                offline=self._held.wait_for(self._controller.links),
            )
        )
        problem = chips[0].problem if chips else None
        if problem is not None:
            compose = replace(compose, blocked=problem.text)
        return ReplyState(
            thread_id=thread.id if thread is not None else 0,
            sender=f"From {our_name(thread)}" if thread is not None else "",
            warning=self._warning(thread, compose.sender_problem),
            cannot=self._cannot(thread),
            compose=compose,
        )

    def _cannot(self, thread: Thread | None) -> str:
        if thread is None:
            return ""
        if not _digits(thread):
            return f"{their_address(thread)} is no telephone number, so nobody can answer it."
        if self._profile is not None and thread.profile != self._profile.name:
            return f"This conversation belongs to the account “{thread.profile}”. Open it to answer."
        return ""

    @staticmethod
    def _warning(thread: Thread | None, problem: FieldProblem | None) -> str:
        if thread is not None and not thread.our_address.lstrip("+").isdecimal():
            return "It leaves from a name, to which nobody can write back."
        if problem is not None and problem.severity is Severity.WARNING:
            return problem.text
        return ""


def _digits(thread: Thread) -> str:
    """Give the customer's number as it travels, "" for a name or a short code."""
    theirs = thread.key.theirs
    return theirs.removeprefix("+") if theirs.startswith("+") else ""
