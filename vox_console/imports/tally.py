"""What is remarkable about the rows while they pass, as notes for the user."""

from __future__ import annotations

from dataclasses import dataclass, field

from vox_console.imports.table import Note, TableRow

_NAMED_ROWS = 10


@dataclass(slots=True)
class _Count:
    count: int = 0
    rows: list[int] = field(default_factory=list)

    def add(self, number: int) -> None:
        self.count += 1
        if len(self.rows) < _NAMED_ROWS:
            self.rows.append(number)

    def note(self, code: str, one: str, many: str) -> list[Note]:
        """Give a note, or none if nothing was counted. many: with {} for the count."""
        if not self.count:
            return []
        text = one.format(self.rows[0]) if self.count == 1 else many.format(f"{self.count:,}")
        return [Note(code, text, self.count, tuple(self.rows))]


class Tally:
    """Counts rows out of the ordinary. width: how many cells a row should have; nuls: set by the reader."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._damaged = _Count()
        self._blank = _Count()
        self._short = _Count()
        self._long = _Count()
        self.nuls = 0

    def see(self, row: TableRow) -> None:
        """Count a row, if it is out of the ordinary."""
        if row.damage:
            self._damaged.add(row.number)
        elif row.blank:
            self._blank.add(row.number)
        elif len(row.cells) < self._width:
            self._short.add(row.number)
        elif any(row.cells[self._width :]):
            self._long.add(row.number)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Give what was counted so far."""
        notes = [
            *self._damaged.note("damaged_rows", "Row {} is damaged.", "{} rows are damaged."),
            *self._blank.note("blank_rows", "Row {} is blank.", "{} rows are blank."),
            *self._short.note("short_rows", "Row {} has too few cells.", "{} rows have too few cells."),
            *self._long.note(
                "long_rows", "Row {} has more cells than columns.", "{} rows have more cells than columns."
            ),
        ]
        if self.nuls:
            notes.append(Note("nuls", "Zero octets were dropped from the text.", self.nuls))
        return tuple(notes)


def above_header(header_number: int) -> tuple[Note, ...]:
    """Give the note about rows above the header, if there are any."""
    above = range(1, header_number)
    if not above:
        return ()
    text = (
        "Row 1 stands above the header and is left out."
        if len(above) == 1
        else (f"Rows 1 to {above[-1]} stand above the header and are left out.")
    )
    return (Note("above_header", text, len(above), tuple(above[:_NAMED_ROWS])),)
