"""Each day that is over becomes one file, whatever happens to the program, the folder and the clock."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.support.desk import ORDER, Desk, open_desk, turn
from tests.support.fake_clocks import FakeClocks, run_story
from vox_console.domain.daily_export import DailyExport
from vox_console.domain.errors import VoxError
from vox_console.domain.export_format import ExportFormat
from vox_console.domain.log_columns import Mask
from vox_console.services.daily_exports import LOOK_EVERY_S
from vox_console.services.events import Event, Noted

DAY_S = 86_400.0
FIRST = date(2026, 11, 22)  # when the clocks begin, at noon

Story = Callable[[Desk], Coroutine[object, object, None]]


def what(folder: Path, **changes: object) -> DailyExport:
    usual = DailyExport(str(folder), ExportFormat.CSV, ("text",), "UTC", Mask(), "")
    return replace(usual, **changes)  # type: ignore[arg-type]  # named by the tests below


def files(folder: Path) -> dict[str, list[str]]:
    """Give the texts of each day's file."""
    return {
        path.name.removeprefix("messages-").removesuffix(".csv"): path.read_text()
        .replace('"', "")
        .split()[1:]
        for path in sorted(folder.glob("*.csv"))
    }


def play(folder: Path, *stories: Story) -> list[VoxError]:
    """Run stories one after another, each over a program that was started anew; give what was told."""
    told: list[VoxError] = []
    clocks = FakeClocks()

    def heard(event: Event) -> None:
        if isinstance(event, Noted):
            told.append(event.fault)

    async def main() -> None:
        for story in stories:
            async with open_desk(folder / "desk", clocks=clocks) as desk:
                desk.controller.subscribe(heard)
                await story(desk)

    (folder / "out").mkdir(exist_ok=True)
    run_story(main())
    return told


async def send(desk: Desk, text: str) -> None:
    await desk.controller.send(replace(ORDER, text=text))


def test_a_day_is_written_once_it_is_over_and_only_once(tmp_path: Path) -> None:
    out = tmp_path / "out"

    async def story(desk: Desk) -> None:
        daily = desk.controller.daily
        await daily.ask_for(what(out))
        await send(desk, "first")
        await daily.write_due()
        assert files(out) == {}
        desk.clocks.advance(DAY_S)
        await send(desk, "second")
        await daily.write_due()
        assert files(out) == {"2026-11-22": ["first"]}
        (out / "messages-2026-11-22.csv").unlink()
        await daily.write_due()
        assert files(out) == {}  # the person moved it away

    assert play(tmp_path, story) == []


def test_the_open_program_looks_by_itself(tmp_path: Path) -> None:
    out = tmp_path / "out"

    async def story(desk: Desk) -> None:
        daily = desk.controller.daily
        await daily.ask_for(what(out))
        desk.clocks.advance(DAY_S)
        while "2026-11-22" not in files(out):  # however long the disk takes
            desk.clocks.advance(LOOK_EVERY_S)
            await turn(desk.database)

    play(tmp_path, story)


def test_days_missed_while_it_was_closed_are_caught_up(tmp_path: Path) -> None:
    out = tmp_path / "out"

    async def before(desk: Desk) -> None:
        await desk.controller.daily.ask_for(what(out))
        await send(desk, "first")
        desk.clocks.advance(DAY_S)
        await send(desk, "second")
        desk.clocks.advance(2 * DAY_S)

    async def after(desk: Desk) -> None:
        await desk.controller.daily.write_due()

    play(tmp_path, before, after)
    assert files(out) == {"2026-11-22": ["first"], "2026-11-23": ["second"], "2026-11-24": []}


def test_a_file_that_stands_is_not_touched_and_counts_as_written(tmp_path: Path) -> None:
    out = tmp_path / "out"

    async def story(desk: Desk) -> None:
        await desk.controller.daily.ask_for(what(out))
        (out / "messages-2026-11-22.csv").write_text("text\nmine\n")
        desk.clocks.advance(DAY_S)
        await desk.controller.daily.write_due()
        standing = await desk.controller.daily.standing()
        assert standing is not None
        assert standing.upto == FIRST

    assert play(tmp_path, story) == []
    assert files(out) == {"2026-11-22": ["mine"]}


def test_what_cannot_be_written_is_told_once_and_written_later(tmp_path: Path) -> None:
    out = tmp_path / "out"

    async def story(desk: Desk) -> None:
        daily = desk.controller.daily
        await daily.ask_for(what(out / "gone"))
        await send(desk, "first")
        desk.clocks.advance(DAY_S)
        await daily.write_due()
        await daily.write_due()
        (out / "gone").mkdir()
        await daily.write_due()

    (told,) = play(tmp_path, story)
    assert told.title == "The daily export was not written"
    assert "No such file" in told.detail
    assert files(out / "gone") == {"2026-11-22": ["first"]}


def test_only_what_is_asked_for_is_written(tmp_path: Path) -> None:
    out = tmp_path / "out"

    async def story(desk: Desk) -> None:
        await desk.controller.daily.ask_for(what(out, query="apples"))
        await send(desk, "apples")
        await send(desk, "pears")
        desk.clocks.advance(DAY_S)
        await desk.controller.daily.write_due()

    play(tmp_path, story)
    assert files(out) == {"2026-11-22": ["apples"]}


def test_a_zone_has_its_own_midnight(tmp_path: Path) -> None:
    out = tmp_path / "out"

    async def story(desk: Desk) -> None:
        await desk.controller.daily.ask_for(what(out, zone="Asia/Tokyo"))  # there it is 21:00
        await send(desk, "evening")
        desk.clocks.advance(4 * 3_600)
        await send(desk, "night")
        await desk.controller.daily.write_due()

    play(tmp_path, story)
    assert files(out) == {"2026-11-22": ["evening"]}


def test_a_zone_that_this_machine_does_not_know_is_told(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        await desk.controller.daily.ask_for(what(tmp_path / "out"))
        known = desk.controller.daily._database
        await known.run(
            lambda db: db.execute("UPDATE daily_export SET body = replace(body, 'UTC', 'Europe/Atlantis')")
        )
        await desk.controller.daily.write_due()

    (told,) = play(tmp_path, story)
    assert told.detail == "This machine does not know the zone Europe/Atlantis"


def test_stopped_it_writes_no_more(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        await desk.controller.daily.ask_for(what(tmp_path / "out"))
        await desk.controller.daily.stop()
        desk.clocks.advance(DAY_S)
        await desk.controller.daily.write_due()
        assert await desk.controller.daily.standing() is None

    play(tmp_path, story)
    assert files(tmp_path / "out") == {}
