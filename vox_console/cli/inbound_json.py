"""A customer's message as the command line shows it.

Its JSON is a promise to other programs, keys only ever added.
"""

from __future__ import annotations

from datetime import datetime

from vox_console.domain.outcome_words import iso_time
from vox_console.domain.plain_text import one_line
from vox_console.services.inbox import TheirLine


def inbound_fields(line: TheirLine) -> dict[str, object]:
    """Give the object of one customer's message.

    id: stays what it is, also when more parts arrive. from, to: as they arrived. text: what is not here is
    named in its place, and what is no text is in hexadecimal. data_coding: of the first part that is here.
    received_at: of the part that came first, ISO 8601 in UTC. missing: the numbers of parts that are not
    here. repeats: how many more times the provider delivered it, as far as that is certain. note: how the
    text was read, where that is no matter of course; guessed: what it declares itself was not followed.
    """
    said, message = line.message, line.message.message
    return {
        "id": said.id,
        "from": said.source,
        "to": said.destination,
        "text": line.text.text,
        "data_coding": message.parts[min(message.parts)].data_coding,
        "parts_expected": message.total,
        "parts_received": len(message.parts),
        "complete": message.complete,
        "received_at": iso_time(said.at_us),
        "possible_repeat": line.possible_repeat,
        "profile": said.profile,
        "via": said.witness.value,
        "missing": list(message.missing),
        "repeats": said.repeats,
        "guessed": line.text.guessed,
        "note": line.text.note,
    }


def inbound_line(line: TheirLine) -> str:
    """Give time (of this place), numbers, text and doubts, on one line whatever they hold."""
    said, message = line.message, line.message.message
    moment = datetime.fromtimestamp(said.at_us / 1_000_000).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    doubts = [] if message.complete else [f"{len(message.parts)} of {message.total} parts"]
    doubts += ["possible repeat"] if line.possible_repeat else []
    told = f"{moment}  {one_line(said.source)} -> {one_line(said.destination)}  {one_line(line.text.text)}"
    return told + (f"  ({'; '.join(doubts)})" if doubts else "")
