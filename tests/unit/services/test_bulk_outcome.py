"""The result of a job: every row of the file once, in order, with what became of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.support.desk import PROFILE, Desk, open_desk
from tests.support.fake_clocks import run_story
from vox_console.domain.bulk_books import RowClass
from vox_console.services.bulk_order import BulkOrder
from vox_console.services.bulk_outcome import result_row, write_result
from vox_console.storage.jobs import JobRow, NewJob

ORDER = BulkOrder(sender="Vox", text="Hello", number_columns=(0,), columns={})


def test_every_row_stands_in_it_once_also_beyond_one_page(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        rows = [
            JobRow(row, (f"+38164{row:07}",), RowClass.ACCEPTED, f"38164{row:07}", parts=1)
            if row % 2
            else JobRow(row, ("12",), RowClass.BAD_NUMBER, reason="Too short.")
            for row in range(2, 2_503)
        ]
        new = NewJob(PROFILE.name, "x.csv", ("phone",), ORDER.to_json())
        job_id = await desk.controller.bulk.store(new, rows)
        assert await write_result(desk.controller, job_id, tmp_path / "out.csv") == 2_501
        with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
            found = list(csv.DictReader(file))
        assert [int(row["row"]) for row in found] == list(range(2, 2_503))
        assert {row["outcome"] for row in found} == {"held", "bad_number"}
        with pytest.raises(OSError, match="No such file"):
            await write_result(desk.controller, job_id, tmp_path / "nowhere" / "x.csv")

    async def whole() -> None:
        async with open_desk(tmp_path / "desk", profile=None) as desk:
            await story(desk)

    run_story(whole())


def test_a_row_that_was_stopped_says_why() -> None:
    row = JobRow(7, ("Ana",), RowClass.ACCEPTED, "381641234567", 1, "This number has opted out.")
    assert result_row(row, None, width=2) == [
        *("Ana", ""),
        *("7", "stopped", "This number has opted out.", "381641234567", "1", "", ""),
    ]


def test_a_mended_row_says_so_behind_what_else_there_is_to_say() -> None:
    row = JobRow(7, ("Ana",), RowClass.ACCEPTED, "381641234567", 1)
    reasons = [
        result_row(each, None, width=1, mended="The row was mended: Name.")[3]
        for each in (row, row._replace(reason="This number has opted out."))
    ]
    assert reasons == [
        "The row was mended: Name.",
        "This number has opted out. The row was mended: Name.",
    ]
