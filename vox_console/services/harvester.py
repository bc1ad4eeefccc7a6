"""Asks the provider what became of messages, as long as it knows, for one account.

Theory of operation. What is to be asked, and when, stands in the journal
(:mod:`vox_console.storage.queries`), so that a restart or a day with the program closed loses no question;
this only carries them out. One loop: take what is due, ask, record each answer with the moment of the next
question in one transaction, sleep until the next is due or until somebody calls :meth:`Harvester.wake`.

However much is due, at most `QUERIES_PER_S` leave a second and `AT_ONCE` are unanswered at a time: the
provider's patience belongs to messages. Where it does not answer, or asks for patience, nothing at all is
asked for as long as it wants, or ever longer while that goes on; only real answers count as asked.

Whatever a question raises is that question's affair: it is reported, and asked again later. Nothing of that
ends the loop, because the loop's end would end the whole program.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, Protocol

import apsw

from vox_console.domain.delivery import Delivery
from vox_console.domain.errors import AskLater, LinkError, QueryRefused, StoreError
from vox_console.domain.status_answer import StatusAnswer
from vox_console.domain.transport_name import Witness
from vox_console.services.clocks import Clocks
from vox_console.services.events import Event, MessagesChanged
from vox_console.storage import queries
from vox_console.storage.database import Database
from vox_console.storage.parts import message_of
from vox_console.storage.queries import DueQuery
from vox_console.storage.receipts import Filed, prove, store_arrivals

QUERIES_PER_S: Final = 4.0
AT_ONCE: Final = 3
BATCH: Final = 50
POSTPONE_S: Final = 60.0
FIRST_BACKOFF_S: Final = 5.0
LONGEST_BACKOFF_S: Final = 300.0
BREATH_S: Final = 0.25  # news come in bursts, and the journal has better to do than to look after each
RETRY_STORE_S: Final = 10.0
LONGEST_SLEEP_S: Final = 3_600.0  # a clock that is set forward is noticed within the hour
_US: Final = 1_000_000


class StatusSource(Protocol):
    """Who can be asked (RestTransport)."""

    async def query(self, query_id: str) -> StatusAnswer:
        """Ask what became of a message.

        Raises QueryRefused for this question, AskLater or another LinkError when nothing can be known now.
        """
        ...


class Harvester:
    """Runs until cancelled. can_ask: whether the provider answers at present.

    memory_us: how long the provider knows a message.
    """

    def __init__(
        self,
        database: Database,
        source: StatusSource,
        *,
        profile: str,
        memory_us: int,
        clocks: Clocks,
        can_ask: Callable[[], bool],
        announce: Callable[[Event], None],
    ) -> None:
        self._database = database
        self._source = source
        self._profile = profile
        self._memory_us = memory_us
        self._clocks = clocks
        self._can_ask = can_ask
        self._announce = announce
        self._store_trouble = False
        self._quiet_until_s = 0.0  # by the monotonic clock
        self._backoff_s = FIRST_BACKOFF_S
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look again what is due: something was accepted, or the provider answers again."""
        self._woken.set()

    async def run(self) -> None:
        """Ask until cancelled."""
        while True:
            sleep_s = 0.0
            self._woken.clear()
            self._store_trouble = False
            try:
                sleep_s = await self._one_round()
            except StoreError:
                self._store_trouble = True
            except Exception as bug:  # noqa: BLE001 - the end of this loop would end the controller
                _report(bug)
                self._store_trouble = True
            if self._store_trouble:
                sleep_s = RETRY_STORE_S  # the dispatcher tells of the trouble; nothing asked is lost
            if self._quiet_s > 0:
                await asyncio.sleep(self._quiet_s)  # nobody wakes it from this
            elif sleep_s > 0:
                await self._sleep(sleep_s)

    @property
    def _quiet_s(self) -> float:
        """For how long nothing is to be asked."""
        return self._quiet_until_s - self._clocks.monotonic_s()

    def _be_quiet(self, asked_for_s: float) -> None:
        """Ask nothing for as long as the provider wants, or ever longer; several failures at once are one."""
        if self._quiet_s <= 0:
            asked_for_s = max(asked_for_s, self._backoff_s)
            self._backoff_s = min(LONGEST_BACKOFF_S, self._backoff_s * 2)
        until_s = self._clocks.monotonic_s() + min(asked_for_s, LONGEST_SLEEP_S)
        self._quiet_until_s = max(self._quiet_until_s, until_s)

    async def _one_round(self) -> float:
        """Ask what is due; give how long there is nothing to do."""
        if not self._can_ask():
            return LONGEST_SLEEP_S
        now_us = self._clocks.now_us()
        due = await self._database.read(
            partial(
                queries.due,
                profile=self._profile,
                now_us=now_us,
                limit=BATCH,
                memory_us=self._memory_us,
            )
        )
        if due:
            await self._ask_all(due)
            return 0.0
        next_us = await self._database.read(
            partial(queries.next_due, profile=self._profile, now_us=self._clocks.now_us())
        )
        if next_us is None:
            return LONGEST_SLEEP_S
        return min(LONGEST_SLEEP_S, max(0.05, (next_us - self._clocks.now_us()) / _US))

    async def _ask_all(self, due: Sequence[DueQuery]) -> None:
        gate = asyncio.Semaphore(AT_ONCE)
        async with asyncio.TaskGroup() as asking:
            for query in due:
                await gate.acquire()
                asking.create_task(self._ask(query, gate), name="query")
                await asyncio.sleep(1.0 / QUERIES_PER_S)
                if not self._can_ask() or self._quiet_s > 0:
                    break

    async def _ask(self, query: DueQuery, gate: asyncio.Semaphore) -> None:
        try:
            try:
                changed = await self._database.run(await self._question(query))
            except StoreError:
                raise
            except Exception as bug:  # noqa: BLE001 - whatever trips this question must end no other
                _report(bug)
                changed = await self._database.run(self._again_later(query))
        except StoreError:
            self._store_trouble = True  # it is still due
        else:
            self._announce(MessagesChanged(tuple(changed)))
        finally:
            gate.release()

    def _again_later(
        self, query: DueQuery, asked_for_s: float = 0.0
    ) -> Callable[[apsw.Connection], list[int]]:
        """Leave the provider in peace, and give what puts this question behind the others."""
        self._be_quiet(asked_for_s)
        until_us = self._clocks.now_us() + round(max(POSTPONE_S, self._quiet_s) * _US)
        return partial(queries.postpone, part_id=query.part_id, until_us=until_us)

    async def _question(self, query: DueQuery) -> Callable[[apsw.Connection], list[int]]:
        """Ask, and give what is to be done to the journal about it."""
        try:
            answer = await self._source.query(query.query_id)
        except QueryRefused:
            job = partial(queries.asked, part_id=query.part_id, known=None)
        except AskLater as fault:
            return self._again_later(query, fault.retry_after_s)
        except LinkError:
            return self._again_later(query)
        else:
            if self._quiet_s <= 0:
                self._backoff_s = FIRST_BACKOFF_S
            job = partial(record_answer, query=query, answer=answer, profile=self._profile)
        return partial(job, now_us=self._clocks.now_us(), memory_us=self._memory_us)

    async def _sleep(self, sleep_s: float) -> None:
        try:
            async with asyncio.timeout(sleep_s):
                await self._woken.wait()
                await asyncio.sleep(BREATH_S)
        except TimeoutError:
            pass  # the usual end of a sleep


def _report(bug: Exception) -> None:
    asyncio.get_running_loop().call_exception_handler(
        {"message": "A question about a message failed", "exception": bug}
    )


def record_answer(
    db: apsw.Connection, query: DueQuery, answer: StatusAnswer, *, profile: str, now_us: int, memory_us: int
) -> list[int]:
    """Record what was answered, and when to ask again; give the messages it was about.

    A message whose fate was unknown is accepted when the answer proves that the provider has it under the id
    we gave it; then its other segments are asked about too.
    """
    changed: set[int] = {message_of(query.part_id)}
    if query.proves and answer.proves:
        changed.update(prove(db, query.part_id, query.query_id, profile=profile, now_us=now_us))
    if not query.proves or answer.proves:
        raw = Delivery("", "", 0, 0, b"", raw=answer.raw)
        filed = Filed(answer.receipt, raw, Witness.QUERY, query.part_id)
        changed.update(store_arrivals(db, [filed], profile=profile, now_us=now_us).changed)
    changed.update(queries.asked(db, query.part_id, known=answer.known, now_us=now_us, memory_us=memory_us))
    return sorted(changed)


def record_any(
    db: apsw.Connection, *, answer: StatusAnswer, profile: str, now_us: int, memory_us: int
) -> list[int]:
    """Record an answer that was asked for by hand; give the messages it was about, none if it is not ours."""
    query_id = answer.receipt.provider_id
    found = queries.by_id(db, query_id, profile=profile)
    if found is None:
        return []
    return record_answer(db, found, answer, profile=profile, now_us=now_us, memory_us=memory_us)
