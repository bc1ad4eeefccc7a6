"""The journal as commands open it: to work on it, or to read it beside the program that works on it."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from vox_console.cli.output import complain
from vox_console.services.controller import DATABASE_NAME, Controller
from vox_console.settings.folders import Folders
from vox_console.settings.vault import MemoryVault
from vox_console.storage.database import Database
from vox_console.storage.schema import STEPS


def open_journal(folders: Folders) -> AbstractAsyncContextManager[Controller]:
    """Open it for what needs no account's password. Raises what `Controller.open` does."""
    return Controller.open(folders, program="command line", vault=MemoryVault())


def folders_of(arguments: Namespace) -> Folders:
    """Give the folders that were named: those of practice where that was said."""
    folders = Folders.choose(arguments.data_dir)
    return folders.practice() if arguments.practice else folders


def tell_none(arguments: Namespace, words: str) -> None:
    """Say that there is none, and that practice has a folder of its own where there is one."""
    complain(words)
    if not arguments.practice and has_practised(Folders.choose(arguments.data_dir)):
        complain("what was made in practice is apart from this: add --practice")


def has_practised(folders: Folders) -> bool:
    """Say whether there is a journal of practice in these folders."""
    return (folders.practice().data / DATABASE_NAME).exists()


def in_journal(arguments: Namespace, act: Callable[[Controller, Namespace], Awaitable[int]]) -> int:
    """Do something with the journal of the folder that was named; give its exit code. Raises VoxError."""

    async def run() -> int:
        async with open_journal(folders_of(arguments)) as controller:
            return await act(controller, arguments)

    return asyncio.run(run())


@asynccontextmanager
async def read_journal(folders: Folders) -> AsyncIterator[Database]:
    """Open it to be read only, whoever works on it meanwhile. Raises StoreError."""
    loop = asyncio.get_running_loop()
    database = Database.open(
        folders.data / DATABASE_NAME, STEPS, post=loop.call_soon_threadsafe, read_only=True
    )
    try:
        yield database
    finally:
        await asyncio.to_thread(database.close)
