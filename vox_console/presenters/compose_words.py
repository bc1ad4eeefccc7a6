"""The compose pane's sentences."""

from __future__ import annotations

from collections.abc import Sequence

from vox_console.domain.address import Sender
from vox_console.domain.errors import FieldProblem, Severity
from vox_console.domain.plain_text import one_line
from vox_console.domain.transport_name import TransportName
from vox_console.presenters.composing_state import Chip
from vox_console.settings.profiles import Profile
from vox_console.transports.base import Capabilities

OFFLINE = "Not connected: messages wait here until the session is bound"
OFFLINE_REST = "Not connected: messages wait here until the provider answers"
STORED = "Stored: it leaves once the session is bound."
STORED_REST = "Stored: it leaves once the provider answers."
DRAFT_KEPT = "Your draft is kept; clear the editor first to edit the withdrawn one again."
LEFT_ALREADY = "Too late to take it back: it has left already."

_TEXT_IN_LABEL = 200


def offline_words(able: Capabilities) -> str:
    """Say what a message waits for whose way cannot take it now."""
    return OFFLINE if able.name == TransportName.SMPP else OFFLINE_REST


def stored_words(able: Capabilities) -> str:
    """Say when a message leaves that was stored for such a way."""
    return STORED if able.name == TransportName.SMPP else STORED_REST


def plural(count: int, noun: str) -> str:
    """Give "1 message", "2,000 messages"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def amount_words(messages: int, parts: int) -> str:
    """Give "2 messages (6 parts)"."""
    return plural(messages, "message") + (f" ({messages * parts:,} parts)" if parts > 1 else "")


def held_words(chips: Sequence[Chip], parts: int, text: str) -> str:
    """Say whom a held send is for and what it says: "+381 63 2000000 · Your parcel arrives"."""
    whom = chips[0].label if len(chips) == 1 and parts == 1 else amount_words(len(chips), parts)
    return f"{whom} · {one_line(text[:_TEXT_IN_LABEL])}"


def one_of_several(together: int) -> str:
    """Say that more was withdrawn than came back; "" when this was all."""
    if together <= 1:
        return ""
    return f"One of {together:,} messages withdrawn together: only this recipient is back."


def send_words(messages: int, parts: int, *, practice: bool, cut: bool = False) -> str:
    """Say what pressing Send will do. cut: part of the text is left out."""
    words = (
        "Send message" if messages <= 1 and parts <= 1 else f"Send {amount_words(max(1, messages), parts)}"
    )
    return words + (" in practice" if practice else "") + (", cut" if cut else "")


def sender_note(sender: Sender, *, typed: bool = True) -> str:
    """Say how the sender travels. typed: with its type of number, as SMPP has it (3.4 §5.2.5, §5.2.6)."""
    if not sender.value:
        return ""
    return f"{sender.words} · TON {sender.ton}, NPI {sender.npi}" if typed else sender.words


def blocked_words(
    *,
    profile: Profile | None,
    sending: bool,
    sender: Sender,
    chips: Sequence[Chip],
    text: str,
    problems: Sequence[FieldProblem | None],
) -> str:
    """Say why Send is disabled, "" when it is not. The first thing to mend comes first."""
    faulty = sum(chip.faulty for chip in chips)
    fatal = [p.text for p in problems if p is not None and p.severity is Severity.ERROR]
    wrong_sender = [p.text for p in sender.problems if p.severity is Severity.ERROR]
    reasons = (
        (profile is None, "Choose an account first"),
        (sending, "Storing…"),
        (bool(wrong_sender), wrong_sender[0] if wrong_sender else ""),
        (not chips, "Add a recipient"),
        (faulty > 0, f"{plural(faulty, 'recipient')} to mend"),
        (not text, "Write a message"),
        (bool(fatal), fatal[0] if fatal else ""),
    )
    return next((words for applies, words in reasons if applies), "")
