"""What the delivery list and the opened message draw: frozen values, made by their presenters."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.presenters.tone import Look, Tone


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
