"""What the provider needs to look into one message, as text to paste into a ticket.

Ids stand in both bases, times in UTC and by the provider's clock, and what travelled over SMPP octet by
octet. What a customer or an agent wrote is not in it: the octets of the text are masked, in a receipt's copy
of it too, and no body of a web request is given. No password is anywhere near what this is made of.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from vox_console import __version__
from vox_console.domain.evidence import Evidence
from vox_console.domain.message import Message
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.presenters.counter_words import ENCODING_WORDS
from vox_console.presenters.delivery_state import EvidenceLine, PduField, PduShown
from vox_console.presenters.evidence_words import evidence_state
from vox_console.presenters.wall_time import utc_time
from vox_console.settings.profiles import Profile

_TEXTS = frozenset({"short_message", "message_payload"})
_COPY_OF_TEXT = re.compile(rb"text ?:", re.IGNORECASE)
_PER_LINE = 16


def ticket(message: Message, evidence: Evidence, *, profile: Profile | None, now_us: int) -> str:
    """Give the text. profile: the message's account; None where it is not open, and then times are UTC's."""
    zone = timezone(timedelta(minutes=profile.utc_offset_min if profile else 0))
    state = evidence_state(
        message,
        evidence,
        lambda us: datetime.fromtimestamp(us / 1_000_000, tz=UTC).astimezone(zone),
        bound=True,
        now_us=now_us,
        alphabet=profile.default_alphabet if profile else DefaultAlphabet.GSM7,
    )
    blocks = [
        "\n".join(_head(message, profile, state.look.word, now_us)),
        "\n".join(["Ids", *(_id_line(part.number, part.provider_id) for part in message.parts)]),
        *(_entry(line, f"{datetime(2000, 1, 1, tzinfo=zone):%z}") for line in state.lines[::-1]),
    ]
    return "\n\n".join(blocks) + "\n"


def _head(message: Message, profile: Profile | None, word: str, now_us: int) -> list[str]:
    cut = f"data_coding {message.data_coding}, {message.segments} part(s)"
    lines = [
        f"About message {message.id}, by Vox Console {__version__} at {utc_time(now_us)}",
        f"State here: {word}",
        f"From: {message.sender}",
        f"To: {message.recipient}",
        f"Over: {message.transport.upper()}",
        f"Text: {len(message.text)} characters, not given; {ENCODING_WORDS[message.encoding]}, {cut}",
    ]
    if profile is not None and message.transport == "smpp":
        lines.insert(-1, f"SMPP account: {profile.system_id} at {profile.host}:{profile.port}")
    return lines


def _id_line(number: int, provider_id: str) -> str:
    """Give an id with what it is when its digits are read in either base."""
    readings = []
    if re.fullmatch(r"[0-9]{1,20}", provider_id):
        readings.append(f"as decimal it is hexadecimal {int(provider_id):X}")
    if re.fullmatch(r"[0-9A-Fa-f]{1,16}", provider_id):
        readings.append(f"as hexadecimal it is decimal {int(provider_id, 16)}")
    return f"  part {number}: {'; '.join([provider_id or 'none', *readings])}"


def _entry(line: EvidenceLine, offset: str) -> str:
    words = [f"{line.utc} ({line.time} {offset} by the provider's clock)", f"  {line.title}"]
    words += [f"  {each}" for each in (line.detail, line.said_by) if each]
    if line.pdu is not None:
        words += [f"  {line.pdu.origin} The text is masked.", *_octets(line.pdu), *_fields(line.pdu)]
    return "\n".join(words)


def _octets(pdu: PduShown) -> list[str]:
    masked = {octet for field in pdu.fields for octet in _masked(pdu, field)}
    shown = ["xx" if at in masked else f"{octet:02x}" for at, octet in enumerate(pdu.octets)]
    return [
        f"  {start:04x}  {' '.join(shown[start : start + _PER_LINE])}"
        for start in range(0, len(shown), _PER_LINE)
    ]


def _fields(pdu: PduShown) -> list[str]:
    return [f"    {field.name}: {_words(pdu, field)}" for field in pdu.fields]


def _words(pdu: PduShown, field: PduField) -> str:
    hidden = len(_masked(pdu, field))
    if not hidden:
        return field.words
    told = pdu.octets[field.start : field.end - hidden].decode("ascii", "replace")
    return f"{told}({hidden} octets masked)"


def _masked(pdu: PduShown, field: PduField) -> range:
    """Give the octets of a field that hold what somebody wrote: all of a text, the end of a receipt's."""
    if field.name not in _TEXTS:
        return range(0)
    copy = _COPY_OF_TEXT.search(pdu.octets, field.start, field.end) if _is_receipt(pdu) else None
    if copy is not None:
        return range(copy.end(), field.end)
    return range(0) if _is_receipt(pdu) else range(field.start, field.end)


def _is_receipt(pdu: PduShown) -> bool:
    command = next((field.words for field in pdu.fields if field.name == "command_id"), "")
    return command in {"deliver_sm", "data_sm"}
