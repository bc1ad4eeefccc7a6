"""Asking what became of messages: what is asked when, what the answers do, and what nothing stops."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.support.desk import until
from tests.support.fake_clocks import START_US, FakeClocks, run_story
from tests.support.journal_file import PROFILE, unanswered
from tests.support.rest_journal import DAY_US, LONG, RestJournal, whole_message
from vox_console.domain.errors import LinkError, QueryRefused
from vox_console.domain.message import Message, MessageState
from vox_console.domain.status_answer import StatusAnswer, read_status
from vox_console.services.events import Event, MessagesChanged
from vox_console.services.harvester import (
    AT_ONCE,
    BREATH_S,
    POSTPONE_S,
    QUERIES_PER_S,
    RETRY_STORE_S,
    Harvester,
    record_answer,
    record_any,
)
from vox_console.storage import history, queries
from vox_console.storage.database import Database
from vox_console.storage.queries import DueQuery
from vox_console.storage.schema import STEPS

FIRST_AT_LATEST_S = 10.1
HOUR_S = 3_600.0


def answer(query_id: str, body: bytes) -> StatusAnswer:
    found = read_status(body, query_id)
    assert found is not None
    return found


class Provider:
    """Answers with a word, with a fault, or when the test says so."""

    def __init__(self) -> None:
        self.word: bytes | Exception | None = b"ENROUTE"
        self.words: dict[str, bytes | Exception] = {}
        self.asked: list[str] = []
        self.open: dict[str, asyncio.Future[bytes]] = {}
        self.most_open = 0

    async def query(self, query_id: str) -> StatusAnswer:
        self.asked.append(query_id)
        word = self.words.get(query_id, self.word)
        if word is None:
            self.open[query_id] = asyncio.get_running_loop().create_future()
            self.most_open = max(self.most_open, len(self.open))
            try:
                word = await self.open[query_id]
            finally:
                del self.open[query_id]
        if isinstance(word, Exception):
            raise word
        return answer(query_id, word)


class Stage:
    """A harvester over a journal in which messages were accepted at the clocks' beginning."""

    def __init__(self, path: Path) -> None:
        self.clocks = FakeClocks()
        self.provider = Provider()
        self.events: list[Event] = []
        self.answers = True
        self.database = Database.open(path, STEPS, post=asyncio.get_running_loop().call_soon_threadsafe)
        self.harvester = Harvester(
            self.database,
            self.provider,
            profile=PROFILE,
            memory_us=DAY_US,
            clocks=self.clocks,
            can_ask=lambda: self.answers,
            announce=self.events.append,
        )

    async def until(self, condition: Callable[[], bool]) -> None:
        await until(self.database, condition)

    async def settled(self) -> None:
        """Let the loop and the journal come to rest."""
        turns = iter(range(8))
        await until(self.database, lambda: next(turns, None) is None)

    async def pass_time(self, seconds: float) -> None:
        self.clocks.advance(seconds)
        await self.settled()

    async def message(self, message_id: int = 1) -> Message:
        (found,) = await self.database.read(partial(history.messages, ids=[message_id]))
        return found

    async def asked_counts(self) -> list[int]:
        rows = await self.database.read(
            lambda db: db.execute("SELECT asked FROM queries ORDER BY part_id").fetchall()
        )
        return [int(str(row[0])) for row in rows]


@asynccontextmanager
async def harvesting(path: Path) -> AsyncIterator[Stage]:
    stage = Stage(path)
    try:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(stage.harvester.run())
            await stage.settled()
            yield stage
            assert not running.done()
            running.cancel()
    finally:
        await asyncio.to_thread(stage.database.close)


Story = Callable[[Stage], Awaitable[None]]


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., None]:
    """Run a story in which messages with these ids were just accepted."""

    def run(story: Story, *ids: str) -> None:
        journal = RestJournal(tmp_path / "journal.db")
        journal.now_us = START_US
        for number, each in enumerate(ids):
            journal.sent(each, recipient=f"38164{number:07}")
        journal.close()

        async def whole() -> None:
            async with harvesting(journal.path) as stage:
                await story(stage)

        run_story(whole())

    return run


Play = Callable[..., None]


class TestAsking:
    def test_a_message_is_asked_about_when_it_is_due_and_not_before(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            await stage.pass_time(4.9)
            assert stage.provider.asked == []
            await stage.pass_time(5.2)
            assert stage.provider.asked == ["id-1"]

        play(story, "id-1")

    def test_it_is_asked_again_and_again_ever_less_often_until_it_is_final(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            for seconds, count in ((10.1, 1), (10, 1), (20, 2), (60, 3), (120, 4)):
                await stage.pass_time(seconds)
                assert len(stage.provider.asked) == count
            stage.provider.word = b"DELIVRD"
            await stage.pass_time(HOUR_S)
            assert (await stage.message()).state is MessageState.DELIVERED
            assert len(stage.provider.asked) == 5
            for _ in range(30):
                await stage.pass_time(HOUR_S)
            assert len(stage.provider.asked) == 5
            assert await stage.asked_counts() == []

        play(story, "id-1")

    def test_each_answer_is_recorded_and_announced(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.provider.words = {"a": b"DELIVRD", "b": b'{"status":"REJECTD","error_code":"021"}'}
            await stage.pass_time(FIRST_AT_LATEST_S)
            await stage.pass_time(1)
            assert [(await stage.message(number)).state for number in (1, 2)] == [
                MessageState.DELIVERED,
                MessageState.REJECTED,
            ]
            assert (await stage.message(2)).parts[0].error_code == "021"
            announced = {
                each
                for event in stage.events
                if isinstance(event, MessagesChanged)
                for each in event.message_ids
            }
            assert announced == {1, 2}

        play(story, "a", "b")

    def test_what_the_provider_forgot_is_told_after_a_day(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.provider.word = b"UNKNOWN"
            await stage.pass_time(HOUR_S)
            assert (await stage.message()).state is MessageState.ACCEPTED
            await stage.pass_time(24 * HOUR_S)
            assert (await stage.message()).state is MessageState.FORGOTTEN
            assert await stage.asked_counts() == []

        play(story, "id-1")

    def test_what_fell_due_while_nobody_was_here_is_asked_at_once(self, play: Play, tmp_path: Path) -> None:
        async def away(_stage: Stage) -> None:
            pass

        async def back() -> None:
            stage = Stage(tmp_path / "journal.db")
            stage.clocks.advance(12 * HOUR_S)
            try:
                async with asyncio.TaskGroup() as tasks:
                    running = tasks.create_task(stage.harvester.run())
                    await stage.until(lambda: stage.provider.asked == ["id-1"])
                    running.cancel()
            finally:
                await asyncio.to_thread(stage.database.close)

        play(away, "id-1")
        run_story(back())


class TestPatience:
    def test_no_more_leave_a_second_than_the_providers_patience_allows(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            await stage.pass_time(FIRST_AT_LATEST_S)
            for count in range(1, 9):
                assert len(stage.provider.asked) == count
                await stage.pass_time(1 / QUERIES_PER_S)
            assert stage.provider.asked == sorted(set(stage.provider.asked), key=stage.provider.asked.index)

        play(story, *[f"id-{number}" for number in range(8)])

    def test_no_more_are_unanswered_at_a_time_however_many_are_due(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.provider.word = None
            await stage.pass_time(FIRST_AT_LATEST_S)
            for _ in range(10):
                await stage.pass_time(1)
            assert len(stage.provider.open) == stage.provider.most_open == AT_ONCE
            next(iter(stage.provider.open.values())).set_result(b"ENROUTE")
            await stage.pass_time(1)
            assert len(stage.provider.asked) == AT_ONCE + 1

        play(story, *[f"id-{number}" for number in range(8)])

    def test_a_question_on_its_way_ends_with_the_harvester(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.provider.word = None
            await stage.pass_time(FIRST_AT_LATEST_S)
            assert len(stage.provider.open) == 1

        play(story, "id-1")


class TestTrouble:
    def test_a_provider_that_does_not_answer_is_asked_later_and_it_counts_as_no_question(
        self, play: Play
    ) -> None:
        async def story(stage: Stage) -> None:
            stage.provider.word = LinkError("No answer")
            await stage.pass_time(FIRST_AT_LATEST_S)
            await stage.pass_time(POSTPONE_S - 1)
            assert len(stage.provider.asked) == 1
            assert await stage.asked_counts() == [0]
            stage.provider.word = b"DELIVRD"
            await stage.pass_time(2)
            assert (await stage.message()).state is MessageState.DELIVERED

        play(story, "id-1")

    def test_a_question_that_is_refused_is_asked_ever_less_often(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.provider.word = QueryRefused("Not such an id")
            await stage.pass_time(FIRST_AT_LATEST_S)
            await stage.pass_time(30)
            await stage.pass_time(60)
            assert await stage.asked_counts() == [len(stage.provider.asked)] == [3]
            assert (await stage.message()).state is MessageState.ACCEPTED

        play(story, "id-1")

    def test_one_failure_stops_no_other_question(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.provider.words = {"id-0": LinkError("No answer"), "id-1": QueryRefused("No")}
            await stage.pass_time(FIRST_AT_LATEST_S)
            for _ in range(4):
                await stage.pass_time(0.3)
            assert sorted(stage.provider.asked) == ["id-0", "id-1", "id-2"]

        play(story, "id-0", "id-1", "id-2")

    def test_a_journal_that_takes_nothing_loses_no_question(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            await stage.database.run(lambda db: db.pragma("max_page_count", db.pragma("page_count")))
            stage.provider.word = b'{"status":"DELIVRD","error_code":"' + b"x" * 200_000 + b'"}'
            await stage.pass_time(FIRST_AT_LATEST_S)
            await stage.pass_time(1 / QUERIES_PER_S)
            assert len(stage.provider.asked) == 1
            assert (await stage.message()).state is MessageState.ACCEPTED
            await stage.database.run(lambda db: db.pragma("max_page_count", 1_000_000))
            await stage.pass_time(RETRY_STORE_S - 1)
            assert len(stage.provider.asked) == 1
            await stage.pass_time(1.5)
            assert (await stage.message()).state is MessageState.DELIVERED

        play(story, "id-1")

    def test_nobody_is_asked_while_the_provider_does_not_answer(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.answers = False
            stage.harvester.wake()
            await stage.pass_time(HOUR_S)
            assert stage.provider.asked == []
            stage.answers = True
            stage.harvester.wake()
            await stage.settled()
            await stage.pass_time(BREATH_S + 0.01)
            assert stage.provider.asked == ["id-1"]

        play(story, "id-1")

    def test_what_was_accepted_meanwhile_is_asked_about_after_waking(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            await stage.pass_time(HOUR_S)
            await stage.pass_time(1 / QUERIES_PER_S)
            asked = len(stage.provider.asked)
            await stage.database.run(partial(queries.ask_now, message_id=1, now_us=stage.clocks.now_us()))
            await stage.pass_time(1)
            assert len(stage.provider.asked) == asked
            stage.harvester.wake()
            await stage.settled()
            await stage.pass_time(BREATH_S + 0.01)
            assert len(stage.provider.asked) == asked + 1

        play(story, "id-1")


class TestRecording:
    @pytest.fixture
    def journal(self, tmp_path: Path) -> RestJournal:
        return RestJournal(tmp_path / "journal.db")

    def record(self, journal: RestJournal, query: DueQuery, body: bytes) -> list[int]:
        job = partial(record_answer, query=query, answer=answer(query.query_id, body), profile=PROFILE)
        return journal.run(partial(job, now_us=journal.now_us, memory_us=DAY_US))

    def unknown(self, journal: RestJournal, text: str = "Hello") -> tuple[int, str, DueQuery]:
        """Store a message of unknown fate; give its number, the id of ours, and the question about it."""
        (message_id,) = journal.enqueue(whole_message(text, own_id=True))
        (request,) = journal.reserve_whole(own_ids=True).requests
        journal.settle_asking(unanswered(request))
        return message_id, request.own_id, journal.go_to_next()

    def test_the_provider_knowing_our_id_proves_that_it_was_accepted(self, journal: RestJournal) -> None:
        message_id, own_id, query = self.unknown(journal)
        assert self.record(journal, query, b"ENROUTE") == [message_id]
        message = journal.message(message_id)
        assert (message.state, message.parts[0].provider_id) == (MessageState.ENROUTE, own_id)
        (told,) = history.evidence(journal.db, message_id).receipts
        assert (told.word, told.raw) == ("ENROUTE", b"ENROUTE")

    @pytest.mark.parametrize(
        "body", [b"UNKNOWN", b"OK", b"not found", b'{"status":"ERROR"}', b'{"status":""}']
    )
    def test_anything_else_proves_nothing(self, journal: RestJournal, body: bytes) -> None:
        message_id, _, query = self.unknown(journal)
        self.record(journal, query, body)
        assert journal.message(message_id).state is MessageState.UNKNOWN
        assert journal.next_due() is not None
        assert journal.rows("SELECT count(*) FROM receipts") == [(0,)]

    def test_the_segments_of_what_is_proven_are_asked_about_from_then_on(self, journal: RestJournal) -> None:
        message_id, own_id, query = self.unknown(journal, LONG)
        self.record(journal, query, b"DELIVRD")
        journal.now_us += DAY_US // 24
        assert sorted(journal.due_ids()) == [f"{own_id}-2", f"{own_id}-3"]
        assert [part.delivery.value for part in journal.message(message_id).parts] == [
            "delivered",
            "pending",
            "pending",
        ]

    def test_an_answer_asked_for_by_hand_counts_as_any_other(self, journal: RestJournal) -> None:
        message_id = journal.sent("Ab-1")
        job = partial(record_any, profile=PROFILE, now_us=journal.now_us, memory_us=DAY_US)
        assert journal.run(partial(job, answer=answer("Ab-1", b"DELIVRD"))) == [message_id]
        assert journal.message(message_id).state is MessageState.DELIVERED
        assert journal.next_due() is None

    @pytest.mark.parametrize("query_id", ["Ab-2", "ab-1", ""])
    def test_an_answer_about_a_message_that_is_not_ours_changes_nothing(
        self, journal: RestJournal, query_id: str
    ) -> None:
        message_id = journal.sent("Ab-1")
        job = partial(record_any, profile=PROFILE, now_us=journal.now_us, memory_us=DAY_US)
        assert journal.run(partial(job, answer=answer(query_id, b"DELIVRD"))) == []
        assert journal.message(message_id).state is MessageState.ACCEPTED
        assert journal.rows("SELECT count(*) FROM receipts") == [(0,)]

    def test_the_same_answer_again_is_one_fact(self, journal: RestJournal) -> None:
        message_id = journal.sent("Ab-1")
        for _ in range(3):
            self.record(journal, journal.go_to_next(), b"ENROUTE")
        (told,) = history.evidence(journal.db, message_id).receipts
        assert told.repeats == 2
