"""Decides what the compose pane shows and what its Send button does. Qt-free, synchronous.

Theory of operation. Every input method changes the :class:`~.draft.Draft`, works out the state
anew (cheap: the check is kept while the order is unchanged) and hands it to the pane. Counter, truth
panel and sender all go by :func:`vox_console.services.orders.check`, so they cannot disagree, and by
the way the message would take now, so the state is made anew when a link changes. A sent draft is
forgotten in the very transaction that stores its messages: a crash can never bring back a text that
was already sent.

To leave out what does not fit (`cut`) is agreed to for one text in one coding: an edit takes it back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from vox_console.domain.message import Message
from vox_console.domain.quick_text import NAME_FIELD
from vox_console.domain.transport_name import TransportRule
from vox_console.presenters.compose_choices import METHODS, WAYS
from vox_console.presenters.compose_order import NOBODY, OrderCheck, order_of
from vox_console.presenters.compose_route import Route, find_route, rule_for
from vox_console.presenters.compose_state import Composed, compose_state
from vox_console.presenters.compose_words import (
    DRAFT_KEPT,
    LEFT_ALREADY,
    held_words,
    one_of_several,
    stored_words,
)
from vox_console.presenters.composing_state import ComposeState, Held
from vox_console.presenters.counter_words import outcome_words
from vox_console.presenters.draft import Draft
from vox_console.presenters.held_sends import HeldSends
from vox_console.presenters.name_completion import NameCompletion
from vox_console.presenters.recipient_list import RecipientList
from vox_console.presenters.runner import Run
from vox_console.presenters.truth import truth_state
from vox_console.presenters.truth_state import TruthState
from vox_console.presenters.unwanted import UnwantedNumbers
from vox_console.services.controller import Controller
from vox_console.services.events import ContactsChanged, Event, LinkChanged, MessagesChanged, OptOutsChanged
from vox_console.services.orders import CheckedOrder, SendOrder, cut_for
from vox_console.settings.profiles import Profile


class ComposePresenter:
    """What the operator composes. `on_state`, `on_truth` and `on_sent` are set by the pane."""

    methods = METHODS
    ways = WAYS

    def __init__(self, controller: Controller, run: Run, *, now_us: Callable[[], int]) -> None:
        self.on_state: Callable[[ComposeState], None] = lambda _state: None
        self.on_truth: Callable[[TruthState], None] = lambda _state: None
        self.on_sent: Callable[[], None] = lambda: None
        self._controller = controller
        self._run = run
        self._now_us = now_us
        self._profile: Profile | None = None
        self._draft = Draft()
        self.completion = NameCompletion(controller.contacts, run)
        self._recipients = RecipientList(controller.contacts.name_of_recipient)
        self._unwanted = UnwantedNumbers(controller.opt_outs, run, self._take_unwanted)
        self._note = ""
        self._route = Route()
        self._cut = False
        self._truth_open = False
        self._check = OrderCheck()
        self._withdrawn_together: dict[int, int] = {}
        self._held: HeldSends[Draft] = HeldSends()
        self._senders: tuple[str, ...] = ()
        self._sending = False
        self.state = self._work_out()

    # ---- what the operator does

    def sender_edited(self, text: str) -> None:
        """Take the sender as typed."""
        self._change(replace(self._draft, sender=text))

    def recipients_added(self, text: str) -> None:
        """Take one or many recipients as typed or pasted; duplicates are merged."""
        self._recipients.add(text)
        self._recipients_changed()

    def recipients_removed(self, indexes: Sequence[int]) -> None:
        """Take recipients away, in one step."""
        self._recipients.remove(indexes)
        self._recipients_changed()

    def recipients_restored(self) -> None:
        """Bring back the recipients that were taken away last."""
        self._recipients.restore()
        self._recipients_changed()

    def recipient_replaced(self, index: int, text: str) -> None:
        """Take a recipient as edited or fixed; one that becomes a duplicate is merged."""
        self._recipients.replace(index, text)
        self._recipients_changed()

    def text_edited(self, text: str) -> None:
        """Take the message text."""
        self._cut = False
        self._change(replace(self._draft, text=text))

    def known_fields(self) -> Mapping[str, str]:
        """Give what fills the fields of a quick text: the name, where one contact alone is written to."""
        digits = self._recipients.digits
        name = self._controller.contacts.name_of_recipient(digits[0]) if len(digits) == 1 else ""
        return {NAME_FIELD: name} if name else {}

    def coding_chosen(self, coding: int | None) -> None:
        """Take a data_coding, None for automatic."""
        self._cut = False
        self._change(replace(self._draft, coding=coding))

    def method_chosen(self, value: str) -> None:
        """Take the way long messages are cut."""
        self._change(replace(self._draft, method=value))

    def receipt_chosen(self, wanted: bool) -> None:  # noqa: FBT001 - a check box has one state to tell
        """Take whether a delivery receipt is asked for."""
        self._change(replace(self._draft, receipt=wanted))

    def validity_edited(self, text: str) -> None:
        """Take the validity in hours as typed, "" for the provider's own."""
        self._change(replace(self._draft, validity=text))

    def way_chosen(self, rule: str) -> None:
        """Take the way it shall take, a value of TransportRule."""
        self._change(replace(self._draft, transport=TransportRule(rule)))

    def cut_chosen(self, wanted: bool) -> None:  # noqa: FBT001 - the same
        """Take whether only what fits one message is sent. The operator has seen what that leaves out."""
        self._cut = wanted
        self._change(self._draft)

    def truth_shown(self, shown: bool) -> None:  # noqa: FBT001 - a disclosure has one state to tell
        """Take whether the operator looks at what leaves; it is worked out only then."""
        self._truth_open = shown
        self._tell()

    def replaced_text(self, indexes: Sequence[int]) -> str:
        """Give the text with the characters at these positions replaced by their suggestions."""
        wanted = set(indexes)
        swaps = {r.index: r.suggestion for r in self.state.replacements if r.index in wanted}
        return "".join(swaps.get(i, character) for i, character in enumerate(self._draft.text))

    def replacing_outcome(self, indexes: Sequence[int]) -> str:
        """Say what replacing at these positions does to coding and parts."""
        order = replace(self._order(), text=self.replaced_text(indexes))
        after = cut_for(order, self._profile or NOBODY, self._route.able)
        return outcome_words(self._checked().segmentation, after)

    def send_pressed(self) -> None:
        """Send what is composed, unless something forbids it (the state says what)."""
        if self.state.blocked or self._sending or self._profile is None:
            return
        draft, hold_s = self._draft, self._profile.hold_s
        label = held_words(self.state.chips, self.state.counter.parts, draft.text)
        order, waits = replace(self._order(), hold_s=hold_s), not self._route.bound
        stored = stored_words(self._route.able)
        self._sending = True
        self._note = ""
        self._tell()

        async def send() -> None:
            try:
                messages = await self._controller.send(order, forget_draft=True)
            finally:
                self._sending = False
                self._tell()
            if hold_s:
                self._held.add(messages, label, draft)
            elif waits:
                self._note = stored
            self._sent(draft)

        self._run(send, name="send")

    def undo_pressed(self, held: Held) -> None:
        """Take held messages back; their text returns to the editor when that is empty."""
        self._note = ""
        draft = self._held.origin_of(held)

        async def undo() -> None:
            taken = await self._controller.withdraw(held.message_ids)
            self._held.let_go(held)
            self._withdrawn_together.update(dict.fromkeys(taken, len(taken)))
            if not taken:
                self._note = LEFT_ALREADY
            elif draft is not None:
                back = await self._without_those_that_left(draft, taken, held)
                if self._draft.blank:
                    self._load(back)
                    self.draft_due()
                else:
                    self._note = DRAFT_KEPT
            self._tell()

        self._run(undo, name="undo the send")

    def send_now_pressed(self, held: Held) -> None:
        """Let held messages leave at once."""

        async def release() -> None:
            await self._controller.release(held.message_ids)
            self._held.let_go(held)
            self._tell()

        self._run(release, name="send now")

    def tick(self) -> None:
        """Drop holds whose time is over. The pane calls it while any is shown."""
        self._held.time_passed(self._now_us())
        self._tell()

    def draft_due(self) -> None:
        """Store the draft now."""
        if self._sending:
            return  # the send forgets the draft; storing it afterwards would bring a sent text back
        body = self._draft.to_json()
        self._run(lambda: self._controller.save_draft(body), name="keep the draft")

    # ---- what the program does

    def profile_opened(self, profile: Profile) -> None:
        """Take the account that was chosen: its sender, country, alphabet and limits."""
        self._profile = profile
        if not self._draft.sender:
            self._draft = replace(self._draft, sender=profile.default_sender)
        self._recipients.set_region(profile.default_region, can_set_region=not profile.practice)
        self._tell()
        self._run(self._restore, name="bring the draft back")

    def load_message(self, message: Message) -> None:
        """Put a withdrawn message back into the editor; when that holds something, say that it stays."""
        if not self._draft.blank:
            self._note = DRAFT_KEPT
            self._tell()
            return
        self._note = one_of_several(self._withdrawn_together.get(message.id, 1))
        self._load(
            replace(
                self._draft,
                sender=message.sender,
                recipients=("+" + message.recipient,),
                text=message.text,
            )
        )
        self.draft_due()

    async def _restore(self) -> None:
        self._senders = tuple(await self._controller.recent_senders())
        draft = Draft.from_json(await self._controller.load_draft())
        if draft is not None and self._draft.blank:
            self._load(draft)
        self._tell()

    def heard(self, event: Event) -> None:
        """Take an event of the controller: what begins to leave can no longer be taken back."""
        if isinstance(event, LinkChanged):
            self._tell()
        elif isinstance(event, OptOutsChanged):
            self._unwanted.ask_again()
        elif isinstance(event, ContactsChanged):
            self._recipients.names_changed()
            self._tell()
        elif isinstance(event, MessagesChanged) and self._held.moved(event.message_ids):
            self._tell()

    # ---- inside

    def _sent(self, draft: Draft) -> None:
        if draft.sender not in self._senders:
            self._senders = (draft.sender, *self._senders)[:12]
        if self._draft == draft:  # typed on meanwhile? then it stays
            self._load(draft.cleared())
            self.on_sent()
        else:
            self._tell()
        self.draft_due()

    async def _without_those_that_left(self, draft: Draft, taken: list[int], held: Held) -> Draft:
        """Give the draft for the messages taken back alone, so that sending it again repeats none."""
        if len(taken) == len(held.message_ids):
            return draft
        back = await self._controller.messages(taken)
        return replace(draft, recipients=tuple("+" + message.recipient for message in back))

    def _load(self, draft: Draft) -> None:
        self._draft = draft
        self._cut = False
        self._recipients.load(draft.recipients)
        self._tell()

    def _recipients_changed(self) -> None:
        self._change(replace(self._draft, recipients=self._recipients.raws))

    def _change(self, draft: Draft) -> None:
        self._draft = draft
        self._note = ""
        self._tell()

    def _take_unwanted(self, words: Mapping[str, str]) -> None:
        if self._recipients.set_unwanted(words):
            self._tell()

    def _tell(self) -> None:
        self._unwanted.ask(self._draft.sender, self._recipients.digits)
        self.state = self._work_out()
        self.on_state(self.state)
        if self._truth_open:
            self.on_truth(self._truth())

    def _order(self) -> SendOrder:
        """Give the order as the pane shows it: nothing is cut but what it says would be."""
        order = order_of(
            self._draft, self._recipients.digits, rule=rule_for(self._profile, self._draft.transport)
        )
        return replace(order, cut=self._cut and not self._route.able.caller_splits)

    def _checked(self) -> CheckedOrder:
        return self._check(self._order(), self._profile, self._route.able)

    def _work_out(self) -> ComposeState:
        self._route = find_route(self._controller, self._profile, self._draft.transport) or self._route
        return compose_state(
            Composed(
                draft=self._draft,
                checked=self._checked(),
                route=self._route,
                profile=self._profile,
                chips=self._recipients.chips(),
                duplicates_merged=self._recipients.merged,
                held=self._held.shown,
                senders=self._senders,
                note=self._note,
                sending=self._sending,
                offline=self._held_wait(),
            )
        )

    def _held_wait(self) -> bool:
        """Tell whether what is held waits for its link too."""
        if not self._held.shown:
            return not self._route.bound
        return self._held.wait_for(self._controller.links)

    def _truth(self) -> TruthState:
        ways = {name: self._controller.way(TransportRule(name)) for name in ("smpp", "rest")}
        return truth_state(self._order(), self._profile, ways, taken=self._route.able.name)
