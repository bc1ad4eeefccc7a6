"""What each pane draws: frozen values, made by presenters, read by widgets. No Qt, no wording in widgets.

Positions in texts are code point indexes (Python's), never UTF-16 units; the editor converts.
"""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.errors import FieldProblem, Severity
from vox_console.domain.segmentation import ForcingCharacter
from vox_console.presenters.tone import Look, Tone


@dataclass(frozen=True, slots=True)
class Chip:
    """One recipient. label: the number, or what was typed. region: ISO code or "". problem: None when fine.

    name: of the contact, "" for none.
    """

    raw: str
    digits: str
    label: str
    region: str
    problem: FieldProblem | None = None
    name: str = ""

    @property
    def spoken(self) -> str:
        """The recipient in words."""
        return " ".join(filter(None, (self.name, self.region, self.label)))

    @property
    def hint(self) -> str:
        """What there is to say about it where it is pointed at, "" for nothing."""
        if self.problem is not None:
            return self.problem.text
        return self.spoken if self.name else ""

    @property
    def faulty(self) -> bool:
        """Tell whether this recipient forbids sending."""
        return self.problem is not None and self.problem.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Counter:
    """The counter line. line: "GSM-7 · 19 / 160 · 1 part". hint: what going on costs, or why UCS-2.

    tone: WAITING normally, UNKNOWN when characters force UCS-2, FAILED above a limit.
    """

    line: str
    hint: str
    parts: int
    units: int
    left: int
    tone: Tone = Tone.WAITING


@dataclass(frozen=True, slots=True)
class Replacement:
    """One character that can be replaced by GSM text: where, what, by what, and its Unicode name."""

    index: int
    character: str
    suggestion: str
    name: str


@dataclass(frozen=True, slots=True)
class Held:
    """Messages that wait out the undo time. until_us: UTC microseconds."""

    message_ids: tuple[int, ...]
    label: str
    until_us: int


@dataclass(frozen=True, slots=True)
class ComposeState:
    """Everything the compose pane shows.

    cuts: where parts 2, 3, ... begin. forcing: characters that force UCS-2 (or that the chosen
    coding cannot carry). coding: None for automatic. choices are (value, label) pairs.
    send_label says what the button will do; blocked says why it is disabled, "" when it is not; aside is
    what one should know before pressing it. note: what became of the last action, until the next edit.
    replacing_helps: after all replacements the text fits the wanted coding. offline: held messages wait
    for the connection, not for their time alone.
    way: which way it goes, in words; "" where there is only one. both_ways: there is a choice, and transport
    is what was chosen. codings: what that way can carry. has_method, has_validity: the account can use them
    at all. method_counts: the way it goes cuts by that method.
    """

    sender: str
    sender_note: str
    sender_problem: FieldProblem | None
    chips: tuple[Chip, ...]
    recipients_problem: FieldProblem | None
    duplicates_merged: int
    text: str
    counter: Counter
    cuts: tuple[int, ...]
    forcing: tuple[ForcingCharacter, ...]
    replacements: tuple[Replacement, ...]
    message_problem: FieldProblem | None
    coding: int | None
    method: str
    receipt: bool
    validity_h: int
    validity_problem: FieldProblem | None
    send_label: str
    blocked: str
    held: tuple[Held, ...]
    practice: bool
    senders: tuple[str, ...] = ()
    aside: str = ""
    note: str = ""
    replacing_helps: bool = False
    offline: bool = False
    way: str = ""
    both_ways: bool = False
    transport: str = ""
    codings: tuple[tuple[int | None, str], ...] = ()
    has_method: bool = True
    method_counts: bool = True
    has_validity: bool = True


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One line of the live list. sentence: the whole row as one spoken sentence.

    text: one line, hidden characters made visible. parts: the tone of each block of the strip. segments:
    what the message is cut into and billed as; more than the blocks where one id, and one fate, stands for
    several. trouble: the error in words, "" when none. way: "SMPP" or "REST". name: of the recipient's
    contact, "" for none.
    """

    id: int
    look: Look
    time: str
    recipient: str
    sender: str
    text: str
    parts: tuple[Tone, ...]
    trouble: str
    sentence: str
    way: str = ""
    segments: int = 1
    name: str = ""


@dataclass(frozen=True, slots=True)
class PduField:
    """Some octets of a PDU, from start up to end. name: the specification's. words: what they say."""

    name: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class PduShown:
    """A PDU as it travelled. fields: cover every octet once, in order. origin: how we have it."""

    octets: bytes
    fields: tuple[PduField, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One entry of the timeline. time: local. utc: for the tooltip. raw: text as it came, "" when none.

    raw_label: what the raw form is called. pdu: what travelled over SMPP, None when nothing did.
    """

    time: str
    utc: str
    title: str
    detail: str
    said_by: str
    look: Look
    raw: str = ""
    raw_label: str = "Raw answer"
    pdu: PduShown | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One particular of a message or a job. copyable: it is an identifier, which people paste elsewhere.

    job_id: the bulk job whose page it leads to, 0 for none.
    """

    label: str
    value: str
    copyable: bool = False
    job_id: int = 0


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A message whose fate nobody told. other_id: the message that belongs to it, 0 for none.

    can_count, can_send_again, can_take_back: what may be decided. question: asked before it is sent again.
    """

    words: str
    can_count: bool = False
    can_send_again: bool = False
    can_take_back: bool = False
    other_id: int = 0
    question: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceState:
    """The opened message: its facts and its timeline, newest first, and what may be done with it.

    can_edit_again: it was taken back. can_write_again: it failed or may have, and another like it may be
    written. can_take_back: it waits here. can_send_now: it waits for a person's word. can_ask_now: it is
    asked about. clock: how it stands with asking, "" when nobody asks; it grows old while it is shown.
    disagreement: what each witness said last, a line for each part, where they contradict each other.
    title: the number. contact: what its contact is called, "" for none. case: what was or can be decided.
    """

    message_id: int
    look: Look
    title: str
    text: str
    explanation: str
    facts: tuple[Fact, ...]
    lines: tuple[EvidenceLine, ...]
    can_edit_again: bool = False
    can_write_again: bool = False
    can_take_back: bool = False
    can_send_now: bool = False
    can_ask_now: bool = False
    clock: str = ""
    disagreement: str = ""
    contact: str = ""
    case: CaseShown | None = None


@dataclass(frozen=True, slots=True)
class WayState:
    """One way to the provider on the card of an account that has two. name: "SMPP". facts: (label, value)."""

    name: str
    word: str
    icon: str
    tone: Tone
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SessionState:
    """The badge and its card. word: "Bound". detail: one line. facts: (label, value) of the card.

    retry_in_s: whole seconds to the next try, None when none is due. window_used of window_limit.
    encrypted: None when there is no connection. round_trip and rate are ready to show, "" if unknown.
    brief: the detail in a few words where the detail is long, for the badge. bind_label: what Bind does
    now; after refused credentials it first asks for others. ways: each by itself, where there are two; then
    facts has what concerns both. can_inject: the expert's action is offered.
    """

    word: str
    icon: str
    tone: Tone
    detail: str
    hint: str
    round_trip: str
    rate: str
    window_used: int
    window_limit: int
    retry_in_s: int | None
    encrypted: bool | None
    facts: tuple[tuple[str, str], ...]
    can_bind: bool
    can_unbind: bool
    practice: bool
    account: str
    brief: str = ""
    bind_label: str = "Bind"
    ways: tuple[WayState, ...] = ()
    can_inject: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """One line under the title. key: equal keys replace each other. action: label of its one button."""

    key: str
    title: str
    detail: str
    severity: Severity
    action: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class SavedAccount:
    """One account to choose from. detail: who binds where. is_open: its session is behind the dialog."""

    name: str
    detail: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class WayVerdict:
    """What a test of one way said. way: "SMPP" or "REST"."""

    way: str
    ok: bool
    words: str


@dataclass(frozen=True, slots=True)
class AccountForm:
    """The account dialog: values as typed, problems by field, what the test said, and the saved ones.

    verdicts: one for each way that was tried. fault: what went wrong with the dialog's own work, "" when
    nothing did. busy: a test is running, or something is kept. callback_url: to give to the provider; it
    holds a secret; "" while nobody listens. rest_in_clear: REST would go readable through a network.
    editing: the account being changed, "" for a new one, with edited_ways. removing: the one whose removal
    is asked about.
    """

    values: dict[str, str]
    problems: tuple[FieldProblem, ...]
    verdicts: tuple[WayVerdict, ...] = ()
    fault: str = ""
    busy: bool = False
    vault_note: str = ""
    accounts: tuple[SavedAccount, ...] = ()
    editing: str = ""
    edited_ways: tuple[str, ...] = ()
    removing: str = ""
    callback_url: str = ""
    rest_in_clear: bool = False

    @property
    def uses_smpp(self) -> bool:
        """Whether the account is to have SMPP."""
        return bool(self.values.get("use_smpp"))

    @property
    def uses_rest(self) -> bool:
        """Whether the account is to have REST."""
        return bool(self.values.get("use_rest"))
