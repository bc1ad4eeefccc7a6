"""A console that dies at a chosen point: the child process of the kill matrix.

``python -m tests.support.kill_points`` reads one JSON line of orders (:class:`Orders`), binds, sends,
says on standard output what was stored, and waits for one more line, which means: quit as people do.

The points are reached through what the controller is given anyway: a transport that delegates, SQLite's own
hooks, and for REST, which writes later than it is told to, an address with a relay behind it. Nothing in the
program knows of them.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import apsw

from tests.support.rest_relay import relaying
from tests.support.rest_spine import TOKEN, rest_account
from tests.support.spine import PATIENCE_S, account, connected, decided, order
from vox_console.domain.errors import VoxError
from vox_console.domain.link import LinkState
from vox_console.domain.status_answer import StatusAnswer
from vox_console.domain.submission import SubmitRequest
from vox_console.services.clocks import Clocks
from vox_console.services.harvester import StatusSource
from vox_console.services.transport_choice import Passwords, transports
from vox_console.settings.auto_reply import AutoReplyTo
from vox_console.settings.profiles import Profile
from vox_console.transports.base import Arrival, Confirm, Lease, Sink, SubmitOutcome, Transport


class KillPoint(StrEnum):
    """Where a console can be killed by itself. The order is that of a message's life."""

    INBOUND_COMMIT = "a customer's message is about to be committed, and its automatic answer with it"
    BEFORE_INTENT = "the intent is about to be committed"
    AFTER_INTENT = "the intent is committed, nothing is written"
    AFTER_WRITE = "the octets are handed to the socket"
    ANSWER_HEARD = "the answer is heard, nothing is stored"
    ANSWER_COMMIT = "the answer is about to be committed"
    RECEIPT_HEARD = "the receipt is heard, nothing is stored"
    RECEIPT_COMMIT = "the receipt is about to be committed"
    RECEIPT_STORED = "the receipt is committed, not acknowledged"
    RECEIPT_ACKNOWLEDGED = "the receipt is acknowledged"
    STATUS_HEARD = "the answer to a question is heard, nothing is stored"
    ANYWHERE = "any of these"
    NOWHERE = "none of these"


@dataclass(frozen=True, slots=True)
class Orders:
    """What the child does. nth: die when the point is passed for the nth time.

    texts: one message each, to recipients[i % len(recipients)]. release: let go what waits for consent.
    port: of the provider's SMPP or, where rest says so, its REST. ask: once all is decided, ask about it.
    auto_reply, stop_reply: what is answered by itself, to every message and to a refusal.
    """

    folder: str
    port: int
    point: KillPoint = KillPoint.NOWHERE
    nth: int = 1
    texts: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ("381640000010",)
    hold_s: float = 0
    release: bool = False
    trx: bool = True
    rest: bool = False
    own_ids: bool = False
    callback_port: int = 0
    ask: bool = False
    auto_reply: str = ""
    stop_reply: str = ""


class Trap:
    """Kills this process when its point is passed for the nth time."""

    def __init__(self, point: KillPoint, nth: int) -> None:
        self._point = point
        self._left = nth

    def passed(self, point: KillPoint) -> None:
        """Say that a point is being passed."""
        if self._point in {point, KillPoint.ANYWHERE}:
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)

    def octets_passed(self, octets: bytes) -> None:
        """Hear what was handed to the provider's socket over REST."""
        if b'"command":"submit"' in octets:
            self.passed(KillPoint.AFTER_WRITE)

    def watch(self, connection: apsw.Connection) -> None:
        """Watch the commits of a connection (for ``apsw.connection_hooks``)."""
        written: set[tuple[int, str]] = set()

        def updated(kind: int, _database: str, table: str, _rowid: int) -> None:
            written.add((kind, table))

        def committing() -> bool:
            for write, point in (
                ((apsw.SQLITE_INSERT, "inbound"), KillPoint.INBOUND_COMMIT),
                ((apsw.SQLITE_INSERT, "attempts"), KillPoint.BEFORE_INTENT),
                ((apsw.SQLITE_UPDATE, "attempts"), KillPoint.ANSWER_COMMIT),
                ((apsw.SQLITE_INSERT, "receipts"), KillPoint.RECEIPT_COMMIT),
            ):
                if write in written:
                    self.passed(point)
            written.clear()
            return False  # go on

        connection.set_update_hook(updated)
        connection.set_commit_hook(committing)


class TrappedSink:
    """A sink that passes points and hands on."""

    def __init__(self, sink: Sink, trap: Trap) -> None:
        self._sink = sink
        self._trap = trap

    def link_changed(self, state: LinkState) -> None:
        """Hand on."""
        self._sink.link_changed(state)

    def outcomes(self, outcomes: Sequence[SubmitOutcome]) -> None:
        """Pass ANSWER_HEARD, then hand on."""
        self._trap.passed(KillPoint.ANSWER_HEARD)
        self._sink.outcomes(outcomes)

    def arrivals(self, arrivals: Sequence[Arrival]) -> None:
        """Pass RECEIPT_HEARD, then hand on."""
        self._trap.passed(KillPoint.RECEIPT_HEARD)
        self._sink.arrivals(arrivals)

    def round_trip(self, milliseconds: float) -> None:
        """Hand on."""
        self._sink.round_trip(milliseconds)

    def noted(self, fault: VoxError) -> None:
        """Hand on."""
        self._sink.noted(fault)


class TrappedTransport:
    """A transport that passes points and delegates."""

    def __init__(self, transport: Transport, trap: Trap) -> None:
        self._transport = transport
        self._trap = trap
        self.capabilities = transport.capabilities

    async def run(self, sink: Sink) -> None:
        """Delegate."""
        await self._transport.run(TrappedSink(sink, self._trap))

    def bind_now(self) -> None:
        """Delegate."""
        self._transport.bind_now()

    def lease(self, count: int) -> Lease | None:
        """Delegate."""
        return self._transport.lease(count)

    def submit(self, session: str, requests: Sequence[SubmitRequest]) -> None:
        """Pass AFTER_INTENT, write, and where that is done by now, pass AFTER_WRITE."""
        self._trap.passed(KillPoint.AFTER_INTENT)
        self._transport.submit(session, requests)
        if self.capabilities.caller_splits:
            self._trap.passed(KillPoint.AFTER_WRITE)

    async def query(self, query_id: str) -> StatusAnswer:
        """Delegate, pass STATUS_HEARD."""
        answer = await cast("StatusSource", self._transport).query(query_id)
        self._trap.passed(KillPoint.STATUS_HEARD)
        return answer

    def confirm(self, tokens: Sequence[object], verdict: Confirm) -> None:
        """Pass RECEIPT_STORED, acknowledge, pass RECEIPT_ACKNOWLEDGED."""
        self._trap.passed(KillPoint.RECEIPT_STORED)
        self._transport.confirm(tokens, verdict)
        self._trap.passed(KillPoint.RECEIPT_ACKNOWLEDGED)


async def act(orders: Orders) -> None:
    """Do what is ordered; it may end in the middle."""
    trap = Trap(orders.point, orders.nth)
    apsw.connection_hooks.append(trap.watch)

    def trapped(profile: Profile, passwords: Passwords, clocks: Clocks) -> list[Transport]:
        return [TrappedTransport(each, trap) for each in transports(profile, passwords, clocks)]

    async with (
        _profile(orders, trap) as profile,
        connected(Path(orders.folder), profile, make_transports=trapped) as controller,
    ):
        if orders.release:
            await controller.release(controller.awaiting_consent)
        stored: list[int] = []
        for number, text in enumerate(orders.texts):
            recipient = orders.recipients[number % len(orders.recipients)]
            sent = await controller.send(order(text, recipient, hold_s=orders.hold_s))
            stored += [message.id for message in sent]
        _say(stored=stored)
        if orders.ask:
            for message in await decided(controller):
                await controller.ask_now(message.id)
        await asyncio.to_thread(sys.stdin.readline)
        _say(quitting=True)


def victims_account(orders: Orders) -> Profile:
    """Give the account that the child uses, and whoever starts again after it."""
    profile = account(orders.port, trx=orders.trx)
    if orders.rest:
        profile = rest_account(
            orders.port,
            rest_own_ids=orders.own_ids,
            callback_port=orders.callback_port,
            callback_token=TOKEN,
        )
    answers = {"auto_reply": orders.auto_reply, "stop_reply": orders.stop_reply}
    return profile.model_copy(update={**answers, "auto_reply_to": AutoReplyTo.EVERY})


@asynccontextmanager
async def _profile(orders: Orders, trap: Trap) -> AsyncIterator[Profile]:
    """Give the child's account; where it has REST, with a relay in between that passes AFTER_WRITE."""
    profile = victims_account(orders)
    if not orders.rest:
        yield profile
        return
    async with relaying(orders.port, passed=trap.octets_passed) as relay:
        yield profile.model_copy(update={"rest_url": rest_account(relay.port).rest_url})


def _say(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


class Victim:
    """The child process, seen from the test. Always killed at the end of its block."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.kill_points"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def __enter__(self) -> Self:
        self._write(json.dumps(asdict(self._orders)))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate(timeout=PATIENCE_S)

    def said(self) -> dict[str, Any]:
        """Give the next line of the child; {} when it is dead."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        return json.loads(line) if line else {}

    def quit(self) -> None:
        """Tell it to end as people do, and wait until it begins to."""
        self._write("quit")
        assert self.said() == {"quitting": True}

    def kill(self) -> None:
        """Kill it from outside."""
        self._process.kill()
        self._process.wait(timeout=PATIENCE_S)

    @property
    def dead(self) -> bool:
        """Whether it has ended."""
        return self._process.poll() is not None

    def dies(self) -> bool:
        """Wait for its end; say whether it was a kill."""
        return self._process.wait(timeout=PATIENCE_S) == -signal.SIGKILL

    def _write(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()


if __name__ == "__main__":
    asyncio.run(act(Orders(**json.loads(sys.stdin.readline()))))
