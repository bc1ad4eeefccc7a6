"""Asking what became of messages: what is asked when, what the answers do, and what nothing stops."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import apsw
import pytest

from tests.support import full_disk
from tests.support.fake_clocks import START_US, run_story
from tests.support.harvest_stage import Stage, harvesting
from tests.support.rest_journal import RestJournal
from vox_console.domain.errors import AskLater, LinkError, QueryRefused
from vox_console.domain.message import MessageState
from vox_console.services.events import MessagesChanged
from vox_console.services.harvester import (
    AT_ONCE,
    BREATH_S,
    FIRST_BACKOFF_S,
    POSTPONE_S,
    QUERIES_PER_S,
    RETRY_STORE_S,
)
from vox_console.storage import queries

FIRST_AT_LATEST_S = 10.1
HOUR_S = 3_600.0


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


def rename(db: apsw.Connection, *, old: str, new: str) -> None:
    db.execute(f"ALTER TABLE {old} RENAME TO {new}")


class TestAsking:
    def test_a_message_is_asked_about_when_it_is_due_and_not_before(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            await stage.pass_time(4.9)
            assert stage.provider.asked == []
            await stage.pass_time(5.2)
            await stage.asked(1)
            assert stage.provider.asked == ["id-1"]

        play(story, "id-1")

    def test_it_is_asked_again_and_again_ever_less_often_until_it_is_final(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            for seconds, count in ((10.1, 1), (10, 1), (20, 2), (60, 3), (120, 4)):
                await stage.pass_time(seconds)
                await stage.asked(count)
                assert await stage.asked_counts() == [count]
            stage.provider.word = b"DELIVRD"
            await stage.pass_time(HOUR_S)
            await stage.becomes(MessageState.DELIVERED)
            for _ in range(30):
                await stage.pass_time(HOUR_S)
            await stage.asked(5)
            assert await stage.asked_counts() == []

        play(story, "id-1")

    def test_each_answer_is_recorded_and_announced(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.provider.words = {"a": b"DELIVRD", "b": b'{"status":"REJECTD","error_code":"021"}'}
            await stage.pass_time(FIRST_AT_LATEST_S)
            await stage.pass_time(1)
            await stage.becomes(MessageState.DELIVERED, 1)
            await stage.becomes(MessageState.REJECTED, 2)
            await stage.settled()
            assert (await stage.message(2)).parts[0].error_code == "021"
            announced = {
                each
                for event in stage.events
                if isinstance(event, MessagesChanged)
                for each in event.message_ids
            }
            assert announced == {1, 2}

        play(story, "a", "b")

    def test_what_the_provider_forgot_is_told_after_a_day_by_three_answers(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.provider.word = b"UNKNOWN"
            await stage.pass_time(HOUR_S)
            await stage.asked(1)
            assert (await stage.message()).state is MessageState.ACCEPTED
            for count in (2, 3):
                await stage.pass_time(24 * HOUR_S)
                await stage.asked(count)
                assert (await stage.message()).state is MessageState.ACCEPTED
            await stage.pass_time(HOUR_S)
            await stage.becomes(MessageState.FORGOTTEN)
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
                await stage.asked(count)
                await stage.pass_time(1 / QUERIES_PER_S)
            assert len(set(stage.provider.asked)) == 8

        play(story, *[f"id-{number}" for number in range(8)])

    def test_no_more_are_unanswered_at_a_time_however_many_are_due(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.provider.word = None
            await stage.pass_time(FIRST_AT_LATEST_S)
            for count in (1, 2, 3, 3, 3):
                await stage.asked(count)
                await stage.pass_time(1)
            assert len(stage.provider.open) == stage.provider.most_open == AT_ONCE == 3
            next(iter(stage.provider.open.values())).set_result(b"ENROUTE")
            await stage.asked(4)

        play(story, *[f"id-{number}" for number in range(8)])

    def test_a_question_on_its_way_ends_with_the_harvester(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.provider.word = None
            await stage.pass_time(FIRST_AT_LATEST_S)
            await stage.asked(1)
            assert len(stage.provider.open) == 1

        play(story, "id-1")


class TestTrouble:
    def test_a_provider_that_does_not_answer_is_asked_later_and_it_counts_as_no_question(
        self, play: Play
    ) -> None:
        async def story(stage: Stage) -> None:
            stage.provider.word = LinkError("No answer")
            await stage.pass_time(FIRST_AT_LATEST_S)
            await stage.asked(1)
            await stage.pass_time(POSTPONE_S - 1)
            await stage.asked(1)
            assert await stage.asked_counts() == [0]
            stage.provider.word = b"DELIVRD"
            await stage.pass_time(2)
            await stage.becomes(MessageState.DELIVERED)

        play(story, "id-1")

    def test_a_question_that_is_refused_is_asked_ever_less_often(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.provider.word = QueryRefused("Not such an id")
            await stage.pass_time(FIRST_AT_LATEST_S)
            await stage.asked(1)
            await stage.pass_time(30)
            await stage.asked(2)
            await stage.pass_time(60)
            await stage.asked(3)
            assert await stage.asked_counts() == [3]
            assert (await stage.message()).state is MessageState.ACCEPTED

        play(story, "id-1")

    def test_one_failure_only_delays_every_other_question(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.provider.words = {"id-0": LinkError("No answer"), "id-1": QueryRefused("No")}
            await stage.pass_time(FIRST_AT_LATEST_S)
            for _ in range(3):
                await stage.pass_time(FIRST_BACKOFF_S + 0.1)
                await stage.pass_time(0.3)
            assert set(stage.provider.asked) == {"id-0", "id-1", "id-2"}

        play(story, "id-0", "id-1", "id-2")

    @pytest.mark.parametrize("fault", [AskLater("Slow down", retry_after_s=600.0), LinkError("No answer")])
    def test_a_provider_that_says_stop_is_asked_nothing_at_all(self, play: Play, fault: LinkError) -> None:
        wait_s = fault.retry_after_s if isinstance(fault, AskLater) else FIRST_BACKOFF_S

        async def story(stage: Stage) -> None:
            stage.provider.word = fault
            await stage.pass_time(FIRST_AT_LATEST_S)
            await stage.asked(1)
            await stage.pass_time(1 / QUERIES_PER_S)
            await stage.database.run(partial(queries.ask_now, message_id=5, now_us=stage.clocks.now_us()))
            stage.harvester.wake()
            await stage.pass_time(wait_s - 2 / QUERIES_PER_S)
            await stage.asked(1)
            await stage.pass_time(1)
            await stage.asked(2)
            assert stage.provider.asked[1] == "id-4", "what a person asked for comes first then"

        play(story, *[f"id-{number}" for number in range(8)])

    def test_while_it_goes_on_the_silence_doubles_and_an_answer_ends_that(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.provider.word = LinkError("No answer")
            await stage.pass_time(FIRST_AT_LATEST_S)
            await stage.asked(1)
            await stage.pass_time(1 / QUERIES_PER_S)
            for count, seconds in ((1, 5), (2, 10), (3, 20)):
                await stage.pass_time(seconds - 1)
                await stage.asked(count)
                await stage.pass_time(1)
                await stage.asked(count + 1)
                await stage.pass_time(1 / QUERIES_PER_S)
            stage.provider.word = b"ENROUTE"
            await stage.pass_time(40)
            await stage.asked(5)
            stage.provider.word = LinkError("No answer")
            await stage.pass_time(1 / QUERIES_PER_S)
            await stage.asked(6)
            await stage.pass_time(1 / QUERIES_PER_S)
            await stage.pass_time(FIRST_BACKOFF_S)
            await stage.asked(7)

        play(story, *[f"id-{number}" for number in range(12)])

    def test_whatever_a_question_raises_is_reported_and_ends_nothing(self, play: Play) -> None:
        bug = RuntimeError("a transport may raise anything")

        async def story(stage: Stage) -> None:
            reported: list[object] = []
            asyncio.get_running_loop().set_exception_handler(
                lambda _loop, context: reported.append(context["exception"])
            )
            stage.provider.words = {"id-0": bug}
            stage.provider.word = b"DELIVRD"
            await stage.pass_time(FIRST_AT_LATEST_S)
            for _ in range(4):
                await stage.pass_time(FIRST_BACKOFF_S + 0.1)
            assert reported == [bug]
            await stage.becomes(MessageState.DELIVERED, 2)
            assert (await stage.message(1)).state is MessageState.ACCEPTED
            stage.provider.words = {}
            await stage.pass_time(POSTPONE_S)
            await stage.becomes(MessageState.DELIVERED, 1)

        play(story, "id-0", "id-1")

    def test_a_journal_that_trips_is_reported_and_looked_into_again(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            reported: list[str] = []
            asyncio.get_running_loop().set_exception_handler(
                lambda _loop, context: reported.append(str(context["message"]))
            )
            await stage.database.run(partial(rename, old="queries", new="away"))
            await stage.pass_time(FIRST_AT_LATEST_S)
            assert reported == ["A question about a message failed"]
            await stage.database.run(partial(rename, old="away", new="queries"))
            await stage.pass_time(RETRY_STORE_S)
            await stage.asked(1)

        play(story, "id-1")

    def test_a_journal_that_takes_nothing_loses_no_question(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            await stage.database.run(full_disk.fill)
            stage.provider.word = b'{"status":"DELIVRD","error_code":"' + b"x" * 200_000 + b'"}'
            await stage.pass_time(FIRST_AT_LATEST_S)
            await stage.asked(1)
            await stage.pass_time(1 / QUERIES_PER_S)
            assert (await stage.message()).state is MessageState.ACCEPTED
            await stage.database.run(lambda db: db.pragma("max_page_count", 1_000_000))
            await stage.pass_time(RETRY_STORE_S - 1)
            await stage.asked(1)
            await stage.pass_time(1.5)
            await stage.becomes(MessageState.DELIVERED)

        play(story, "id-1")

    def test_nobody_is_asked_while_the_provider_does_not_answer(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            stage.answers = False
            stage.harvester.wake()
            for _ in range(10):
                await stage.pass_time(60)
            assert stage.provider.asked == []
            assert stage.looks < 5  # it slept
            stage.answers = True
            stage.harvester.wake()
            await stage.settled()
            await stage.pass_time(BREATH_S + 0.01)
            await stage.asked(1)

        play(story, "id-1")

    def test_what_was_accepted_meanwhile_is_asked_about_after_waking(self, play: Play) -> None:
        async def story(stage: Stage) -> None:
            await stage.pass_time(HOUR_S)
            await stage.asked(1)
            await stage.pass_time(1 / QUERIES_PER_S)
            await stage.database.run(partial(queries.ask_now, message_id=1, now_us=stage.clocks.now_us()))
            await stage.pass_time(1)
            await stage.asked(1)
            stage.harvester.wake()
            await stage.settled()
            await stage.pass_time(BREATH_S + 0.01)
            await stage.asked(2)

        play(story, "id-1")
