"""Two lists that wait at once: how many numbers they share, and whether the text is nearly the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.support.desk import open_desk
from tests.support.fake_clocks import run_story
from tests.unit.services.test_bulk import ORDER, stored
from vox_console.services.bulk_overlap import Overlap


def test_each_job_that_goes_before_is_compared_by_numbers_and_by_text(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            bulk = desk.controller.bulk
            first = await stored(desk, 5)
            other = replace(ORDER, text="Your parcel is at the post office.")
            second, third = await stored(desk, 3, order=other), await stored(desk, 9)
            job, others = await bulk.job(third), await bulk.ahead(third)
            assert await bulk.overlaps(job, others) == [
                Overlap(second, 3, same_text=False),
                Overlap(first, 5, same_text=True),
            ]
            assert await bulk.overlaps(job, []) == []

    run_story(story())
