"""From a list or a vCard file to the contacts: every row or card judged, entered and accounted for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vox_console.domain.contact import Contact, read_parties
from vox_console.domain.contact_books import ContactBooks, ContactClass
from vox_console.imports.opening import open_table
from vox_console.imports.table import Table
from vox_console.imports.vcard import Card, is_vcard, read_cards
from vox_console.services.contact_columns import ContactColumns, find_columns
from vox_console.services.contacts import ContactBook
from vox_console.services.csv_file import unguarded
from vox_console.services.row_batches import in_batches

BATCH: Final = 1_000


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One row or card as it would be entered. contact: None where it cannot be; verdict and reason say why.

    left_out: what is wrong with the numbers that are not entered.
    """

    number: int
    contact: Contact | None
    verdict: ContactClass = ContactClass.NEW
    reason: str = ""
    left_out: tuple[str, ...] = ()


def open_contacts(path: Path, *, region: str = "") -> Iterator[ContactRow]:
    """Open a list (CSV, TSV, XLSX) or a vCard file; its content says which. Blocking.

    region: whose national numbers it may hold. Raises ImportFault, and SettingsError when a list has no
    columns of names and numbers.
    """
    if is_vcard(path):
        return (row_of_card(card, region) for card in read_cards(path))
    table = open_table(path)
    return rows_of_table(table, find_columns(table), region)


def rows_of_table(table: Table, columns: ContactColumns, region: str) -> Iterator[ContactRow]:
    """Read the rows of a list."""
    for row in table.rows():
        if row.damage or row.blank:
            verdict = ContactClass.DAMAGED if row.damage else ContactClass.BLANK
            yield ContactRow(row.number, None, verdict, row.damage)
            continue
        plain = unguarded if columns.ours else str
        name = " ".join(filter(None, (plain(row.cell(at)).strip() for at in columns.names)))
        numbers = "\n".join(plain(row.cell(at)) for at in columns.numbers)
        note = plain(row.cell(columns.note)).strip()
        yield _judged(row.number, name or row.cell(columns.firm).strip(), numbers, note, region)


def row_of_card(card: Card, region: str) -> ContactRow:
    """Read a card."""
    if card.damage:
        return ContactRow(card.number, None, ContactClass.DAMAGED, card.damage)
    return _judged(card.number, card.name, "\n".join(card.numbers), card.note, region)


def _judged(number: int, name: str, numbers: str, note: str, region: str) -> ContactRow:
    found = read_parties(numbers, region=region)
    good = tuple(dict.fromkeys(each.key for each in found if each.key))
    bad = tuple(f"{each.raw.strip()}: {each.problem.text}" for each in found if each.problem is not None)
    if not name:
        return ContactRow(number, None, ContactClass.NO_NAME, "It has no name.")
    if not found:
        return ContactRow(number, None, ContactClass.NO_NUMBER, "It has no number.")
    if not good:
        return ContactRow(number, None, ContactClass.BAD_NUMBER, bad[0])
    return ContactRow(number, Contact(name, good, note), left_out=bad)


async def import_contacts(
    book: ContactBook,
    path: Path,
    *,
    region: str = "",
    told: Callable[[int], None] = lambda _rows: None,
    wanted: Callable[[], bool] = lambda: True,
) -> ContactBooks:
    """Enter the contacts of a file and give the books.

    told: hears how many rows were read so far. wanted: asked between batches; when it says no, the books are
    those of what was entered. Raises what `open_contacts` does, and StoreError; what was entered stays.
    """
    rows = await asyncio.to_thread(open_contacts, path, region=region)
    books = ContactBooks()
    try:
        async with in_batches(rows, BATCH) as following:
            while wanted() and (batch := await following()):
                entered = iter(await book.enter([row.contact for row in batch if row.contact is not None]))
                for row in batch:
                    verdict, reason = (row.verdict, row.reason) if row.contact is None else next(entered)
                    books.enter(row.number, verdict, reason=reason)
                    for words in row.left_out if verdict is not ContactClass.OTHER_NAME else ():
                        books.leave_out(row.number, words)
                told(books.rows)
    finally:
        await book.refresh()
    return books
