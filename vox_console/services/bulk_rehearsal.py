"""A rehearsal: a list sent with the very engine that sends it for real, to a provider on this computer.

Theory of operation. The bundled practice provider is started as a process of its own, which listens on
loopback alone and ends with us. The job is stored in a journal in a folder of its own and run by a controller
of its own, whose one account is that provider's. So nothing of it stands in the user's history, and no
address but this computer's is ever dialled: the real account gives its limits and ways, never its host or
its password.

What the practice provider does with a number depends on the number's last four digits (see `practice`), so
outcomes are a rehearsal of what can happen, not a forecast of what will.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

from vox_console.domain.errors import SendRefused
from vox_console.domain.link import Bound
from vox_console.domain.message import FINAL_STATES, Message, MessageState
from vox_console.imports.table import Table
from vox_console.services.bulk_import import judged
from vox_console.services.bulk_order import BulkOrder, RowJudge
from vox_console.services.controller import Controller
from vox_console.services.patience import until_link
from vox_console.services.practice_control import PracticeControl
from vox_console.services.practice_process import PracticePorts, PracticeProcess, practice_profile
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import MemoryVault
from vox_console.storage.jobs import JobRow, NewJob

MOST_ROWS: Final = 2_000
_PARTS_PER_S: Final = 100_000.0
_CONNECT_S: Final = 15.0
_ANSWER_S: Final = 3.0  # then a fate is unknown; the provider on this computer answers at once or never
_RECEIPTS_S: Final = 5.0
_LONGEST_S: Final = 60.0  # some numbers are never answered for good by the provider
_LOOK_EVERY_S: Final = 0.2


class Provider(Protocol):
    """A running provider on this computer, blocking to start and to stop."""

    ports: PracticePorts

    def stop(self) -> None:
        """End it."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What came of a rehearsal. rows: how many were rehearsed, all of them accepted at the check.

    outcomes: state words of the messages -> rows. predicted: parts as they were counted at the check, or
    messages over REST, where the provider cuts them; taken: as many as the provider says it took. noun: which
    of the two is counted. whole: it came to its end, and was not broken off before it.
    """

    rows: int
    outcomes: Mapping[str, int]
    predicted: int
    taken: int
    noun: str
    whole: bool


class Rehearsal:
    """One rehearsal. start: starts the provider. rows: those that were accepted, at most MOST_ROWS."""

    def __init__(
        self,
        order: BulkOrder,
        profile: Profile,
        rows: Sequence[JobRow],
        *,
        start: Callable[[], Provider] = PracticeProcess,
    ) -> None:
        self._order = replace(order, parts_per_s=0.0, window=None)
        self._profile = profile
        self.rows = rows[:MOST_ROWS]
        self._start = start
        self._ended = asyncio.Event()

    def cancel(self) -> None:
        """Break it off; what has been sent until then is told."""
        self._ended.set()

    async def run(self, *, told: Callable[[int], None]) -> Rehearsed:
        """Send all rows; give what came of it. told: hears how many rows have an outcome.

        Raises LinkError when the provider does not start, SendRefused when it cannot be reached, StoreError.
        """
        async with _running(self._start) as provider, _folder() as folders:
            control = PracticeControl(provider.ports.control)
            await asyncio.to_thread(control.hurry)
            async with Controller.open(folders, program="command line", vault=MemoryVault()) as controller:
                account, password = practice_profile(provider.ports)
                await controller.connect(_like(self._profile, account), password)
                await until_link(controller, timeout_s=_CONNECT_S)
                if not isinstance(controller.link, Bound):
                    raise SendRefused(
                        "Nothing was rehearsed", detail="The practice provider was not reached."
                    )
                await controller.ready(self._order.transport, timeout_s=_CONNECT_S)
                new = NewJob(account.name, "rehearsal", (), self._order.to_json())
                job_id = await controller.bulk.store(new, self.rows)
                cut_here = self._cut_here(controller)
                whole = await self._play(controller, job_id, told, done=_final if cut_here else _answered)
                outcomes = (await controller.bulk.progress(job_id)).outcomes
                taken = await asyncio.to_thread(control.taken)
        predicted = sum(row.parts for row in self.rows) if cut_here else len(self.rows)
        noun = "part" if cut_here else "message"
        return Rehearsed(len(self.rows), outcomes, predicted, taken, noun, whole)

    def _cut_here(self, controller: Controller) -> bool:
        able = controller.way(self._order.transport)
        return able is not None and able.caller_splits

    async def _play(
        self,
        controller: Controller,
        job_id: int,
        told: Callable[[int], None],
        *,
        done: Callable[[Message], bool],
    ) -> bool:
        """Run the job and wait for its receipts, or until that is broken off; tell which."""
        until_s = asyncio.get_running_loop().time() + _LONGEST_S
        try:
            async with asyncio.TaskGroup() as tasks:
                playing = tasks.create_task(_run(controller, job_id, done))
                asking = tasks.create_task(self._ended.wait())
                both = {playing, asking}
                while not any(each.done() for each in both):
                    left_s = until_s - asyncio.get_running_loop().time()
                    if left_s <= 0:
                        break
                    wait_s = min(left_s, _LOOK_EVERY_S)
                    await asyncio.wait(both, timeout=wait_s, return_when=asyncio.FIRST_COMPLETED)
                    told(sum((await controller.bulk.progress(job_id)).outcomes.values()))
                whole = playing.done()
                playing.cancel()
                asking.cancel()
        except ExceptionGroup as several:
            raise several.exceptions[0] from None  # there is one: why the job cannot be run
        return whole


def first_accepted(table: Table, judge: RowJudge) -> list[JobRow]:
    """Give the accepted rows of a list, at most MOST_ROWS. Blocking. Raises ImportFault, StoreError."""
    return list(islice((row for row in judged(table, judge) if row.accepted), MOST_ROWS))


async def _run(controller: Controller, job_id: int, done: Callable[[Message], bool]) -> None:
    await controller.bulk.run(job_id)
    ids = [message_id async for _, message_id in controller.bulk.rows(job_id) if message_id > 0]
    await controller.wait(ids, done=done, timeout_s=_RECEIPTS_S)


def _final(message: Message) -> bool:
    return message.state in FINAL_STATES or message.state is MessageState.UNKNOWN


def _answered(message: Message) -> bool:
    """Over REST more would have to be asked for, and is asked for only after half a minute."""
    return message.state not in {MessageState.QUEUED, MessageState.SENDING}


def _like(profile: Profile, account: Profile) -> Profile:
    """Give the provider's account the limits and the ways of a real one, and nothing else of it."""
    copied = ("default_alphabet", "long_method", "part_limit", "window", "transport")
    changed: dict[str, object] = {name: getattr(profile, name) for name in copied}
    changed |= {"parts_per_s": _PARTS_PER_S, "response_timeout_s": _ANSWER_S}
    if not profile.has_smpp:
        changed["host"] = ""
    if not profile.has_rest:
        changed["rest_url"] = ""
    return account.model_copy(update=changed)


@asynccontextmanager
async def _running(start: Callable[[], Provider]) -> AsyncIterator[Provider]:
    provider = await asyncio.to_thread(start)
    try:
        yield provider
    finally:
        await asyncio.to_thread(provider.stop)


@asynccontextmanager
async def _folder() -> AsyncIterator[Folders]:
    """Give folders for this alone, which are gone afterwards."""
    place = await asyncio.to_thread(TemporaryDirectory, prefix="vox-console-rehearsal-")
    try:
        folders = Folders.choose(Path(place.name))
        folders.make()
        yield folders
    finally:
        await asyncio.to_thread(place.cleanup)
