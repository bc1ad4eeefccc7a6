"""`vox-console history`: the messages of a data folder, newest first."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from vox_console.cli.exit_codes import WRONG_USAGE
from vox_console.cli.finding import Find, find_at_work, find_beside, found_ids, looked_for
from vox_console.cli.history_query import print_asked, print_messages, read_asked
from vox_console.cli.journal import open_journal, read_journal
from vox_console.cli.output import complain
from vox_console.domain.errors import StoreHeld
from vox_console.domain.message import Message, MessageState
from vox_console.domain.search_query import SearchQuery
from vox_console.services.controller import DATABASE_NAME
from vox_console.settings.folders import Folders
from vox_console.storage import history
from vox_console.storage.search import HitKind

PAGE = 500

_Read = Callable[[Sequence[int]], Awaitable[list[Message]]]


def run(arguments: Namespace) -> int:
    """Print the messages; 2 when what was asked cannot be read. Raises StoreError."""
    real = Folders.choose(arguments.data_dir)
    practised = real.practice()
    has_practised = (practised.data / DATABASE_NAME).exists()
    only_practised = has_practised and not (real.data / DATABASE_NAME).exists()
    practice = arguments.practice or only_practised
    chosen = practised if practice else real
    if not chosen.data.is_dir():
        complain(f"there is no data folder {chosen.data} yet: nothing was sent from it")
        return 0  # and the folder is not made: somebody may only have mistyped its name
    if arguments.query is not None:
        if (asked := read_asked(arguments.query)) is None:
            return WRONG_USAGE
        asyncio.run(print_asked(chosen, asked, limit=arguments.limit, as_json=arguments.json))
    else:
        query = looked_for(arguments.find)
        if query is not None and not query.looks_for_something:
            return WRONG_USAGE
        asyncio.run(_run(chosen, query, limit=arguments.limit, as_json=arguments.json))
    if only_practised and not arguments.practice:
        complain("nothing was sent for real yet; this is what was sent in practice")
    elif has_practised and not practice:
        complain("what was sent in practice is apart from this: history --practice")
    return 0


async def _run(folders: Folders, query: SearchQuery | None, *, limit: int | None, as_json: bool) -> None:
    """Read through the controller, which settles what a killed run left, or else beside the one at work."""
    try:
        async with open_journal(folders) as controller:
            if query is not None:
                ids = await _found(await find_at_work(controller, query))
            else:
                ids = await controller.message_ids()
            await _print(ids, controller.messages, limit=limit, as_json=as_json)
    except StoreHeld as held:
        complain(f"{held}. What it has stored so far is shown.")
        async with read_journal(folders) as database:
            if query is not None:
                ids = await _found(await find_beside(database, folders, query))
            else:
                ids = await database.read(history.message_ids)
            await _print(
                ids,
                lambda page: database.read(partial(history.messages, ids=page)),
                limit=limit,
                as_json=as_json,
            )


async def _found(find: Find) -> Sequence[int]:
    """Give the ids of all messages of ours that are found, oldest first."""
    return (await found_ids(find, HitKind.OURS))[::-1]


async def _print(ids: Sequence[int], read: _Read, *, limit: int | None, as_json: bool) -> None:
    left = len(ids) if limit is None else limit
    for end in range(len(ids), 0, -PAGE):
        page = await read(ids[max(0, end - PAGE) : end][::-1])
        # What was taken back before it left was never sent.
        shown = [message for message in page if message.state is not MessageState.DRAFT][:left]
        left -= len(shown)
        print_messages(shown, as_json=as_json)
        if left <= 0:
            return
