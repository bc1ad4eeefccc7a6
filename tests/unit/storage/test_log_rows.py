"""Rows written by SQLite say what the messages say that they are rows of."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support.export_scene import BELGRADE, ExportScene
from tests.support.journal_file import new_message
from vox_console.domain.export_format import ExportFormat
from vox_console.domain.log_columns import COLUMNS, LogView, Mask, read_columns
from vox_console.domain.message import FINAL_STATES, Message
from vox_console.domain.outcome_words import error_words, iso_time
from vox_console.domain.zone_offset import offset_changes
from vox_console.storage import log_rows

UTC_ALONE = ((0, 0),)
FROM_S, TO_S = 1_577_836_800, 1_900_000_000


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[ExportScene]:
    scene = ExportScene(tmp_path)
    yield scene
    scene.close()


def view(keys: str = "", *, mask: Mask = Mask()) -> LogView:  # noqa: B008 - a frozen value
    columns = read_columns(keys.split(",")) if keys else COLUMNS
    assert isinstance(columns, tuple)
    zone = offset_changes(BELGRADE, FROM_S, TO_S)
    return LogView(columns, tuple((from_s * 1_000_000, east_s) for from_s, east_s in zone), mask)


def told(message: Message) -> dict[str, object]:
    """Give what a row of it must say, out of the message as the window reads it."""
    accepted = [part for part in message.parts if part.provider_id]
    return {
        "id": message.id,
        "queued_utc": iso_time(message.created_at_us),
        "state": message.state.value,
        "to": f"+{message.recipient}",
        "from": message.sender,
        "text": message.text,
        "parts": message.segments,
        "error_code": "; ".join(part.error_code for part in message.parts if part.error_code),
        "error": error_words(message),
        "final_utc": iso_time(message.updated_at_us) if message.state in FINAL_STATES else "",
        "provider_ids": "; ".join(part.provider_id for part in accepted),
        "account": message.profile,
        "transport": message.transport,
        "updated_utc": iso_time(message.updated_at_us),
    }


def test_a_row_says_what_the_message_says(scene: ExportScene) -> None:
    ids = scene.one_of_every_kind()
    messages = scene.journal.messages(ids)
    keys = list(told(messages[0]))
    found = log_rows.cells(scene.journal.db, ids, view=view(",".join(keys)))
    assert [dict(zip(keys, row, strict=True)) for row in found] == [told(each) for each in messages]


def test_lines_of_csv_and_json_hold_the_same_cells(scene: ExportScene) -> None:
    ids = scene.one_of_every_kind()
    everything = view()
    cells = log_rows.cells(scene.journal.db, ids, view=everything)
    count, text = log_rows.lines(scene.journal.db, ids, view=everything, file_format=ExportFormat.CSV)
    assert (count, text[-2:]) == (len(ids), "\r\n")
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == [
        list(map(str, row)) for row in cells
    ]
    _, text = log_rows.lines(scene.journal.db, ids, view=everything, file_format=ExportFormat.JSONL)
    objects = [json.loads(line) for line in text.splitlines()]
    assert [
        ["" if value is None else str(value) for key, value in each.items() if key != "schema"]
        for each in objects
    ] == [list(map(str, row)) for row in cells]
    assert {each["schema"] for each in objects} == {1}


def test_rows_stand_in_the_order_asked_for_and_unknown_ids_are_left_out(scene: ExportScene) -> None:
    ids = scene.one_of_every_kind()
    asked = [ids[2], 999, ids[0], ids[5]]
    found = log_rows.rows(scene.journal.db, asked, view=view("id"))
    assert [row[0] for row in found] == [ids[2], ids[0], ids[5]]


def test_nothing_asked_for_gives_nothing(scene: ExportScene) -> None:
    for file_format in (ExportFormat.CSV, ExportFormat.CSV_SHEET, ExportFormat.JSONL):
        assert log_rows.lines(scene.journal.db, [1], view=view(), file_format=file_format) == (0, "")


@pytest.mark.parametrize(
    "moment",
    [
        "2020-01-01T00:00:00.000001+00:00",
        "2026-03-29T00:59:59.999999+00:00",  # the last moment of winter time
        "2026-03-29T01:00:00.000000+00:00",
        "2026-10-25T00:59:59.999999+00:00",
        "2026-10-25T01:00:00.000000+00:00",
    ],
)
def test_a_local_time_is_that_of_its_zone_on_its_day(scene: ExportScene, moment: str) -> None:
    then = datetime.fromisoformat(moment)
    us = int(then.timestamp()) * 1_000_000 + then.microsecond
    ids = scene.journal.enqueue(new_message())
    scene.rows("UPDATE messages SET created_at_us = ?", us)
    local = then.astimezone(ZoneInfo("Europe/Belgrade"))
    keys = "queued_utc,queued_local"
    ((utc, here),) = log_rows.cells(scene.journal.db, ids, view=view(keys))
    assert (utc, here) == (iso_time(us), local.isoformat(timespec="microseconds"))
    ((_, shifted),) = log_rows.rows(scene.journal.db, ids, view=view(keys))
    assert datetime.fromtimestamp(shifted / 1e6, UTC).replace(tzinfo=None) == local.replace(tzinfo=None)


def test_a_zone_west_of_greenwich_has_its_sign(scene: ExportScene) -> None:
    ids = scene.journal.enqueue(new_message())
    columns = read_columns(["queued_local"])
    assert isinstance(columns, tuple)
    ((here,),) = log_rows.cells(scene.journal.db, ids, view=LogView(columns, ((0, -12_600),)))
    assert str(here).endswith("-03:30")


def test_a_message_of_a_job_names_it_and_its_row(scene: ExportScene) -> None:
    ids = scene.journal.enqueue(new_message(), new_message(), job_rows=[(7 << 32) | 12, 0])
    assert log_rows.rows(scene.journal.db, ids, view=view("job,job_row")) == [(7, 12), (None, None)]


def test_masked_numbers_and_texts_tell_only_how_long_they_are(scene: ExportScene) -> None:
    ids = scene.journal.enqueue(new_message("Hello you"))
    scene.rows("UPDATE messages SET reason = 'no route to 381640000010'")
    masked = view("to,text,error,country", mask=Mask(numbers=True, texts=True))
    assert log_rows.rows(scene.journal.db, ids, view=masked) == [
        ("+381 64 *** **10", "[9 characters]", "no route to +381 64 *** **10", "RS")
    ]


def test_what_was_taken_back_is_not_among_the_next_and_not_counted(scene: ExportScene) -> None:
    ids = scene.journal.enqueue(*[new_message()] * 5)
    scene.journal.withdraw(ids[3])
    assert log_rows.next_ids(scene.journal.db, before=2**62, limit=3) == [ids[4], ids[2], ids[1]]
    assert log_rows.next_ids(scene.journal.db, before=ids[1], limit=3) == [ids[0]]
    assert log_rows.count(scene.journal.db) == 4
