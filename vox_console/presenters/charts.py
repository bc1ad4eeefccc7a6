"""Decides what the charts show: of which time, and which log each bar leads to. Qt-free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from vox_console.domain.log_query import LogTerm
from vox_console.domain.log_query_fields import Field
from vox_console.presenters.charts_state import ChartShown
from vox_console.presenters.charts_words import Step, by, by_error, over_time, steps_of, until_told
from vox_console.presenters.runner import Run
from vox_console.presenters.wall_time import ToLocal, system_local
from vox_console.services.controller import Controller
from vox_console.services.events import Event, MessagesChanged, MessagesQueued
from vox_console.services.stats import Stats
from vox_console.storage.message_hours import HOUR_US


class Period(StrEnum):
    """Of which time the charts are."""

    DAY = "24 hours"
    WEEK = "7 days"
    MONTH = "30 days"


_STEPS: Final = {Period.DAY: 24, Period.WEEK: 7, Period.MONTH: 30}
_LONGEST_DAY_H: Final = 25


@dataclass(frozen=True, slots=True)
class ChartsState:
    """charts: none before they were read."""

    period: Period = Period.DAY
    charts: tuple[ChartShown, ...] = ()


class ChartsPresenter:
    """The charts. `on_state` is set by who draws them."""

    def __init__(
        self,
        controller: Controller,
        run: Run,
        *,
        now_us: Callable[[], int],
        to_local: ToLocal = system_local,
    ) -> None:
        self.on_state: Callable[[ChartsState], None] = lambda _state: None
        self.state = ChartsState()
        self._desk = controller.stats
        self._run = run
        self._now_us = now_us
        self._to_local = to_local
        self._open = self._stale = self._reading = False

    def opened(self) -> None:
        """Show them."""
        self._open = True
        self._read()

    def closed(self) -> None:
        """Show them to nobody any more."""
        self._open = False
        self.on_state = lambda _state: None

    def period_chosen(self, period: str) -> None:
        """Show another time."""
        self.state = replace(self.state, period=Period(period))
        self._read()

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, MessagesQueued | MessagesChanged):
            self._stale = True

    def tick(self) -> None:
        """Read again when something has changed. The dialog calls it once a second."""
        if self._open and self._stale and not self._reading:
            self._read()

    def _read(self) -> None:
        period = self.state.period
        days, count = period is not Period.DAY, _STEPS[period]
        now_us = self._now_us()
        back_h = (count - 1) * (24 if days else 1)
        steps = steps_of(now_us - back_h * HOUR_US, count=count, days=days, to_local=self._to_local)
        # A little more is read than is drawn, because days are local and their hours may be one more or less.
        first_hour = (now_us // HOUR_US) - back_h - (_LONGEST_DAY_H if days else 0)

        async def read() -> None:
            self._reading, self._stale = True, False
            try:
                stats = await self._desk.read(first_hour=first_hour, last_hour=now_us // HOUR_US)
            finally:
                self._reading = False
            if self._open and period is self.state.period:
                self._show(stats, steps)

        self._run(read, name="read the figures")

    def _show(self, stats: Stats, steps: list[Step]) -> None:
        since = f"since:{steps[0].since:%Y-%m-%dT%H:%M}"
        shown = replace(stats, figures=tuple(each for each in stats.figures if self._is_in(each.hour, steps)))

        def within_it(field: Field) -> Callable[[str], str]:
            return lambda value: f"{since} {LogTerm(field, (value,))}"

        title = "Messages by day" if self.state.period is not Period.DAY else "Messages by hour"
        self.state = replace(
            self.state,
            charts=(
                over_time(shown, steps, title=title, to_local=self._to_local),
                by(
                    shown,
                    lambda figure: figure.country,
                    title="By country",
                    query=within_it(Field.COUNTRY),
                    none="no country",
                ),
                by(
                    shown,
                    lambda figure: figure.sender,
                    title="By sender",
                    query=within_it(Field.FROM),
                    none="not sorted yet",
                ),
                by_error(shown, query=within_it(Field.CODE)),
                until_told(shown),
            ),
        )
        self.on_state(self.state)

    def _is_in(self, hour: int, steps: list[Step]) -> bool:
        return self._to_local(hour * HOUR_US).replace(tzinfo=None) >= steps[0].since
