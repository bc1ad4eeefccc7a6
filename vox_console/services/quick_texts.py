"""Texts that are written often: kept, taken out of a list, and written to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Final

from vox_console.domain.errors import SettingsError
from vox_console.domain.merge_fields import fold
from vox_console.domain.opt_out import clean_words
from vox_console.domain.quick_text import QuickText, StoredQuickText, problems_of
from vox_console.domain.row_books import sum_words
from vox_console.imports.table import Table
from vox_console.services.csv_file import unguarded, write_rows
from vox_console.services.events import Event, QuickTextsChanged
from vox_console.storage import quick_texts
from vox_console.storage.database import Database

EXPORT_HEADER: Final = ("title", "text")
_TITLES: Final = {"title", "name", "shortcut", "shortcode", "naslov", "short_code"}
_TEXTS: Final = {"text", "message", "content", "body", "tekst", "poruka"}


class QuickTextClass(StrEnum):
    """What became of one row of a list."""

    NEW = "new"
    ALREADY = "already"
    OTHER_TEXT = "other_text"  # its title is that of another text, which stays
    BAD = "bad"
    BLANK = "blank"
    DAMAGED = "damaged"


@dataclass(slots=True)
class QuickTextBooks:
    """Every row of a list in one class. faults: the first rows that were left out, with the reason."""

    classes: Counter[QuickTextClass] = field(default_factory=Counter)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def enter(self, row: int, row_class: QuickTextClass, reason: str = "") -> None:
        """Enter one row."""
        self.classes[row_class] += 1
        if reason and len(self.faults) < 5:
            self.faults.append((row, reason))

    @property
    def sum_words(self) -> str:
        """Say the sum in one line."""
        return sum_words(self.classes, QuickTextClass)


class QuickTextDesk:
    """The quick texts of one journal. Raises, from everything: StoreError."""

    def __init__(self, database: Database, *, announce: Callable[[Event], None]) -> None:
        self._database = database
        self._announce = announce

    async def every(self) -> list[StoredQuickText]:
        """Give all of them, by title."""
        return await self._database.read(quick_texts.every)

    async def save(self, quick: QuickText, *, text_id: int = 0) -> int:
        """Keep a text (text_id: in whose place, 0 for a new one); give its id, 0 when its title is taken."""
        cleaned = _cleaned(quick)
        saved = await self._database.run(partial(quick_texts.save, quick=cleaned, text_id=text_id))
        if saved:
            self._announce(QuickTextsChanged())
        return saved

    async def remove(self, text_id: int) -> QuickText | None:
        """Forget a text; give it, to be saved again. None when it has gone already."""
        removed = await self._database.run(partial(quick_texts.remove, text_id=text_id))
        if removed is not None:
            self._announce(QuickTextsChanged())
        return removed

    async def enter(self, table: Table) -> QuickTextBooks:
        """Take the texts of a list in, overwriting none. Raises SettingsError when it has no such columns.

        Reads the list on the event loop: nobody has more than a few hundred of these.
        """
        title, text = _columns(table.header or ())
        books = QuickTextBooks()
        known = {each.what.title: each.what for each in await self.every()}
        for row in table.rows():
            if row.damage or row.blank:
                row_class = QuickTextClass.DAMAGED if row.damage else QuickTextClass.BLANK
                books.enter(row.number, row_class, row.damage)
                continue
            quick = _cleaned(QuickText(unguarded(row.cell(title)), unguarded(row.cell(text))))
            wrong = problems_of(quick)
            if wrong:
                books.enter(row.number, QuickTextClass.BAD, wrong[0].text)
            elif known.get(quick.title) == quick:
                books.enter(row.number, QuickTextClass.ALREADY)
            elif await self.save(quick):
                known[quick.title] = quick
                books.enter(row.number, QuickTextClass.NEW)
            else:
                reason = f"There is another text called “{quick.title}”."
                books.enter(row.number, QuickTextClass.OTHER_TEXT, reason)
        return books

    async def export(self, path: Path) -> int:
        """Write all of them as CSV; give how many. Raises OSError."""
        texts = await self.every()
        return write_rows(path, EXPORT_HEADER, ((each.what.title, each.what.text) for each in texts))


def _cleaned(quick: QuickText) -> QuickText:
    return QuickText(" ".join(clean_words(quick.title).split()), clean_words(quick.text))


def _columns(header: tuple[str, ...]) -> tuple[int, int]:
    folded = [fold(name) for name in header]
    title = next((at for at, name in enumerate(folded) if name in _TITLES), -1)
    text = next((at for at, name in enumerate(folded) if name in _TEXTS), -1)
    if min(title, text) < 0:
        raise SettingsError(
            "The list needs a column “title” and a column “text”",
            detail=f"columns: {', '.join(header) or 'none named'}",
            hint="Name them in the first row.",
        )
    return title, text
