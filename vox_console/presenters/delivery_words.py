"""A message as one row of the live list: its words, and the whole row as one spoken sentence."""

from __future__ import annotations

from vox_console.domain.address import international
from vox_console.domain.command_status import describe
from vox_console.domain.delivery_error import delivery_error_words
from vox_console.domain.message import FINAL_STATES, DeliveryState, Message, MessageState, Part, SubmitState
from vox_console.domain.plain_text import one_line
from vox_console.presenters.contact_names import name_shown
from vox_console.presenters.delivery_state import DeliveryRow
from vox_console.presenters.tone import MESSAGE_LOOKS, part_tone
from vox_console.presenters.wall_time import ToLocal, clock_time

TEXT_IN_ROW = 160


def delivery_row(message: Message, to_local: ToLocal, *, now_us: int, name: str = "") -> DeliveryRow:
    """Make the row of a message. name: of the contact it goes to."""
    name = name_shown(name)
    look = MESSAGE_LOOKS[message.state]
    time = clock_time(message.created_at_us, to_local, today_us=now_us)
    recipient = international(message.recipient)
    text = one_line(message.text[:TEXT_IN_ROW])
    error = trouble(message)
    way = message.transport.upper()
    return DeliveryRow(
        id=message.id,
        look=look,
        time=time,
        recipient=recipient,
        sender=one_line(message.sender),
        text=text,
        parts=tuple(part_tone(part.submit, part.delivery) for part in message.parts),
        trouble=error,
        sentence=", ".join(
            word
            for word in (
                f"{look.word}: to {name}, {recipient}" if name else f"{look.word}: to {recipient}",
                f"at {time}",
                f"from {one_line(message.sender)}",
                f"over {way}",
                _parts(message),
                error,
                text,
            )
            if word
        ),
        way=way,
        segments=message.segments,
        name=name,
    )


def _parts(message: Message) -> str:
    """Count the parts where there are several, and say when one id, and so one fate, is all of theirs."""
    known = len(message.parts)
    if message.segments > known:
        return f"{message.segments} parts under {'one id' if known == 1 else f'{known} ids'}"
    return f"{known} parts" if known > 1 else ""


def trouble(message: Message) -> str:
    """Say what is wrong with a message in one sentence, "" when nothing is."""
    if message.state is MessageState.UNKNOWN:
        return sentence(message.reason or "no answer from the provider")
    for part in message.parts:
        if part.submit is SubmitState.REFUSED:
            return _of_part(part, len(message.parts), _refusal(message, part))
    if message.reason and message.state in FINAL_STATES:  # partly delivered, under one id for all parts
        return sentence(message.reason)
    for part in message.parts:
        words = one_line(delivery_error_words(part.error_code))
        if words and part.delivery not in {DeliveryState.DELIVERED, DeliveryState.PENDING}:
            return _of_part(part, len(message.parts), sentence(words))
    waiting = [part for part in message.parts if part.submit is SubmitState.QUEUED and part.command_status]
    if waiting:
        return f"Waiting: {describe(waiting[0].command_status).meaning}"
    return ""


def _refusal(message: Message, part: Part) -> str:
    """Give the meaning of SMPP's number, or over REST, which has none, what the provider answered."""
    if message.reason and not part.command_status:
        return sentence(message.reason)
    return describe(part.command_status).meaning


def sentence(words: str) -> str:
    """Give a reason as the journal has it a capital letter and a full stop."""
    words = words.rstrip()
    ended = not words or words.endswith((".", "!", "?", "…"))
    quoted = words.endswith(")") and words.partition(" (")[0].endswith(".")  # "It is busy. (HTTP 503)"
    return words[:1].upper() + words[1:] + ("" if ended or quoted else ".")


def _of_part(part: Part, parts: int, words: str) -> str:
    return words if parts == 1 else f"Part {part.number} of {parts}: {words}"
