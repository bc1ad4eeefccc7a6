"""`vox-console inbox`: what customers have written, newest first; with --profile, what they write now.

With --find it lists what the search finds of it, as `history --find` does of what we wrote.

With --profile it connects and prints each message once all of its parts are here, until --follow is over or
it is interrupted. Nothing is sent meanwhile. What is then still incomplete is printed at the end and says so.

Exit codes: 0 printed; 1 the account is not connected, or the journal cannot be read; 2 wrong usage.
"""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Sequence

from vox_console.cli.exit_codes import WRONG_USAGE
from vox_console.cli.finding import Find, find_at_work, find_beside, found_ids, looked_for
from vox_console.cli.inbound_json import inbound_fields, inbound_line
from vox_console.cli.journal import open_journal, read_journal, tell_none
from vox_console.cli.output import complain, print_json, print_text
from vox_console.cli.password import find_passwords
from vox_console.cli.until_ended import end_asked, until_ended
from vox_console.domain.errors import LinkError, SettingsError, StoreHeld
from vox_console.domain.link import Bound, Stopped, Waiting
from vox_console.domain.search_query import SearchQuery
from vox_console.services.clocks import SystemClocks
from vox_console.services.controller import DATABASE_NAME, Controller
from vox_console.services.events import Event, InboundStored, LinkChanged, Noted
from vox_console.services.inbox import InboxDesk, TheirLine, alphabets
from vox_console.services.patience import until_link
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile, ProfileStore
from vox_console.settings.vault import open_vault
from vox_console.storage.search import HitKind

CONNECT_S = 20.0
PAGE = 500


def run(arguments: Namespace) -> int:
    """Print the messages, and give the exit code. Raises VoxError."""
    folders = Folders.choose(arguments.data_dir)
    if arguments.profile is not None:
        if arguments.find is not None:
            complain("--find looks in what is stored; leave --profile out")
            return WRONG_USAGE
        profile = ProfileStore(folders.config).get(arguments.profile)
        if not (profile.has_smpp or profile.has_callbacks):
            raise SettingsError(
                "This account receives nothing",
                detail=f"{profile.name} has neither SMPP nor callbacks",
                hint="Add it with --smpp-host or --callback-port.",
            )
        asyncio.run(_follow(profile, folders, arguments))
        return 0
    if arguments.follow is not None:
        complain("--follow says how long to listen; name the account with --profile")
        return WRONG_USAGE
    chosen = folders.practice() if arguments.practice else folders
    if not (chosen.data / DATABASE_NAME).exists():
        tell_none(arguments, f"there is no journal in {chosen.data} yet: nothing was received there")
        return 0  # and the folder is not made: somebody may only have mistyped its name
    query = looked_for(arguments.find)
    if query is not None and not query.looks_for_something:
        return WRONG_USAGE
    asyncio.run(_list(chosen, query, limit=arguments.limit, as_json=arguments.json))
    return 0


# ---- what is in the journal


async def _list(folders: Folders, query: SearchQuery | None, *, limit: int | None, as_json: bool) -> None:
    """Read through the controller, which files what lies in no thread, or else beside the one at work."""
    try:
        async with open_journal(folders) as controller:
            await controller.filing.finished()
            if query is None:
                await _print_pages(controller.inbox, limit=limit, as_json=as_json)
            else:
                find = await find_at_work(controller, query)
                await _print_found(controller.inbox, find, limit=limit, as_json=as_json)
    except StoreHeld as held:
        complain(f"{held}. What it has stored so far is shown.")
        async with read_journal(folders) as database:
            desk = InboxDesk(
                database,
                clocks=SystemClocks(),
                announce=lambda _event: None,
                alphabet_of=alphabets(ProfileStore(folders.config)),
            )
            if query is None:
                await _print_pages(desk, limit=limit, as_json=as_json)
            else:
                find = await find_beside(database, folders, query)
                await _print_found(desk, find, limit=limit, as_json=as_json)


async def _print_found(desk: InboxDesk, find: Find, *, limit: int | None, as_json: bool) -> None:
    ids = await found_ids(find, HitKind.THEIRS, limit=limit)
    for start in range(0, len(ids), PAGE):
        _print(await desk.some(ids[start : start + PAGE]), as_json=as_json)


async def _print_pages(desk: InboxDesk, *, limit: int | None, as_json: bool) -> None:
    left, before_id = limit, None
    while left is None or left > 0:
        page = await desk.newest(before_id=before_id, limit=PAGE if left is None else min(PAGE, left))
        if not page:
            return
        _print(page, as_json=as_json)
        left = None if left is None else left - len(page)
        before_id = page[-1].message.id


# ---- what comes now


async def _follow(profile: Profile, folders: Folders, arguments: Namespace) -> None:
    vault = await open_vault()
    passwords = await find_passwords(profile, vault, from_stdin=arguments.password_stdin)
    async with Controller.open(folders, program="command line", vault=vault) as controller:
        newcomers = Newcomers(
            controller.inbox, await controller.inbox.newest_part_id(), as_json=arguments.json
        )
        controller.subscribe(newcomers.listen)
        asked = end_asked()
        await controller.connect(profile, passwords.usual, rest_password=passwords.rest)
        state = await until_link(controller, timeout_s=CONNECT_S)
        if not isinstance(state, Bound):
            why = state.reason if isinstance(state, Waiting | Stopped) else "It did not answer in time."
            raise LinkError("The account is not connected", detail=why)
        await until_ended(newcomers.run(), asked=asked, timeout_s=arguments.follow)
        await controller.disconnect()  # after which nothing more arrives
        await newcomers.finish()


class Newcomers:
    """Prints messages that have got parts since a part was stored, each once, as soon as it is complete."""

    def __init__(self, desk: InboxDesk, newest_part_id: int, *, as_json: bool) -> None:
        self._desk = desk
        self._seen_id = newest_part_id
        self._as_json = as_json
        self._arrived = asyncio.Event()
        self._incomplete: set[int] = set()

    def listen(self, event: Event) -> None:
        """Take an event of the controller."""
        match event:
            case InboundStored():
                self._arrived.set()
            case LinkChanged(Waiting(reason=reason)):
                complain(f"{reason.rstrip('. ')}. Trying again.")
            case Noted(fault):
                complain(str(fault))
            case _:
                pass  # of no interest here

    async def run(self) -> None:
        """Print until cancelled."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            await self._look()

    async def finish(self) -> None:
        """Print what has come last, and then what has stayed incomplete."""
        await self._look()
        if self._incomplete:
            lines, _ = await self._desk.since(min(self._incomplete) - 1)
            _print([line for line in lines if not line.message.message.complete], as_json=self._as_json)

    async def _look(self) -> None:
        lines, self._seen_id = await self._desk.since(self._seen_id)
        complete = [line for line in lines if line.message.message.complete]
        self._incomplete.update(line.message.id for line in lines)
        self._incomplete.difference_update(line.message.id for line in complete)
        _print(complete, as_json=self._as_json)


def _print(lines: Sequence[TheirLine], *, as_json: bool) -> None:
    if as_json:
        print_json(map(inbound_fields, lines))
    else:
        for line in lines:
            print_text(inbound_line(line))
