"""Which columns of a list hold a contact's name, numbers and note: recognised by name, else guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vox_console.domain.bulk_mapping import guess_number_columns
from vox_console.domain.errors import SettingsError
from vox_console.domain.merge_fields import fold
from vox_console.imports.table import Table

SAMPLE: Final = 200
EXPORT_HEADER: Final = ("name", "numbers", "note")
_OURS: Final = list(map(fold, EXPORT_HEADER))
# Of a whole name the first of these that the list has; as Google, Outlook and we in the region call them.
_WHOLE: Final = ("name", "fullname", "displayname", "contact", "imeiprezime", "ime", "nombre", "fileas")
_GIVEN: Final = ("firstname", "givenname", "vorname", "prenom", "ime")
_FAMILY: Final = ("lastname", "familyname", "surname", "nachname", "nom", "prezime")
_NOTE: Final = ("note", "notes", "comment", "remark", "notiz", "napomena", "beleška", "beleska")
_FIRM: Final = ("company", "organization", "organisation", "organizationname", "organization1-name", "firma")


@dataclass(frozen=True, slots=True)
class ContactColumns:
    """Indexes into a row's cells. names: joined to one name. firm: stands for an empty name; -1 for none.

    ours: the list is an export of contacts like these.
    """

    names: tuple[int, ...]
    numbers: tuple[int, ...]
    note: int = -1
    firm: int = -1
    ours: bool = False


def find_columns(table: Table) -> ContactColumns:
    """Find out what the columns are. Raises SettingsError, in words, when names or numbers are not found."""
    header = table.header or ()
    folded = [fold(name) for name in header]
    if folded == _OURS:
        return ContactColumns((0,), (1,), 2, ours=True)
    given, family = _first(folded, _GIVEN), _first(folded, _FAMILY)
    names = (given, family) if given >= 0 and family >= 0 else (_first(folded, _WHOLE + _GIVEN + _FAMILY),)
    guesses = guess_number_columns(header, [row.cells for row in table.preview(SAMPLE)])
    numbers = tuple(sorted(guess.index for guess in guesses if guess.index not in names))
    if min(names) < 0 or not numbers:
        what = "names" if min(names) < 0 else "phone numbers"
        raise SettingsError(
            f"No column seems to hold {what}",
            detail=f"columns: {', '.join(header) or 'without names'}",
            hint="Name the columns in the first row: name, number, note.",
        )
    return ContactColumns(names, numbers, _first(folded, _NOTE), _first(folded, _FIRM))


def _first(folded: list[str], wanted: tuple[str, ...]) -> int:
    return next((folded.index(name) for name in wanted if name in folded), -1)
