"""Before a job: a list is opened, a message written, and whatever changes takes the check away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.bulk_bench import Bench, Play
from tests.support.bulk_scene import customers
from tests.support.fake_clocks import START_US
from vox_console.presenters.bulk import BulkPresenter
from vox_console.services.bulk_order import BulkOrder
from vox_console.storage.jobs import JobState


def test_another_list_keeps_the_text(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await bench.open(customers(tmp_path))
        bench.presenter.list_dropped()
        assert bench.state.opened is None
        bench.presenter.file_chosen(customers(tmp_path))
        await bench.run.rest()
        assert bench.state.message.text == "Hello {Name}"

    play(story)


@pytest.mark.parametrize(
    "edit",
    [
        lambda it: it.text_edited("Hi {Name}"),
        lambda it: it.sender_edited("Shop"),
        lambda it: it.number_chosen(0, "2"),
        lambda it: it.number_added(),
        lambda it: it.number_removed(0),
        lambda it: it.duplicates_chosen("all"),
        lambda it: it.region_edited("DE"),
        lambda it: it.rate_edited("5"),
        lambda it: it.hours_edited("09:00-20:00"),
        lambda it: it.way_chosen("smpp"),
        lambda it: it.list_dropped(),
    ],
)
def test_any_change_takes_the_check_away(
    play: Play, tmp_path: Path, edit: Callable[[BulkPresenter], None]
) -> None:
    async def story(bench: Bench) -> None:
        await bench.open(customers(tmp_path))
        await bench.press()
        edit(bench.presenter)
        assert bench.state.check is None
        assert bench.state.primary == "Check the list"

    play(story)


def test_a_time_is_taken_after_the_check_and_the_job_is_stored_with_it(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await bench.open(customers(tmp_path))
        bench.presenter.hours_edited("09:00-20:00")
        await bench.press()
        bench.presenter.start_chosen("at")
        assert bench.state.check is not None
        assert bench.state.blocked.startswith("Give the time")
        bench.presenter.start_edited("2026-11-25 09:00Z")
        assert bench.state.primary.startswith("Send 47 messages at 2")
        await bench.press()
        (job_id,) = bench.stored
        job = await bench.desk.controller.bulk.job(job_id)
        assert (job.start_at_us, job.state) == (START_US + 69 * 3_600_000_000, JobState.READY)
        assert str(BulkOrder.from_json(job.settings).window) == "09:00-20:00"

    play(story)


def test_a_time_that_has_passed_meanwhile_starts_nothing(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await bench.open(customers(tmp_path))
        await bench.press()
        bench.presenter.start_chosen("at")
        bench.presenter.start_edited("2026-11-22 13:00Z")
        assert bench.state.blocked == ""
        bench.desk.clocks.advance(3_600)
        await bench.press()
        assert bench.stored == []
        assert bench.state.blocked == "This time has passed."
        assert bench.state.message.when.at == "2026-11-22 13:00Z", "nothing that was typed is lost"

    play(story)
