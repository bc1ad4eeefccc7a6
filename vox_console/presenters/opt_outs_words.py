"""The sentences of the register's dialog."""

from __future__ import annotations

from collections.abc import Sequence

from vox_console.domain.address import international
from vox_console.domain.opt_out import RegisterEntry, source_words
from vox_console.domain.opt_out_books import OptOutBooks
from vox_console.domain.plain_text import one_line
from vox_console.presenters.compose_words import plural
from vox_console.presenters.opt_outs_state import OptOutDetail, OptOutLine
from vox_console.presenters.two_line_rows import TwoLineRow
from vox_console.presenters.wall_time import ToLocal, day, full_time

_SHOWN = 200
_MOST_FAULTS = 5


def found_words(count: int, *, searched: bool) -> str:
    """Say how many entries are listed."""
    if searched:
        return f"{plural(count, 'number')} found" if count else "No number on the register fits"
    return f"{plural(count, 'number')}, the last entered first" if count else "Nobody is on the register"


def row_of(entry: RegisterEntry, to_local: ToLocal) -> TwoLineRow:
    """Give the row of an entry that holds."""
    what = entry.what
    words = [f"only from {what.sender}" if what.sender else "", source_words(what)]
    said = ", ".join(filter(None, words)) + (f": “{what.evidence[:_SHOWN]}”" if what.evidence else "")
    return TwoLineRow(entry.id, international(what.number), day(what.at_us, to_local), one_line(said))


def detail_of(chosen: RegisterEntry, history: Sequence[RegisterEntry], to_local: ToLocal) -> OptOutDetail:
    """Give everything about the number of an entry."""
    sender = chosen.what.sender
    return OptOutDetail(
        id=chosen.id,
        title=international(chosen.what.number),
        lines=tuple(_line(entry, to_local) for entry in history),
        ends_what=f"It wants messages from {sender} again" if sender else "It wants messages again",
    )


def _line(entry: RegisterEntry, to_local: ToLocal) -> OptOutLine:
    what = entry.what
    title = "Wants messages again" if entry.ends else "Wants no messages"
    if what.sender:
        title += f" from {one_line(what.sender)}"
    details = [
        one_line(source_words(what)),
        f"“{one_line(what.evidence)}”" if what.evidence else "",
        f"in message {one_line(what.message_id)}" if what.message_id else "",
    ]
    if entry.entered_at_us // 60_000_000 != what.at_us // 60_000_000:
        details.append(f"written down {full_time(entry.entered_at_us, to_local)[:16]}")
    return OptOutLine(full_time(what.at_us, to_local)[:16], title, "; ".join(filter(None, details)))


def entered_words(number: str, *, new: bool, taken_back: int) -> str:
    """Say what entering a number did."""
    if not new:
        return f"{number} is on the register already; the first entry stands."
    waited = f" {plural(taken_back, 'waiting message')} taken back." if taken_back else ""
    return f"{number} wants no messages.{waited}"


def books_words(name: str, books: OptOutBooks, *, stopped: bool) -> str:
    """Say what became of a list, with the first rows that could not be entered."""
    lines = [f"{name}: {books.sum_words}" + (" (broken off here)" if stopped else "")]
    if books.undated:
        lines.append(
            f"{plural(books.undated, 'date')} could not be read; what stood there is in the evidence."
        )
    if books.taken_back:
        lines.append(f"{plural(books.taken_back, 'waiting message')} taken back.")
    lines += [f"Row {row}: {reason}" for row, reason in books.not_entered[:_MOST_FAULTS]]
    return "\n".join(lines)
