"""The charts over a real journal: every message in one bar, whose query finds what the bar counts."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.support.desk import ORDER, PROFILE, ActionRunner, Desk
from tests.support.fake_clocks import START_US
from tests.support.fake_transport import receipt
from tests.support.stories import PresenterBench, play_at_bench
from vox_console.domain.duration_histogram import NEGATIVE, class_of
from vox_console.domain.log_query import LogQuery
from vox_console.domain.message import MessageState
from vox_console.presenters.charts import ChartsPresenter, ChartsState, Period
from vox_console.presenters.charts_state import ChartShown
from vox_console.presenters.charts_words import (
    MOST_ROWS,
    NOTHING,
    by,
    by_error,
    over_time,
    steps_of,
    until_told,
)
from vox_console.presenters.wall_time import system_local
from vox_console.services.stats import Stats
from vox_console.storage.message_hours import HOUR_US, Figure

HOUR = START_US // HOUR_US
ABROAD = "4915112345678"


def utc(us: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)


def half_past(us: int) -> datetime:
    return utc(us).astimezone(timezone(timedelta(hours=5, minutes=30)))


class Bench(PresenterBench[ChartsState]):
    """A presenter over a journal with three messages: one delivered, one failed, one under way abroad."""

    def __init__(self, desk: Desk, run: ActionRunner) -> None:
        super().__init__(desk, run, lambda: self.presenter.state)
        self.presenter = ChartsPresenter(desk.controller, run, now_us=desk.clocks.now_us)
        desk.controller.subscribe(self.presenter.heard)

    def chart(self, title: str) -> ChartShown:
        return next(chart for chart in self.state.charts if chart.title == title)

    async def found(self, query: str) -> int:
        read = self.desk.controller.log.read(query)
        assert isinstance(read, LogQuery)
        rows = await self.desk.controller.log.page(self.desk.controller.log.meaning(read))
        return len(rows.messages)


Story = Callable[[Bench], Coroutine[object, object, None]]
Play = Callable[[Story], None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story with the charts shown."""

    async def opened(bench: Bench) -> None:
        await bench.desk.controller.send(replace(ORDER, recipients=("381641234567", "381641234568", ABROAD)))
        await bench.desk.settled()
        bench.desk.clocks.advance(4.0)
        bench.desk.transport.push(receipt("id-1"))
        bench.desk.transport.push(receipt("id-2", "UNDELIV", to="381641234568", error_code="034"))
        await bench.desk.settled()
        await bench.do(bench.presenter.opened)

    return lambda story: play_at_bench(tmp_path, Bench, opened, story, profile=PROFILE)


def test_every_message_is_in_one_bar_of_each_chart(play: Play) -> None:
    async def story(bench: Bench) -> None:
        for title in ("Messages by hour", "By country", "By sender"):
            assert sum(bar.total for bar in bench.chart(title).bars) == 3
        assert [(bar.label, bar.total) for bar in bench.chart("By country").bars] == [("RS", 2), ("DE", 1)]
        assert [(bar.label, bar.total) for bar in bench.chart("By error code").bars] == [("34", 1)]
        assert "Of half of them it was told within 4." in bench.chart("Until delivery was told").bars[0].told
        assert bench.chart("Messages by hour").note == (
            "3 messages. Of those whose end is known, 50.0% were delivered."
        )

    play(story)


def test_a_bars_query_finds_what_the_bar_counts(play: Play) -> None:
    async def story(bench: Bench) -> None:
        for period in Period:
            await bench.do(lambda period=period: bench.presenter.period_chosen(period))  # type: ignore[misc]  # bound at once
            bars = [bar for chart in bench.state.charts for bar in chart.bars if bar.query]
            assert bars
            for bar in bars:
                assert await bench.found(bar.query) == bar.total, bar

    play(story)


def test_another_time_is_shown_when_it_is_chosen(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.do(lambda: bench.presenter.period_chosen("7 days"))
        assert [bar.label for bar in bench.chart("Messages by day").bars][
            -1
        ] == f"{system_local(START_US):%-d %b}"
        assert len(bench.chart("Messages by day").bars) == 7

    play(story)


def test_what_changes_is_read_again_once_a_tick_and_only_while_it_is_shown(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.desk.controller.send(ORDER)
        await bench.desk.settled()
        assert sum(bar.total for bar in bench.chart("By country").bars) == 3
        await bench.do(bench.presenter.tick)
        assert sum(bar.total for bar in bench.chart("By country").bars) == 4
        bench.presenter.closed()
        await bench.desk.controller.send(ORDER)
        await bench.desk.settled()
        await bench.do(bench.presenter.tick)
        assert sum(bar.total for bar in bench.chart("By country").bars) == 4

    play(story)


def test_in_a_zone_of_half_hours_nothing_falls_between_the_bars() -> None:
    figures = tuple(Figure(HOUR - at, "Vox", "RS", MessageState.DELIVERED, 1) for at in range(24))
    for days, count in ((False, 24), (True, 3)):
        first_us = START_US - (count - 1) * (24 if days else 1) * HOUR_US
        steps = steps_of(first_us, count=count, days=days, to_local=half_past)
        chart = over_time(Stats(figures), steps, title="", to_local=half_past)
        assert sum(bar.total for bar in chart.bars) == 24


def test_the_rest_is_one_bar_and_leads_nowhere() -> None:
    figures = tuple(
        Figure(HOUR, f"S{at}", "RS", MessageState.DELIVERED, 100 - at) for at in range(MOST_ROWS + 3)
    )
    chart = by(Stats(figures), lambda each: each.sender, title="", query=lambda name: f"from:{name}", none="")
    assert [bar.label for bar in chart.bars][:2] == ["S0", "S1"]
    assert (chart.bars[-1].label, chart.bars[-1].query) == ("3 others", "")
    assert sum(bar.total for bar in chart.bars) == sum(figure.messages for figure in figures)


def test_of_nothing_each_chart_says_so() -> None:
    empty = Stats()
    steps = steps_of(START_US, count=2, days=False, to_local=utc)
    assert over_time(empty, steps, title="", to_local=utc).note == NOTHING
    assert by(empty, lambda each: each.sender, title="", query=str, none="").note == NOTHING
    assert by_error(empty, query=str).bars == ()
    assert until_told(empty).note == "No delivery was told."


def test_what_a_clock_made_impossible_is_told() -> None:
    chart = until_told(Stats(told=((NEGATIVE, 3), (class_of(60.0), 1), (class_of(10.0**9), 1))))
    assert "3 came before" in chart.note
    assert [bar.value for bar in chart.bars] == ["64.0 s", "longer than 12 days", "longer than 12 days"]
