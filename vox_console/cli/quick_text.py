"""`vox-console quick-text`: texts that are written often; one JSON object a line.

Exit codes: 0 done; 1 the world said no; 2 wrong usage, which a text that cannot be used also is; 3 nothing
was changed, because a title is another text's or no text's.
"""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Sequence

from vox_console.cli.exit_codes import NOTHING_CHANGED, WRONG_USAGE
from vox_console.cli.journal import in_journal
from vox_console.cli.output import complain, complain_of, print_json, print_text
from vox_console.domain.errors import SettingsError, VoxError
from vox_console.domain.merge_fields import parse
from vox_console.domain.quick_text import QuickText, StoredQuickText, fitting, problems_of, titled
from vox_console.imports.opening import open_table
from vox_console.services.controller import Controller
from vox_console.services.quick_texts import QuickTextBooks


def run(arguments: Namespace) -> int:
    """Do what was asked. Raises VoxError."""
    actions = {"add": _add, "remove": _remove, "list": _list, "import": _import, "export": _export}
    return in_journal(arguments, actions[arguments.action])


async def _add(controller: Controller, arguments: Namespace) -> int:
    quick = QuickText(arguments.title, arguments.text)
    wrong = problems_of(quick)
    for problem in wrong:
        complain(f"{problem.field}: {problem.text}")
    if wrong:
        return WRONG_USAGE
    saved = await controller.quick_texts.save(quick)
    if not saved:
        complain("another text has this title. Nothing was changed.")
        return NOTHING_CHANGED
    texts = await controller.quick_texts.every()
    _print([each for each in texts if each.id == saved], as_json=arguments.json)
    return 0


async def _remove(controller: Controller, arguments: Namespace) -> int:
    found = titled(await controller.quick_texts.every(), arguments.title)
    if found is None:
        complain("no text has this title. Nothing was changed.")
        return NOTHING_CHANGED
    await controller.quick_texts.remove(found.id)
    _print([found], as_json=arguments.json)
    return 0


async def _list(controller: Controller, arguments: Namespace) -> int:
    _print(fitting(await controller.quick_texts.every(), arguments.search), as_json=arguments.json)
    return 0


async def _import(controller: Controller, arguments: Namespace) -> int:
    table = await asyncio.to_thread(open_table, arguments.file)
    for note in table.notes:
        complain(note.text)
    try:
        books = await controller.quick_texts.enter(table)
    except SettingsError as fault:
        complain_of(fault)
        return WRONG_USAGE
    if arguments.json:
        print_json([books_fields(books)])
    else:
        print_text(books.sum_words)
    for row, reason in books.faults:
        complain(f"row {row}: {reason}")
    return 0


async def _export(controller: Controller, arguments: Namespace) -> int:
    try:
        count = await controller.quick_texts.export(arguments.out)
    except OSError as fault:
        raise VoxError("The texts were not written", detail=fault.strerror or str(fault)) from fault
    complain(f"{count} written to {arguments.out}")
    return 0


def _print(texts: Sequence[StoredQuickText], *, as_json: bool) -> None:
    if as_json:
        print_json(map(text_fields, texts))
        return
    for each in texts:
        print_text("\t".join(cell.replace("\n", " ") for cell in (each.what.title, each.what.text)))


def text_fields(quick: StoredQuickText) -> dict[str, object]:
    """Give the object of one text: a promise to other programs, keys only ever added.

    fields: what stands in braces, each once; fallback: null where it has to be filled.
    """
    return {
        "id": quick.id,
        "title": quick.what.title,
        "text": quick.what.text,
        "fields": [{"name": each.name, "fallback": each.fallback} for each in parse(quick.what.text).fields],
    }


def books_fields(books: QuickTextBooks) -> dict[str, object]:
    """Give the object of a list's books: a promise to other programs, keys only ever added."""
    return {
        "rows": books.classes.total(),
        "classes": {each.value: count for each, count in books.classes.items() if count},
    }
