"""A list that was opened, as the pane shows it: what was detected and why, the first rows, the columns."""

from __future__ import annotations

from vox_console.domain.bulk_mapping import guess_number_columns
from vox_console.imports.encodings import ENCODINGS
from vox_console.imports.table import Table, Wanted
from vox_console.presenters.bulk_state import Choices, ListShown, Reading, SampleRow
from vox_console.presenters.bulk_words import DELIMITERS, HEADERS, column_names

PREVIEW_ROWS = 5
SAMPLE_ROWS = 200


class BulkList:
    """One opened list. columns: a name for each. guesses: where numbers seem to stand, likeliest first."""

    def __init__(self, name: str, table: Table) -> None:
        self.name = name
        self.table = table
        self.columns = column_names(table.header or (), table.column_count)
        self.sample = table.preview(SAMPLE_ROWS)
        self.guesses = tuple(guess_number_columns(table.header or (), [row.cells for row in self.sample]))

    def shown(self, *, numbers_at: tuple[int, ...], remembered: str = "") -> ListShown:
        """Give what the pane shows of it. numbers_at: the columns of the numbers."""
        rows = tuple(SampleRow(row.number, row.cells, row.damage) for row in self.sample[:PREVIEW_ROWS])
        notes = tuple(note.text for note in self.table.notes)
        return ListShown(self.name, self.columns, rows, self._readings(), notes, numbers_at, remembered)

    def numbers(self) -> Choices:
        """Give the columns as choices, "0" for the first."""
        return tuple((str(at), name) for at, name in enumerate(self.columns))

    def likely(self) -> tuple[int, ...]:
        """Give all columns, those where numbers seem to stand first."""
        guessed = [guess.index for guess in self.guesses]
        return tuple(dict.fromkeys((*guessed, *range(len(self.columns)))))

    def _readings(self) -> tuple[Reading, ...]:
        found = self.table.format
        header = found.has_header
        readings = [
            Reading("has_header", "Header", "yes" if header.value else "no", header.reason, HEADERS),
        ]
        if found.delimiter is not None:
            choices = _with(DELIMITERS, found.delimiter.value)
            readings.append(
                Reading("delimiter", "Separator", found.delimiter.value, found.delimiter.reason, choices)
            )
        if found.encoding is not None:
            choices = _with(tuple(ENCODINGS.items()), found.encoding.value)
            readings.append(
                Reading("encoding", "Encoding", found.encoding.value, found.encoding.reason, choices)
            )
        if found.sheet is not None:
            sheets = tuple(
                (each.name, f"{each.name} (hidden)" if each.hidden else each.name) for each in found.sheets
            )
            readings.append(Reading("sheet", "Sheet", found.sheet.value, found.sheet.reason, sheets))
        return tuple(readings)


def wanted_with(wanted: Wanted, field: str, value: str) -> Wanted:
    """Give what is wanted with one reading chosen. field: of :class:`.bulk_state.Reading`."""
    match field:
        case "has_header":
            return Wanted(wanted.encoding, wanted.delimiter, wanted.quote, value == "yes", wanted.sheet)
        case "delimiter":
            return Wanted(wanted.encoding, value, wanted.quote, wanted.has_header, wanted.sheet)
        case "encoding":
            return Wanted(value, wanted.delimiter, wanted.quote, wanted.has_header, wanted.sheet)
        case "sheet":
            return Wanted(wanted.encoding, wanted.delimiter, wanted.quote, wanted.has_header, value)
        case _:
            raise ValueError(field)


def _with(choices: Choices, value: str) -> Choices:
    """Give the choices, and among them the one that was found, whatever it is."""
    return choices if value in dict(choices) else (*choices, (value, value))
