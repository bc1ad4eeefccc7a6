"""What a place to compose draws: frozen values, made by its presenter.

Positions in texts are code point indexes (Python's), never UTF-16 units; the editor converts.
"""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.errors import FieldProblem, Severity
from vox_console.domain.segmentation import ForcingCharacter
from vox_console.presenters.tone import Tone


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
