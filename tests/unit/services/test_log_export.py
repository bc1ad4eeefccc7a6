"""A whole log in a file, or no file at all."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.support.export_scene import BELGRADE, ExportScene
from tests.support.journal_file import new_message
from vox_console.domain.errors import VoxError
from vox_console.domain.export_format import ExportFormat
from vox_console.domain.log_columns import COLUMNS, Mask
from vox_console.services.clocks import SystemClocks
from vox_console.services.export_check import check_export
from vox_console.services.export_seal import Seal, read_seal, seal_of
from vox_console.services.log_export import PAGE, ExportOrder, FileStands, LogExport


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[ExportScene]:
    scene = ExportScene(tmp_path)
    yield scene
    scene.close()


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir() if not each.name.startswith("journal.db")}


@pytest.mark.parametrize("file_format", ExportFormat)
def test_every_message_is_written_newest_first_over_many_pages(
    scene: ExportScene, file_format: ExportFormat
) -> None:
    count = PAGE + 3
    scene.journal.enqueue(*[new_message(f"text {number}") for number in range(count)])
    told: list[int] = []
    done = scene.export("log", file_format, columns=COLUMNS[:1], told=told.append)
    assert done.rows == count
    assert done.octets == done.path.stat().st_size
    assert told[-1] == count
    assert read_seal(done.path) == Seal(done.sha256, count)
    checked = check_export(done.path)
    assert (checked.rows, checked.problem, checked.file_format) == (count, "", file_format)
    assert names(scene.folder) == {"log", "log.sha256"}


def test_the_two_csv_files_begin_as_they_promise(scene: ExportScene) -> None:
    scene.journal.enqueue(new_message())
    columns = COLUMNS[:1]
    assert scene.export("a", ExportFormat.CSV, columns=columns).path.read_bytes() == b"id\r\n1\r\n"
    sheet = scene.export("b", ExportFormat.CSV_SHEET, columns=columns).path.read_bytes()
    assert sheet == b"\xef\xbb\xbfMessage\r\n1\r\n"


def test_only_the_pages_that_are_given_are_written(scene: ExportScene) -> None:
    ids = scene.journal.enqueue(*[new_message()] * 5)
    done = scene.export("log", ExportFormat.CSV, columns=COLUMNS[:1], pages=[[ids[1]], [], [ids[4], ids[0]]])
    assert done.path.read_text().split() == ["id", "2", "5", "1"]


def test_an_empty_log_is_a_header(scene: ExportScene) -> None:
    for file_format in ExportFormat:
        done = scene.export(f"log{file_format.suffix}", file_format)
        assert (done.rows, check_export(done.path).problem) == (0, "")


def test_a_file_that_stands_there_is_not_replaced_unasked(scene: ExportScene) -> None:
    path = scene.folder / "log"
    path.write_text("mine")
    with pytest.raises(FileStands, match="log is there already"):
        scene.export("log", ExportFormat.CSV, replace=False)
    assert path.read_text() == "mine"
    assert names(scene.folder) == {"log"}


def test_a_file_that_came_meanwhile_is_not_replaced_either(scene: ExportScene) -> None:
    ids = scene.journal.enqueue(new_message())
    path = scene.folder / "log"

    def pages() -> Iterator[Sequence[int]]:
        path.write_text("mine")
        yield ids

    with pytest.raises(FileStands):
        scene.export("log", ExportFormat.CSV, replace=False, pages=pages())
    assert (path.read_text(), names(scene.folder)) == ("mine", {"log"})


def test_the_seal_of_a_replaced_file_goes_with_it(scene: ExportScene) -> None:
    first = scene.export("log", ExportFormat.CSV)
    scene.journal.enqueue(new_message())
    second = scene.export("log", ExportFormat.CSV)
    assert first.sha256 != second.sha256
    assert read_seal(second.path) == Seal(second.sha256, 1)


def test_a_folder_that_is_not_there_is_told(scene: ExportScene) -> None:
    with pytest.raises(VoxError, match="Nothing was written"):
        scene.export("no/where", ExportFormat.CSV)


@pytest.mark.parametrize("file_format", ExportFormat)
def test_broken_off_it_leaves_nothing_and_keeps_what_was_there(
    scene: ExportScene, file_format: ExportFormat
) -> None:
    (scene.folder / "log").write_text("older")
    ids = scene.journal.enqueue(new_message())
    begun, go_on = threading.Event(), threading.Event()

    def pages() -> Iterator[Sequence[int]]:
        yield ids
        begun.set()
        go_on.wait()
        yield ids

    order = ExportOrder(scene.folder / "log", file_format, COLUMNS, BELGRADE, "", Mask(), replace=True)

    async def run() -> None:
        writer = LogExport(scene.database, clocks=SystemClocks())
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(writer.write(order, pages()))
            await asyncio.to_thread(begun.wait)
            task.cancel()
            asyncio.get_running_loop().call_soon(go_on.set)  # after the task has heard of it
        assert task.cancelled()

    asyncio.run(run())
    assert ((scene.folder / "log").read_text(), names(scene.folder)) == ("older", {"log"})


def test_what_the_pages_raise_is_raised_and_nothing_is_left(scene: ExportScene) -> None:
    def pages() -> Iterator[Sequence[int]]:
        yield []
        raise VoxError("The query is none")

    with pytest.raises(VoxError, match="The query is none"):
        scene.export("log", ExportFormat.XLSX, pages=pages())
    assert names(scene.folder) == set()


def test_the_number_to_write_is_known_before(scene: ExportScene) -> None:
    scene.journal.enqueue(*[new_message()] * 3)
    assert asyncio.run(_count(scene)) == 3


async def _count(scene: ExportScene) -> int:
    loop = asyncio.get_running_loop()
    scene.database._answers._post = loop.call_soon_threadsafe
    return await LogExport(scene.database, clocks=SystemClocks()).count()


def test_a_seal_stands_beside_its_file(tmp_path: Path) -> None:
    assert seal_of(tmp_path / "log.csv").name == "log.csv.sha256"
