"""Figures as charts: what stands at each bar, what it says, and which log it leads to."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from vox_console.domain.duration_histogram import NEGATIVE, within
from vox_console.domain.outcome_bucket import Bucket, delivery_rate, outcomes
from vox_console.presenters.charts_state import Bar, ChartShown, Piece
from vox_console.presenters.compose_words import plural
from vox_console.presenters.tone import Tone
from vox_console.presenters.wall_time import ToLocal
from vox_console.services.stats import Stats
from vox_console.storage.message_hours import HOUR_US, Figure

MOST_ROWS: Final = 8
NOTHING: Final = "Nothing was sent in this time."
_TONES: Final = {
    Bucket.DELIVERED: Tone.DELIVERED,
    Bucket.UNDER_WAY: Tone.PROGRESS,
    Bucket.FAILED: Tone.FAILED,
    Bucket.UNKNOWN: Tone.UNKNOWN,
    Bucket.NOT_SENT: Tone.WAITING,
}
_SHARES: Final = ((0.5, "half of them"), (0.95, "95 %"), (0.99, "99 %"))


@dataclass(frozen=True, slots=True)
class Step:
    """The time that one upright bar stands for, local. until: without it."""

    label: str
    since: datetime
    until: datetime

    @property
    def query(self) -> str:
        """The log of this time."""
        return f"since:{self.since:%Y-%m-%dT%H:%M} until:{self.until:%Y-%m-%dT%H:%M}"


def steps_of(first_us: int, *, count: int, days: bool, to_local: ToLocal) -> list[Step]:
    """Give so many hours or days, one after another, from the one on that a moment lies in."""
    local = to_local(first_us).replace(minute=0, second=0, microsecond=0, tzinfo=None)
    local = local.replace(hour=0) if days else local
    size = timedelta(days=1) if days else timedelta(hours=1)
    starts = [local + at * size for at in range(count + 1)]
    return [
        Step(f"{since.day} {since:%b}" if days else f"{since:%H}", since, until)
        for since, until in pairwise(starts)
    ]


def over_time(stats: Stats, steps: list[Step], *, title: str, to_local: ToLocal) -> ChartShown:
    """Draw how the messages of each step stand."""
    counts: dict[int, dict[str, int]] = {at: {} for at in range(len(steps))}
    place = {step.since: at for at, step in enumerate(steps)}
    days = bool(steps) and steps[0].until - steps[0].since > timedelta(hours=1)
    for figure in stats.figures:
        start = to_local(figure.hour * HOUR_US).replace(minute=0, second=0, microsecond=0, tzinfo=None)
        at = place.get(start.replace(hour=0) if days else start)
        if at is not None:
            _add(counts[at], figure)
    bars = tuple(_bar(step.label, counts[at], step.query, value="") for at, step in enumerate(steps))
    return ChartShown(title, bars, upright=True, note=_summary(stats.figures))


def by(
    stats: Stats, what: Callable[[Figure], str], *, title: str, query: Callable[[str], str], none: str
) -> ChartShown:
    """Draw how the messages stand by something, the most frequent first; the rest as one."""
    counts: dict[str, dict[str, int]] = {}
    for figure in stats.figures:
        _add(counts.setdefault(what(figure), {}), figure)
    ordered = sorted(counts.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    bars = [_bar(name or none, each, query(name) if name else "") for name, each in ordered[:MOST_ROWS]]
    rest: dict[str, int] = {}
    for _, each in ordered[MOST_ROWS:]:
        for state, count in each.items():
            rest[state] = rest.get(state, 0) + count
    if rest:
        bars.append(_bar(f"{len(ordered) - MOST_ROWS} others", rest, ""))
    return ChartShown(title, tuple(bars), note="" if bars else NOTHING)


def by_error(stats: Stats, *, query: Callable[[str], str]) -> ChartShown:
    """Draw how many parts failed with which code."""
    bars = tuple(
        Bar(
            code,
            (Piece(Tone.FAILED, count, "parts"),),
            f"Error code {code}: {plural(count, 'part')}",
            query(code),
            f"{count:,}",
        )
        for code, count in stats.errors
    )
    note = "Codes as the provider gives them." if bars else "No error code was told of these messages."
    return ChartShown("By error code", bars, note=note)


def until_told(stats: Stats) -> ChartShown:
    """Draw within how long which share of the delivered was told to be so."""
    counts = dict(stats.told)
    known = sum(count for number, count in counts.items() if number != NEGATIVE)
    found = [(words, within(counts, share)) for share, words in _SHARES]
    longest = max((seconds for _, seconds in found if seconds not in {None, math.inf}), default=1.0) or 1.0
    bars = tuple(
        Bar(
            words[:1].upper() + words[1:],
            (Piece(Tone.DELIVERED, _share(seconds, longest), "delivered"),),
            f"Of {words} it was told within {_duration(seconds)}",
            value=_duration(seconds),
        )
        for words, seconds in found
        if seconds is not None
    )
    impossible = counts.get(NEGATIVE, 0)
    note = f"{plural(known, 'message')}, from acceptance until it was told, by this computer's clock."
    if impossible:
        note += f" {impossible:,} came before, by a clock that was set: left out."
    return ChartShown("Until delivery was told", bars, note=note if bars else "No delivery was told.")


def _share(seconds: float, longest: float) -> int:
    return 1_000 if seconds == math.inf else round(1_000 * seconds / longest)


def _duration(seconds: float) -> str:
    if seconds == math.inf:
        return "longer than 12 days"
    for size, word in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.1f} {word}"
    return f"{seconds:.1f} s"


def _add(counts: dict[str, int], figure: Figure) -> None:
    counts[figure.state.value] = counts.get(figure.state.value, 0) + figure.messages


def _bar(label: str, states: Mapping[str, int], query: str, *, value: str | None = None) -> Bar:
    counts = outcomes(states)
    total = sum(counts.values())
    said = ", ".join(f"{count:,} {bucket.value}" for bucket, count in counts.items() if count)
    pieces = tuple(Piece(_TONES[bucket], count, bucket.value) for bucket, count in counts.items())
    told = f"{label}: {said}" if said else f"{label}: none"
    return Bar(label, pieces, told, query, f"{total:,}" if value is None else value)


def _summary(figures: Iterable[Figure]) -> str:
    states: dict[str, int] = {}
    for figure in figures:
        _add(states, figure)
    counts = outcomes(states)
    total, rate = sum(counts.values()), delivery_rate(counts)
    if not total:
        return NOTHING
    words = f"{plural(total, 'message')}."
    return words if rate is None else f"{words} Of those whose end is known, {rate:.1%} were delivered."
