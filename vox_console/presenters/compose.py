"""Decides what the compose pane shows and what its Send button does. Qt-free, synchronous.

Theory of operation. Every input method changes the :class:`~.draft.Draft`, works out the state
anew (cheap: the cut is kept while text, coding and method are unchanged) and hands it to the pane.
The counter and the sender both call :func:`vox_console.services.orders.cut`, so they cannot
disagree. A sent draft is forgotten in the very transaction that stores its messages: a crash can
never bring back a text that was already sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from vox_console.domain.address import Sender, parse_sender
from vox_console.domain.errors import FieldProblem, Severity
from vox_console.domain.link import Bound
from vox_console.domain.message import Message
from vox_console.domain.segmentation import LongMethod, Segmentation
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.presenters.compose_words import (
    DRAFT_KEPT,
    LEFT_ALREADY,
    OFFLINE,
    STORED,
    blocked_words,
    held_words,
    one_of_several,
    send_words,
    sender_note,
)
from vox_console.presenters.counter_words import counter, outcome_words, replacing_helps
from vox_console.presenters.draft import Draft
from vox_console.presenters.recipient_list import RecipientList
from vox_console.presenters.runner import Run
from vox_console.presenters.states import ComposeState, Held, Replacement
from vox_console.presenters.validity import hours_of, validity_problem_of
from vox_console.services.controller import Controller
from vox_console.services.events import Event, LinkChanged, MessagesChanged
from vox_console.services.orders import SendOrder, cut
from vox_console.settings.profiles import Profile

SMPP_SENDER_OCTETS = 20

CODINGS: tuple[tuple[int | None, str], ...] = (
    (None, "Automatic"),
    (0, "0 · Default alphabet (GSM 7-bit)"),
    (1, "1 · ASCII"),
    (3, "3 · Latin-1"),
    (6, "6 · Cyrillic (ISO-8859-5)"),
    (7, "7 · Hebrew (ISO-8859-8)"),
    (8, "8 · UCS-2"),
    (10, "10 · Japanese (ISO-2022-JP)"),
    (14, "14 · Korean (KS C 5601)"),
)

METHODS: tuple[tuple[str, str], ...] = (
    (LongMethod.UDH8.value, "Header, 8-bit reference"),
    (LongMethod.UDH16.value, "Header, 16-bit reference"),
    (LongMethod.SAR.value, "SAR parameters"),
    (LongMethod.PAYLOAD.value, "One long message (payload)"),
)


class ComposePresenter:
    """What the operator composes. `on_state` and `on_sent` are set by the pane."""

    codings = CODINGS
    methods = METHODS

    def __init__(self, controller: Controller, run: Run, *, now_us: Callable[[], int]) -> None:
        self.on_state: Callable[[ComposeState], None] = lambda _state: None
        self.on_sent: Callable[[], None] = lambda: None
        self._controller = controller
        self._run = run
        self._now_us = now_us
        self._profile: Profile | None = None
        self._draft = Draft()
        self._recipients = RecipientList()
        self._note = ""
        self._bound = isinstance(controller.link, Bound)
        self._withdrawn_together: dict[int, int] = {}
        self._held: tuple[Held, ...] = ()
        self._held_drafts: dict[tuple[int, ...], Draft] = {}
        self._senders: tuple[str, ...] = ()
        self._sending = False
        self._cut_key: tuple[str, int | None, LongMethod, DefaultAlphabet] | None = None
        self._cut: Segmentation | None = None
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
        self._change(replace(self._draft, text=text))

    def coding_chosen(self, coding: int | None) -> None:
        """Take a data_coding, None for automatic."""
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

    def replaced_text(self, indexes: Sequence[int]) -> str:
        """Give the text with the characters at these positions replaced by their suggestions."""
        wanted = set(indexes)
        swaps = {r.index: r.suggestion for r in self.state.replacements if r.index in wanted}
        return "".join(swaps.get(i, character) for i, character in enumerate(self._draft.text))

    def replacing_outcome(self, indexes: Sequence[int]) -> str:
        """Say what replacing at these positions does to coding and parts."""
        _text, coding, method, alphabet = self._cut_inputs()
        changed = self.replaced_text(indexes)
        after = cut(changed, coding=coding, method=method, default_alphabet=alphabet)
        return outcome_words(self._cut_now(), after)

    def send_pressed(self) -> None:
        """Send what is composed, unless something forbids it (the state says what)."""
        if self.state.blocked or self._sending or self._profile is None:
            return
        draft, hold_s = self._draft, self._profile.hold_s
        label = held_words(self.state.chips, self.state.counter.parts, draft.text)
        order = SendOrder(
            sender=draft.sender,
            recipients=self._recipients.digits,
            text=draft.text,
            coding=draft.coding,
            method=LongMethod(draft.method) if draft.method else None,
            receipt=draft.receipt,
            validity_h=hours_of(draft.validity) or 0,
            hold_s=hold_s,
        )
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
                held = Held(tuple(m.id for m in messages), label, messages[0].hold_until_us)
                self._held = (*self._held, held)
                self._held_drafts[held.message_ids] = draft
            elif not self._bound:
                self._note = STORED
            self._sent(draft)

        self._run(send, name="send")

    def undo_pressed(self, held: Held) -> None:
        """Take held messages back; their text returns to the editor when that is empty."""
        self._note = ""
        draft = self._held_drafts.get(held.message_ids)

        async def undo() -> None:
            taken = await self._controller.withdraw(held.message_ids)
            self._let_go(held)
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
            self._let_go(held)
            self._tell()

        self._run(release, name="send now")

    def tick(self) -> None:
        """Drop holds whose time is over. The pane calls it while any is shown."""
        for held in self._held:
            if held.until_us <= self._now_us():
                self._let_go(held)
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
        self._bound = isinstance(self._controller.link, Bound)
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
        if isinstance(event, LinkChanged) and self._bound is not isinstance(event.state, Bound):
            self._bound = not self._bound
            self._tell()
        elif isinstance(event, MessagesChanged) and self._held:
            moved = set(event.message_ids)
            for held in self._held:
                if moved.intersection(held.message_ids):
                    self._let_go(held)
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
        self._recipients.load(draft.recipients)
        self._tell()

    def _let_go(self, held: Held) -> None:
        self._held = tuple(other for other in self._held if other is not held)
        self._held_drafts.pop(held.message_ids, None)

    def _recipients_changed(self) -> None:
        self._change(replace(self._draft, recipients=self._recipients.raws))

    def _change(self, draft: Draft) -> None:
        self._draft = draft
        self._note = ""
        self._tell()

    def _tell(self) -> None:
        self.state = self._work_out()
        self.on_state(self.state)

    def _cut_inputs(self) -> tuple[str, int | None, LongMethod, DefaultAlphabet]:
        draft, profile = self._draft, self._profile
        usual = profile.long_method if profile else LongMethod.UDH8
        alphabet = profile.default_alphabet if profile else DefaultAlphabet.GSM7
        return draft.text, draft.coding, LongMethod(draft.method) if draft.method else usual, alphabet

    def _cut_now(self) -> Segmentation:
        key = self._cut_inputs()
        if self._cut is None or key != self._cut_key:
            self._cut = cut(key[0], coding=key[1], method=key[2], default_alphabet=key[3])
            self._cut_key = key
        return self._cut

    def _work_out(self) -> ComposeState:
        draft, profile, segmentation = self._draft, self._profile, self._cut_now()
        part_limit = profile.part_limit if profile else 10
        count = counter(segmentation, automatic=draft.coding is None, part_limit=part_limit)
        sender = parse_sender(draft.sender, max_octets=SMPP_SENDER_OCTETS)
        chips = self._recipients.chips()
        forcing = segmentation.forcing
        message_problem = _message_problem(segmentation, part_limit)
        validity_problem = validity_problem_of(draft.validity)
        practice = profile is not None and profile.practice
        return ComposeState(
            sender=draft.sender,
            sender_note=sender_note(sender),
            sender_problem=_sender_problem(sender, draft.sender),
            chips=chips,
            recipients_problem=None,
            duplicates_merged=self._recipients.merged,
            text=draft.text,
            counter=count,
            cuts=tuple(piece.start for piece in segmentation.pieces[1:]),
            forcing=forcing,
            replacements=tuple(
                Replacement(f.index, f.character, f.suggestion, f.name) for f in forcing if f.suggestion
            ),
            message_problem=message_problem,
            coding=draft.coding,
            method=draft.method or (profile.long_method if profile else LongMethod.UDH8.value),
            receipt=draft.receipt,
            validity_h=hours_of(draft.validity) or 0,
            validity_problem=validity_problem,
            send_label=send_words(sum(not chip.faulty for chip in chips), count.parts, practice=practice),
            blocked=blocked_words(
                profile=profile,
                sending=self._sending,
                sender=sender,
                chips=chips,
                text=draft.text,
                problems=(message_problem, validity_problem),
            ),
            held=self._held,
            practice=practice,
            senders=self._senders,
            aside="" if self._bound or profile is None else OFFLINE,
            note=self._note,
            replacing_helps=replacing_helps(forcing),
            offline=not self._bound,
        )


def _sender_problem(sender: Sender, typed: str) -> FieldProblem | None:
    if not typed:
        return None  # an empty field is no fault until Send, and the button says so
    return next(iter(sorted(sender.problems, key=lambda p: p.severity is not Severity.ERROR)), None)


def _message_problem(cut_text: Segmentation, part_limit: int) -> FieldProblem | None:
    if cut_text.problems:
        return cut_text.problems[0]
    if len(cut_text.pieces) > part_limit:
        return FieldProblem(
            "message",
            "too_many_parts",
            f"{len(cut_text.pieces)} parts; this account sends at most {part_limit}.",
        )
    return None
