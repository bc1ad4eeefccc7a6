"""Who got nearly the text lately is shown, chosen about, and asked again where it has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.support.bulk_bench import Bench, Play
from tests.support.bulk_scene import customers, number_of
from tests.support.desk import ORDER
from vox_console.domain.bulk_books import RowClass
from vox_console.domain.preflight import Preflight
from vox_console.presenters.bulk_recent import CHOOSE, SENT_SINCE, SKIP, recent_shown, sent_since
from vox_console.presenters.bulk_sheet_state import SheetRow


def sheet(rows: int, recent: int) -> Preflight:
    found = Preflight()
    for row in range(2, rows + 2):
        found.accept(row, f"38164{row:07}", "RS", parts=1, coding="gsm7", forced="")
    for row in range(2, recent + 2):
        found.recent.enter(row, 2_400)
    return found


def test_nothing_is_shown_where_nobody_got_it() -> None:
    assert recent_shown(sheet(10, 0), "") is None


def test_the_rows_stand_by_how_long_ago_that_was() -> None:
    shown = recent_shown(sheet(10, 7), "")
    assert shown is not None
    assert shown.title == "7 of 10 rows got nearly this text within a day"
    (span,) = shown.lists
    assert span.label == "7 rows 10 to 60 minutes ago, last 40 minutes ago"
    assert (span.rows[0], span.more) == (SheetRow("Row 2", "40 minutes ago"), "and 2 more")
    assert shown.must_choose


def test_few_need_no_word_and_a_word_is_enough() -> None:
    few, chosen = recent_shown(sheet(100, 5), ""), recent_shown(sheet(10, 7), "send")
    assert few is not None
    assert chosen is not None
    assert not few.must_choose
    assert not chosen.must_choose


def test_rows_that_are_left_out_are_counted_with_the_others() -> None:
    found = sheet(3, 7)
    for _ in range(7):
        found.exclude(RowClass.RECENT)
    shown = recent_shown(found, SKIP)
    assert shown is not None
    assert shown.title == "7 of 10 rows got nearly this text within a day, and are left out"
    assert not sent_since(sheet(10, 0), found)


def test_more_recent_rows_than_were_seen_are_looked_at_again() -> None:
    assert sent_since(sheet(10, 0), sheet(10, 7))
    assert not sent_since(sheet(10, 7), sheet(10, 7))
    assert not sent_since(sheet(100, 0), sheet(100, 5))


async def send_to_some(bench: Bench) -> None:
    """Send what the rows 10 to 19 are about to get."""
    await bench.desk.connect()
    for row in range(10, 20):
        await bench.desk.controller.send(
            replace(ORDER, recipients=(number_of(row).lstrip("+"),), text=f"Hello Ana {row}")
        )
    bench.desk.clocks.advance(2_400)


def test_somebody_has_to_choose_and_may_send_all_the_same(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await send_to_some(bench)
        await bench.open(customers(tmp_path))
        await bench.press()
        assert bench.state.blocked == CHOOSE
        await bench.press()
        assert bench.stored == []
        bench.presenter.recent_chosen("send")
        assert (bench.state.blocked, bench.state.busy) == ("", ""), "nothing has to be checked again"
        await bench.press()
        (job_id,) = bench.stored
        assert (await bench.desk.controller.bulk.books(job_id)).accepted == 47

    play(story)


def test_they_are_left_out_after_another_check(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await send_to_some(bench)
        await bench.open(customers(tmp_path))
        await bench.press()
        bench.presenter.recent_chosen(SKIP)
        assert bench.state.busy.startswith("Checking")
        await bench.run.rest()
        assert bench.state.check is not None
        assert bench.state.check.words == "50 rows = 37 accepted + 13 excluded"
        assert bench.state.blocked == ""
        (left_out,) = [
            each for each in bench.state.check.excluded if each.label == "got nearly this text lately"
        ]
        assert left_out.rows[0].reason == "This number got nearly this text 40 minutes ago."
        await bench.press()
        (job_id,) = bench.stored
        assert (await bench.desk.controller.bulk.books(job_id)).excluded[RowClass.RECENT] == 10

    play(story)


def test_another_text_asks_anew(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await send_to_some(bench)
        await bench.open(customers(tmp_path))
        await bench.press()
        bench.presenter.recent_chosen("send")
        bench.presenter.text_edited("Hello, {Name}")
        await bench.press()
        assert bench.state.blocked == CHOOSE

    play(story)


def test_what_was_sent_between_check_and_start_is_asked_about(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await bench.open(customers(tmp_path))
        await bench.press()
        assert bench.state.blocked == ""
        await send_to_some(bench)
        await bench.press()
        assert (bench.stored, bench.state.aside) == ([], SENT_SINCE)
        await bench.press()
        assert bench.state.blocked == CHOOSE

    play(story)
