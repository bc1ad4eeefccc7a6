"""Opening the journal in a thread: checking a million messages takes half a second, the loop lives on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from vox_console.storage.database import Database


async def opened_in_thread(open_it: Callable[[], Database]) -> Database:
    """Give what `open_it`, run in a thread, gives. Raises what it raises.

    A thread cannot be called off: whoever is cancelled meanwhile waits for it, and what it opened is closed,
    because the data folder is free for the next program from then on.
    """
    loop = asyncio.get_running_loop()
    opening = loop.run_in_executor(None, open_it)
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        await asyncio.wait([opening])
        if opening.exception() is None:
            await asyncio.to_thread(opening.result().close)
        raise
