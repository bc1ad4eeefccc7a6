"""From a table to a stored job: columns found, every row judged, nothing kept of what breaks halfway."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.desk import PROFILE, Desk, open_desk
from tests.support.fake_clocks import run_story
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.errors import SettingsError
from vox_console.imports.opening import table_of_text
from vox_console.services import bulk_import
from vox_console.services.bulk_import import mapped
from vox_console.services.bulk_order import BulkOrder, RowJudge
from vox_console.storage.jobs import JobRow, JobState, NewJob
from vox_console.transports.base import Capabilities

ORDER = BulkOrder(sender="Vox", text="Hello {Name}", number_columns=(), columns={}, default_region="RS")
TEXT = "name,phone,seats\nAna,0641234567,2\nBo,nothing,3\n,0641234568,4\nCi,0641234567,1\n"
ABLE = Capabilities(
    name="smpp", receipts=True, data_codings=frozenset({0, 8}), sender_octets=20, caller_splits=True
)


def test_columns_are_found_by_what_stands_in_them_and_fields_by_their_names() -> None:
    order = mapped(ORDER, table_of_text(TEXT))
    assert (order.number_columns, dict(order.columns)) == ((1,), {"Name": 0})


@pytest.mark.parametrize("named", ["Phone", " phone ", "2"])
def test_a_column_is_chosen_by_name_or_position(named: str) -> None:
    assert mapped(ORDER, table_of_text(TEXT), number_columns=[named]).number_columns == (1,)


@pytest.mark.parametrize("named", ["telephone", "0", "-1"])
def test_a_column_that_is_not_there_is_told_with_those_that_are(named: str) -> None:
    with pytest.raises(SettingsError, match="no such column") as caught:
        mapped(ORDER, table_of_text(TEXT), number_columns=[named])
    assert "name, phone, seats" in caught.value.hint


def test_a_file_without_numbers_is_told() -> None:
    with pytest.raises(SettingsError, match="phone numbers"):
        mapped(ORDER, table_of_text("name,city\nAna,Novi Sad\nBo,Subotica\n"))


@pytest.mark.parametrize("text", ["Hello {surname}", "Hello {"])
def test_a_text_that_no_row_can_fill_is_told_before_anything_is_judged(text: str) -> None:
    order = BulkOrder(sender="Vox", text=text, number_columns=(), columns={})
    with pytest.raises(SettingsError, match="cannot be filled"):
        mapped(order, table_of_text(TEXT))


def judged() -> Iterator[JobRow]:
    table = table_of_text(TEXT)
    judge = RowJudge(mapped(ORDER, table), PROFILE, ABLE, opted_out=frozenset())
    return bulk_import.judged(table, judge)


def test_rows_keep_the_numbers_of_the_user_s_program() -> None:
    assert [(row.number, row.verdict) for row in judged()] == [
        (2, RowClass.ACCEPTED),
        (3, RowClass.BAD_NUMBER),
        (4, RowClass.UNFILLED),
        (5, RowClass.DUPLICATE),
    ]


async def store(desk: Desk, rows: Iterator[JobRow], told: list[int]) -> int:
    new = NewJob(PROFILE.name, "people.csv", ("name", "phone", "seats"), ORDER.to_json())
    return await desk.controller.bulk.store(new, rows, told=told.append)


def test_a_stored_job_is_ready_and_its_books_balance(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            told: list[int] = []
            job_id = await store(desk, judged(), told)
            assert told == [4]
            assert (await desk.controller.bulk.job(job_id)).state is JobState.READY
            books = await desk.controller.bulk.books(job_id)
            assert (books.rows, books.accepted) == (4, 1)
            assert books.rows == books.accepted + sum(books.excluded.values())

    run_story(story())


def test_a_file_that_breaks_halfway_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken() -> Iterator[JobRow]:
        for number in range(2, 1_500):
            yield JobRow(number, ("x",), RowClass.ACCEPTED, f"38164{number:07}", parts=1)
        raise SettingsError("The file was changed while it was read")

    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            told: list[int] = []
            with pytest.raises(SettingsError, match="was changed"):
                await store(desk, broken(), told)
            assert told == [1_000]
            with pytest.raises(SettingsError, match="no such job"):
                await desk.controller.bulk.job()
            rows = await desk.database.read(lambda db: db.execute("SELECT count(*) FROM job_rows").fetchall())
            assert rows == [(0,)]

    run_story(story())


def test_several_columns_are_tried_in_the_order_in_which_they_are_named() -> None:
    table = table_of_text("name,phone,seats\nAna,0641234567,2\n")
    assert mapped(ORDER, table, number_columns=["seats", "2", "Phone"]).number_columns == (2, 1)


def test_whoever_judges_a_list_to_its_end_keeps_its_figures_and_forgets_its_numbers() -> None:
    table = table_of_text(TEXT)
    judge = RowJudge(mapped(ORDER, table), PROFILE, ABLE, opted_out=frozenset())
    first, again = (list(bulk_import.judged(table, judge)) for _ in range(2))
    assert first == again, "no row is a repetition of what the list held the time before"
    assert judge.preflight.books.rows == 8
