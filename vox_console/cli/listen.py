"""`vox-console listen`: the listener for the provider's callbacks, without a window, until it is interrupted.

The first line tells the address to give to the provider. It holds the secret part of the path, so whoever
reads it can post. Then every change it brings is told: a message of ours in a new state as `history` shows
it, the number of parts of customers' messages, and reports that belong to no message here.

Exit codes: 0 interrupted, or --follow is over; 1 nobody listens, with the reason.
"""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from secrets import token_urlsafe

from vox_console.cli.message_json import message_fields
from vox_console.cli.message_words import message_line
from vox_console.cli.output import complain, print_json, print_text
from vox_console.cli.until_ended import end_asked, until_ended
from vox_console.domain.errors import LinkError
from vox_console.domain.link import Bound, Stopped
from vox_console.domain.secret import Secret
from vox_console.services.clocks import Clocks
from vox_console.services.controller import Controller
from vox_console.services.events import Event, InboundStored, MessagesChanged, Noted, OrphansStored
from vox_console.services.patience import until_link
from vox_console.services.transport_choice import Passwords, callback_listener
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile, ProfileStore
from vox_console.settings.vault import MemoryVault
from vox_console.transports.callbacks import CallbackListener

LISTEN_S = 20.0


def run(arguments: Namespace) -> int:
    """Listen, print, and give the exit code. Raises VoxError."""
    folders = Folders.choose(arguments.data_dir)
    store = ProfileStore(folders.config)
    profile = store.get(arguments.profile)
    if not profile.callback_token:
        profile = profile.model_copy(update={"callback_token": token_urlsafe(24)})
        store.save(profile)  # the provider is told it once
    if arguments.port is not None:
        profile = profile.model_copy(update={"callback_port": arguments.port})
    asyncio.run(_listen(profile, folders, arguments))
    return 0


async def _listen(profile: Profile, folders: Folders, arguments: Namespace) -> None:
    made: list[CallbackListener] = []

    def make(profile: Profile, _passwords: Passwords, clocks: Clocks) -> Sequence[CallbackListener]:
        made.append(callback_listener(profile, clocks))
        return made

    async with Controller.open(
        folders, program="command line", vault=MemoryVault(), make_transports=make
    ) as controller:
        news: asyncio.Queue[Event] = asyncio.Queue()
        controller.subscribe(news.put_nowait)
        await controller.connect(profile, Secret(""))
        state = await until_link(controller, timeout_s=LISTEN_S)
        if not isinstance(state, Bound):
            words = (state.title, f"{state.reason} {state.hint}") if isinstance(state, Stopped) else ("", "")
            raise LinkError(words[0] or "Nobody listens", detail=words[1])
        asked = end_asked()  # first, because whoever reads the address may end this at once
        _tell_address(made[0].url, as_json=arguments.json)
        printing = _print_all(controller, news, as_json=arguments.json)
        await until_ended(printing, asked=asked, timeout_s=arguments.follow)


def _tell_address(url: str, *, as_json: bool) -> None:
    if as_json:
        print_json([{"url": url}])
    else:
        print_text(f"Listening at {url}")


async def _print_all(controller: Controller, news: asyncio.Queue[Event], *, as_json: bool) -> None:
    while True:
        await _print(controller, await news.get(), as_json=as_json)


async def _print(controller: Controller, event: Event, *, as_json: bool) -> None:
    match event:
        case MessagesChanged(ids):
            messages = await controller.messages(ids)
            if as_json:
                print_json(map(message_fields, messages))
            else:
                for message in messages:
                    print_text(message_line(message))
        case InboundStored(count):
            _count("inbound", count, "part(s) of customers' messages stored", as_json=as_json)
        case OrphansStored(count):
            _count("orphans", count, "report(s) that belong to no message here kept", as_json=as_json)
        case Noted(fault):
            complain(str(fault))
        case _:
            pass  # of no interest without a window


def _count(key: str, count: int, words: str, *, as_json: bool) -> None:
    if as_json:
        print_json([{key: count}])
    else:
        print_text(f"{count} {words}")
