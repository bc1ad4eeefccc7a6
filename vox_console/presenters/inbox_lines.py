"""What was said in a conversation, made into what the screen shows: passages, gaps, marks, links, states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from vox_console.domain.assembled_text import AssembledText, Gap
from vox_console.domain.decoding import Decoded
from vox_console.domain.hand_decoding import DECODINGS
from vox_console.domain.message import MessageState
from vox_console.domain.message_links import MessageLink, find_links
from vox_console.domain.plain_text import contained, has_hidden, one_line
from vox_console.presenters.delivery_words import sentence, trouble
from vox_console.presenters.inbox_state import LineShown, LinkShown, Passage
from vox_console.presenters.tone import MESSAGE_LOOKS
from vox_console.presenters.wall_time import ToLocal, day, full_time
from vox_console.services.inbox import Line, NoteLine, OurLine, TheirLine

NOTE = "Note, only here"
HIDDEN = "Holds characters that cannot be seen."
REPEAT = "Possible repeat: an equal message came shortly before."
_WORDS = {each.word: each.words for each in DECODINGS}
_MOST_LINKS = 5
_LONGEST_SPOKEN = 500


def lines_shown(lines: Sequence[Line], to_local: ToLocal, *, now_us: int) -> tuple[LineShown, ...]:
    """Make lines (oldest first) into what is shown; the first of each day has its heading.

    What was taken back was never said: it is told in the list of deliveries.
    """
    shown: list[LineShown] = []
    before = ""
    for line in lines:
        if isinstance(line, OurLine) and line.message.state is MessageState.DRAFT:
            continue
        heading = _day_words(line.place[0], to_local, now_us=now_us)
        title = "" if heading == before else heading
        before = heading
        match line:
            case OurLine():
                shown.append(_ours(line, to_local, heading=title))
            case TheirLine():
                shown.append(_theirs(line, to_local, heading=title))
            case NoteLine():
                shown.append(_note(line, to_local, heading=title))
    return tuple(shown)


def gap_words(missing: Sequence[int], total: int) -> str:
    """Say which parts of a message are not here: "Part 2 of 5 is missing."; "" when none is."""
    if not missing:
        return ""
    if len(missing) == 1:
        return f"Part {missing[0]} of {total} is missing."
    *firsts, last = (str(number) for number in missing)
    return f"Parts {', '.join(firsts)} and {last} of {total} are missing."


def reading_choices(line: LineShown) -> tuple[tuple[str, str, bool], ...]:
    """Give the ways to read a message, as (word, label, whether it is read so now)."""
    own = ("", "As it declares itself", not line.reading)
    return own, *((word, label, word == line.reading) for word, label in _WORDS.items())


def _ours(line: OurLine, to_local: ToLocal, *, heading: str) -> LineShown:
    message = line.message
    look = MESSAGE_LOOKS[message.state]
    at_us = message.created_at_us
    time, error = to_local(at_us).strftime("%H:%M"), trouble(message)
    spoken = f"{look.word}: we wrote at {time}", error, one_line(message.text[:_LONGEST_SPOKEN])
    return LineShown(
        key=line.place,
        id=message.id,
        ours=True,
        note=False,
        day=heading,
        text=message.text,
        passages=(Passage(contained(message.text)),),
        time=time,
        full_time=full_time(at_us, to_local),
        look=look,
        trouble=error,
        marks=(),
        links=(),
        reading="",
        doubtful=False,
        sentence=", ".join(filter(None, spoken)),
    )


def _theirs(line: TheirLine, to_local: ToLocal, *, heading: str) -> LineShown:
    at_us = line.message.at_us
    passages = tuple(_passages(line.text))
    text = line.text.text
    marks = tuple(_marks(line, text))
    time = to_local(at_us).strftime("%H:%M")
    spoken = f"They wrote at {time}", *marks, one_line(text[:_LONGEST_SPOKEN])
    return LineShown(
        key=line.place,
        id=line.message.id,
        ours=False,
        note=False,
        day=heading,
        text=text,
        passages=passages,
        time=time,
        full_time=full_time(at_us, to_local),
        look=None,
        trouble="",
        marks=marks,
        links=tuple(_links(line.text)),
        reading=line.reading,
        doubtful=bool(line.reading or line.text.note or line.text.guessed)
        or "\ufffd" in text
        or any(passage.mono for passage in passages),
        sentence=", ".join(filter(None, spoken)),
    )


def _note(line: NoteLine, to_local: ToLocal, *, heading: str) -> LineShown:
    note = line.note
    time = to_local(note.at_us).strftime("%H:%M")
    return LineShown(
        key=line.place,
        id=note.id,
        ours=True,
        note=True,
        day=heading,
        text=note.text,
        passages=(Passage(contained(note.text)),),
        time=f"{time} · {NOTE}",
        full_time=full_time(note.at_us, to_local),
        look=None,
        trouble="",
        marks=(),
        links=(),
        reading="",
        doubtful=False,
        sentence=f"{NOTE}, at {time}, {one_line(note.text[:_LONGEST_SPOKEN])}",
    )


def _passages(text: AssembledText) -> Iterator[Passage]:
    """Give gaps by themselves, and what stands between two of them as one text."""
    for kind, group in groupby(text.passages, key=_kind):
        if kind == "gap":
            for gap in group:
                yield Passage(gap.words.strip("[]").capitalize() if isinstance(gap, Gap) else "", gap=True)
            continue
        read = "".join(each.text for each in group if isinstance(each, Decoded))
        yield Passage(read if kind == "hex" else contained(read), mono=kind == "hex")


def _kind(passage: Decoded | Gap) -> str:
    if isinstance(passage, Gap):
        return "gap"
    return "hex" if passage.encoding == "hex" else "text"


def _marks(line: TheirLine, text: str) -> Iterator[str]:
    assembled = line.message.message
    if line.possible_repeat:
        yield REPEAT
    if line.message.repeats:
        times = "once more" if line.message.repeats == 1 else f"{line.message.repeats} more times"
        yield f"Delivered {times} by the provider; it is one message."
    gap = gap_words(assembled.missing, assembled.total)
    if gap:
        yield gap
    if has_hidden(text):
        yield HIDDEN
    if line.reading:
        yield f"Read as {_WORDS[line.reading]}, chosen by hand."
    if line.text.note:
        yield f"{'Guessed: ' if line.text.guessed else ''}{sentence(one_line(line.text.note))}"
    elif line.text.guessed:
        yield "The coding was guessed."


def _links(text: AssembledText) -> Iterator[LinkShown]:
    count = 0
    for reading in text.readings:
        if reading.encoding == "hex":
            continue
        for link in find_links(reading.text):
            if count == _MOST_LINKS:
                return
            count += 1
            yield _link(link, reading.text[link.start : link.end])


def _link(link: MessageLink, written: str) -> LinkShown:
    port = f":{link.port}" if link.port else ""
    return LinkShown(
        label=f"{link.host}{port}",
        doubt=" ".join(link.doubts),
        address=written,
    )


def _day_words(us: int, to_local: ToLocal, *, now_us: int) -> str:
    return "Today" if to_local(us).date() == to_local(now_us).date() else day(us, to_local)
