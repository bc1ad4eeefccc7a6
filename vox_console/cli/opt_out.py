"""`vox-console opt-out`: who wants no messages, with the evidence; one JSON object a line.

Exit codes: 0 done; 1 the world said no; 2 wrong usage, which a number that is none also is; 3 nothing was
changed because no entry of that number and sender holds.
"""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from typing import Final

from vox_console.cli.exit_codes import NOTHING_CHANGED, WRONG_USAGE
from vox_console.cli.journal import in_journal, tell_none
from vox_console.cli.output import complain, complain_of, print_json, print_text
from vox_console.domain.address import parse_recipient, parse_sender
from vox_console.domain.errors import SettingsError, Severity, VoxError
from vox_console.domain.opt_out import OptOut, RegisterEntry, source_words
from vox_console.domain.opt_out_books import OptOutBooks
from vox_console.domain.outcome_words import iso_time
from vox_console.imports.opening import open_table
from vox_console.services.controller import Controller
from vox_console.services.opt_out_columns import find_columns
from vox_console.services.opt_out_export import export_register
from vox_console.services.opt_out_import import OptOutReader, import_list

_PAGE: Final = 1_000
_NATIONAL: Final = "This is a national number. Begin with the country code, or give one: --country RS."


def run(arguments: Namespace) -> int:
    """Do what was asked. Raises VoxError."""
    actions = {"add": _add, "end": _end, "list": _list, "import": _import, "export": _export}
    return in_journal(arguments, actions[arguments.action])


async def _add(controller: Controller, arguments: Namespace) -> int:
    numbers = _numbers(arguments.numbers, arguments.country)
    if numbers is None or not _sender_is_one(arguments.sender):
        return WRONG_USAGE
    now_us = controller.clocks.now_us()
    entries = [
        OptOut(number, now_us, arguments.said_by, arguments.evidence, arguments.sender) for number in numbers
    ]
    added = await controller.opt_outs.add(entries)
    if arguments.json:
        print_json({"number": number, "new": new} for number, new in zip(numbers, added.new, strict=True))
    else:
        for number, new in zip(numbers, added.new, strict=True):
            print_text(f"+{number}\t{'entered' if new else 'on the register already'}")
    if added.taken_back:
        complain(f"taken back, as it had not left: {len(added.taken_back)}")
    return 0


async def _end(controller: Controller, arguments: Namespace) -> int:
    numbers = _numbers([arguments.number], arguments.country)
    if numbers is None or not _sender_is_one(arguments.sender):
        return WRONG_USAGE
    if not arguments.reason.strip():
        complain("give a --reason: it is kept with the entry")
        return WRONG_USAGE
    (number,) = numbers
    ended = await controller.opt_outs.end(
        number, sender=arguments.sender, reason=arguments.reason, said_by=arguments.said_by
    )
    if arguments.json:
        print_json([{"number": number, "ended": ended}])
    elif ended:
        print_text(f"+{number}\twants messages again")
    if ended:
        return 0
    about = f" about {arguments.sender}" if arguments.sender else ""
    complain(f"no entry of this number{about} holds. Nothing was changed.")
    return NOTHING_CHANGED


async def _list(controller: Controller, arguments: Namespace) -> int:
    desk = controller.opt_outs
    if arguments.number:
        numbers = _numbers([arguments.number], arguments.country)
        if numbers is None:
            return WRONG_USAGE
        _print(await desk.history(numbers[0]), as_json=arguments.json)
        return 0
    ids = await desk.search()
    if not ids:
        tell_none(arguments, "nobody is on the register")
    for start in range(0, len(ids), _PAGE):
        _print(await desk.entries(ids[start : start + _PAGE]), as_json=arguments.json)
    return 0


async def _import(controller: Controller, arguments: Namespace) -> int:
    table = await asyncio.to_thread(open_table, arguments.file)
    for note in table.notes:
        complain(note.text)
    try:
        columns = find_columns(table, number_column=arguments.number_column)
    except SettingsError as fault:
        complain_of(fault)
        return WRONG_USAGE
    reader = OptOutReader(
        columns,
        file_name=arguments.file.name,
        region=arguments.country.upper(),
        now_us=controller.clocks.now_us(),
    )
    books = await import_list(controller.opt_outs, table, reader, dry_run=arguments.dry_run)
    if arguments.json:
        print_json([books_fields(books, dry_run=arguments.dry_run)])
    else:
        print_text(books.sum_words)
    for row, reason in books.not_entered:
        complain(f"row {row}: {reason}")
    if books.undated:
        complain(f"dates that could not be read, and stand in the evidence: {books.undated}")
    if books.taken_back:
        complain(f"taken back, as it had not left: {books.taken_back}")
    return 0


async def _export(controller: Controller, arguments: Namespace) -> int:
    try:
        count = await export_register(controller.opt_outs, arguments.out)
    except OSError as fault:
        raise VoxError("The register was not written", detail=fault.strerror or str(fault)) from fault
    complain(f"{count} written to {arguments.out}")
    return 0


def _numbers(typed: Sequence[str], country: str) -> list[str] | None:
    """Give the numbers, each once; None when one is wrong, which is told."""
    found = [parse_recipient(each, default_region=country.upper()) for each in typed]
    for number in found:
        if not number.ok:
            problem = number.problems[0]
            complain(f"{number.raw}: {_NATIONAL if problem.code == 'no_country' else problem.text}")
    if all(number.ok for number in found):
        return list(dict.fromkeys(number.digits for number in found))
    complain("nothing was changed")
    return None


def _sender_is_one(typed: str) -> bool:
    """Say whether messages can come from a sender ("" for everybody); what is wrong with it is told."""
    wrong = [each for each in parse_sender(typed).problems if typed and each.severity is Severity.ERROR]
    for problem in wrong:
        complain(f"--sender {typed}: {problem.text}")
    return not wrong


def _print(entries: Sequence[RegisterEntry], *, as_json: bool) -> None:
    if as_json:
        print_json(map(entry_fields, entries))
        return
    for entry in entries:
        what = entry.what
        words = "wants messages again" if entry.ends else "wants no messages"
        whose = f" from {what.sender}" if what.sender else ""
        cells = (f"+{what.number}", iso_time(what.at_us), words + whose, source_words(what), what.evidence)
        print_text("\t".join(cell.replace("\n", " ") for cell in cells))


def entry_fields(entry: RegisterEntry) -> dict[str, object]:
    """Give the object of one entry: a promise to other programs, keys only ever added.

    entry: "opted_out" or "ended". sender: null for everybody's messages. evidence: the words, or the reason.
    """
    what = entry.what
    return {
        "number": what.number,
        "entry": "ended" if entry.ends else "opted_out",
        "sender": what.sender or None,
        "since": iso_time(what.at_us),
        "said_by": what.said_by,
        "source": what.source.value,
        "evidence": what.evidence,
        "message_id": what.message_id or None,
        "entered_at": iso_time(entry.entered_at_us),
    }


def books_fields(books: OptOutBooks, *, dry_run: bool) -> dict[str, object]:
    """Give the object of a list's books: a promise to other programs, keys only ever added."""
    return {
        "rows": books.rows,
        "classes": {each.value: count for each, count in books.classes.items() if count},
        "undated": books.undated,
        "taken_back": books.taken_back,
        "dry_run": dry_run,
    }
