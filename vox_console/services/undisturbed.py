"""Work that makes many objects and no garbage, done without the search for it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let nobody search for garbage meanwhile, in any thread; afterwards all is as before.

    Python searches each time some hundred objects more have been made than were let go. A batch of rows
    makes ten thousand, all of which are in use, and would be walked through a dozen times. In the window,
    where the collector is off in any case, nothing changes. Of two who overlap the first to leave ends it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
