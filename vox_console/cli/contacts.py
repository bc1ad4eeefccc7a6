"""`vox-console contacts`: who stands behind a number; one JSON object a line.

Exit codes: 0 done; 1 the world said no; 2 wrong usage, which a number that is none also is; 3 nothing was
changed, because a number belongs to another contact or to none.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Final

from vox_console.cli.exit_codes import NOTHING_CHANGED, WRONG_USAGE
from vox_console.cli.journal import in_journal
from vox_console.cli.output import complain, complain_of, print_json, print_text
from vox_console.domain.contact import Contact, StoredContact, party_words, read_party
from vox_console.domain.contact_books import ContactBooks
from vox_console.domain.errors import SettingsError, VoxError
from vox_console.services.contact_export import export_contacts
from vox_console.services.contact_import import import_contacts
from vox_console.services.controller import Controller

_PAGE: Final = 1_000


def run(arguments: Namespace) -> int:
    """Do what was asked. Raises VoxError."""
    actions = {"add": _add, "remove": _remove, "list": _list, "import": _import, "export": _export}
    return in_journal(arguments, actions[arguments.action])


async def _add(controller: Controller, arguments: Namespace) -> int:
    parties = _parties(arguments.numbers, arguments.country)
    if parties is None:
        return WRONG_USAGE
    if not arguments.name.strip():
        complain("give a name")
        return WRONG_USAGE
    saved = await controller.contacts.save(Contact(arguments.name, parties, arguments.note))
    for party, name in saved.taken:
        complain(f"{party_words(party)} belongs to {name}. Nothing was changed.")
    if not saved.id:
        return NOTHING_CHANGED
    _print(await controller.contacts.contacts([saved.id]), as_json=arguments.json)
    return 0


async def _remove(controller: Controller, arguments: Namespace) -> int:
    parties = _parties([arguments.number], arguments.country)
    if parties is None:
        return WRONG_USAGE
    held = await controller.contacts.holders(parties)
    if not held:
        complain("no contact has this number. Nothing was changed.")
        return NOTHING_CHANGED
    for contact in held.values():
        await controller.contacts.remove(contact.id)
    _print(list(held.values()), as_json=arguments.json)
    return 0


async def _list(controller: Controller, arguments: Namespace) -> int:
    ids = await controller.contacts.search(arguments.search, default_region=arguments.country.upper())
    for start in range(0, len(ids), _PAGE):
        _print(await controller.contacts.contacts(ids[start : start + _PAGE]), as_json=arguments.json)
    return 0


async def _import(controller: Controller, arguments: Namespace) -> int:
    try:
        books = await import_contacts(controller.contacts, arguments.file, region=arguments.country.upper())
    except SettingsError as fault:
        complain_of(fault)
        return WRONG_USAGE
    if arguments.json:
        print_json([books_fields(books)])
    else:
        print_text(books.sum_words)
    for row, reason in books.not_entered:
        complain(f"row {row}: {reason}")
    if books.numbers_left_out:
        complain(f"numbers left out of rows that were entered: {books.numbers_left_out}")
        for row, reason in books.left_out:
            complain(f"row {row}: {reason}")
    return 0


async def _export(controller: Controller, arguments: Namespace) -> int:
    try:
        count = await export_contacts(controller.contacts, arguments.out)
    except OSError as fault:
        raise VoxError("The contacts were not written", detail=fault.strerror or str(fault)) from fault
    complain(f"{count} written to {arguments.out}")
    return 0


def _parties(typed: Sequence[str], country: str) -> tuple[str, ...] | None:
    """Give the keys, each once; None when one is wrong, which is told."""
    found = [read_party(each, region=country.upper()) for each in typed]
    for each in found:
        if each.problem is not None:
            complain(f"{each.raw}: {each.problem.text}")
    if all(each.key for each in found):
        return tuple(dict.fromkeys(each.key for each in found))
    complain("nothing was changed")
    return None


def _print(contacts: Sequence[StoredContact], *, as_json: bool) -> None:
    if as_json:
        print_json(map(contact_fields, contacts))
        return
    for each in contacts:
        cells = (each.what.name, ", ".join(map(party_words, each.what.parties)), each.what.note)
        print_text("\t".join(cell.replace("\n", " ") for cell in cells))


def contact_fields(contact: StoredContact) -> dict[str, object]:
    """Give the object of one contact: a promise to other programs, keys only ever added.

    numbers: E.164 with a plus; short codes and senders' names as they are compared.
    """
    what = contact.what
    return {"id": contact.id, "name": what.name, "numbers": list(what.parties), "note": what.note}


def books_fields(books: ContactBooks) -> dict[str, object]:
    """Give the object of a file's books: a promise to other programs, keys only ever added."""
    return {
        "rows": books.rows,
        "classes": {each.value: count for each, count in books.classes.items() if count},
        "numbers_left_out": books.numbers_left_out,
    }
