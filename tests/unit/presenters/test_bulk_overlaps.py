"""A job's page tells which of its numbers stand in a job that goes before it, and leads there."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.support.desk import ActionRunner, open_desk
from tests.support.fake_clocks import run_story
from tests.unit.services.test_bulk import stored
from vox_console.presenters.bulk_overlaps import BulkOverlaps, overlap_facts
from vox_console.presenters.delivery_state import Fact
from vox_console.services.bulk_overlap import Overlap


def test_the_words_say_how_many_where_and_with_what() -> None:
    assert overlap_facts([Overlap(3, 1_204, same_text=True), Overlap(2, 1, same_text=False)]) == (
        Fact("Also", "1,204 numbers of it are in job 3 too, with nearly the same text", job_id=3),
        Fact("Also", "1 number of it is in job 2 too, with another text", job_id=2),
    )


def test_it_is_counted_once_for_the_jobs_that_are_ahead(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk, asyncio.TaskGroup() as tasks:
            run, bulk = ActionRunner(tasks), desk.controller.bulk
            told: list[str] = []
            overlaps = BulkOverlaps(desk.controller, run, lambda: told.append("anew"))
            first, second = await stored(desk, 3), await stored(desk, 2)
            job = await bulk.job(second)
            for _ in range(2):
                await overlaps.look(job)
                await run.rest()
            assert len(told) == 1
            assert [fact.job_id for fact in overlaps.facts(second)] == [first]
            assert overlaps.facts(first) == ()
            await bulk.stop(first)
            await overlaps.look(job)
            await run.rest()
            assert overlaps.facts(second) == ()
            assert run.failures == []

    run_story(story())
