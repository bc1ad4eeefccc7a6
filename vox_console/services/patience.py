"""Waiting for messages to be decided and for links to settle, up to a time, by events and not by looking."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Protocol

from vox_console.domain.link import Binding, Connecting, LinkState, Offline, Stopped
from vox_console.domain.message import Message
from vox_console.domain.transport_name import TransportRule
from vox_console.services.events import Event, LinkChanged, MessagesChanged


class Waited(Protocol):
    """What is waited for (the controller)."""

    @property
    def links(self) -> Mapping[str, LinkState]:
        """The state of each way to the provider, the usual one first."""

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call `listener` with every event from now on; give the function that ends it."""

    async def messages(self, message_ids: Sequence[int]) -> list[Message]:
        """Give these messages."""


async def until_done(
    controller: Waited, message_ids: Sequence[int], *, done: Callable[[Message], bool], timeout_s: float
) -> None:
    """Wait until `done` has held for each message, the time is over, or every link stopped for good.

    Reads only what changed, so that waiting for thousands costs no more than they do.
    """
    moved = asyncio.Event()
    undecided, stale = set(message_ids), set(message_ids)

    def listen(event: Event) -> None:
        if isinstance(event, MessagesChanged):
            stale.update(undecided.intersection(event.message_ids))
        if stale or (isinstance(event, LinkChanged) and _all_stopped(controller)):
            moved.set()

    unsubscribe = controller.subscribe(listen)
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                while True:
                    moved.clear()
                    looked_at = sorted(stale)
                    stale.clear()
                    undecided -= {each.id for each in await controller.messages(looked_at) if done(each)}
                    if not undecided or _all_stopped(controller):
                        break
                    await moved.wait()
    finally:
        unsubscribe()


async def until_settled(controller: Waited, rule: TransportRule, *, timeout_s: float) -> None:
    """Wait until the usual way is bound, or is known not to be soon; at once where there is only one way."""
    moved = asyncio.Event()
    unsubscribe = controller.subscribe(lambda _event: moved.set())
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                while _is_settling(controller.links, rule):
                    moved.clear()
                    await moved.wait()
    finally:
        unsubscribe()


async def until_link(controller: Waited, *, timeout_s: float) -> LinkState:
    """Wait until the account's first link works or is known not to, and give its state then."""
    moved = asyncio.Event()
    unsubscribe = controller.subscribe(lambda _event: moved.set())
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                while isinstance(_first(controller), Connecting | Binding | Offline):
                    moved.clear()
                    await moved.wait()
    finally:
        unsubscribe()
    return _first(controller)


def _first(controller: Waited) -> LinkState:
    return next(iter(controller.links.values()), Offline())


def _all_stopped(controller: Waited) -> bool:
    states = controller.links.values()
    return bool(states) and all(isinstance(state, Stopped) for state in states)


def _is_settling(links: Mapping[str, LinkState], rule: TransportRule) -> bool:
    if len(links) < 2 or rule is not TransportRule.AUTO:
        return False  # there is nothing to choose
    return isinstance(next(iter(links.values())), Connecting | Binding | Offline)
