"""Who of a checked list got nearly the same text lately, and what becomes of them: sent to, or left out."""

from __future__ import annotations

from typing import Final

from vox_console.domain.bulk_books import RowClass
from vox_console.domain.preflight import Preflight
from vox_console.domain.recent_rows import RecentAge, ago, needs_word, span_words
from vox_console.presenters.bulk_sheet_state import RecentShown, SheetList, SheetRow
from vox_console.presenters.compose_words import plural

SEND: Final = "send"
SKIP: Final = "skip"
CHOOSE = "Choose what becomes of the rows that got nearly this text lately"
SENT_SINCE = "Some of these numbers got nearly this text since the check. Nothing was sent: check again."


def recent_shown(preflight: Preflight, choice: str) -> RecentShown | None:
    """Give what is shown of the recent rows; None when there are none. choice: SEND, SKIP or "" for none."""
    recent = preflight.recent
    if not recent.rows:
        return None
    left_out = choice == SKIP
    rows = preflight.books.accepted + (recent.rows if left_out else 0)
    words = f"{recent.rows:,} of {plural(rows, 'row')} got nearly this text within a day"
    return RecentShown(
        title=f"{words}, and are left out" if left_out else words,
        lists=tuple(_span(age) for age in recent.by_age),
        choice=choice,
        must_choose=not choice and needs_word(recent, rows=rows),
    )


def sent_since(seen: Preflight, now: Preflight) -> bool:
    """Tell whether so many rows became recent after they were seen that somebody has to look again.

    Where recent rows are left out the books tell of it.
    """
    recent, left_out = now.recent, now.books.classes[RowClass.RECENT]
    return not left_out and recent.rows > seen.recent.rows and needs_word(recent, rows=now.books.accepted)


def _span(age: RecentAge) -> SheetList:
    rows = tuple(SheetRow(f"Row {each.number:,}", ago(each.age_s)) for each in age.examples)
    left = age.rows - len(rows)
    return SheetList(
        f"{plural(age.rows, 'row')} {span_words(age)}", rows, f"and {left:,} more" if left else ""
    )
