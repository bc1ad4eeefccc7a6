"""The rows whose number got nearly the same text lately, counted by how long ago that was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = [
    "AGES_S",
    "MOST_UNSEEN_SHARE",
    "RECENT_S",
    "RecentAge",
    "RecentRow",
    "RecentRows",
    "ago",
    "needs_word",
    "span_words",
]

RECENT_S: Final = 24 * 3_600
AGES_S: Final = (600, 3_600, 6 * 3_600, RECENT_S)  # the last holds whatever is older, too
EXAMPLES: Final = 5
MOST_UNSEEN_SHARE: Final = 0.05
"""Of the rows that could be sent to: above it somebody has to say whether the recent ones are sent to."""


@dataclass(frozen=True, slots=True)
class RecentRow:
    """A row. number: as the user's program numbers it. age_s: how long ago its number got such a text."""

    number: int
    age_s: int


@dataclass(frozen=True, slots=True)
class RecentAge:
    """The rows of one span. up_to_s: its end. newest_s: the least age in it. examples: the first rows."""

    up_to_s: int
    rows: int
    newest_s: int
    examples: tuple[RecentRow, ...]


class RecentRows:
    """Counts rows as they are judged, in the order of the file. rows: all of them."""

    def __init__(self) -> None:
        self.rows = 0
        self._counts = dict.fromkeys(AGES_S, 0)
        self._newest = dict.fromkeys(AGES_S, 0)
        self._examples: dict[int, list[RecentRow]] = {age: [] for age in AGES_S}

    def enter(self, number: int, age_s: float) -> None:
        """Enter a row. age_s: below 0 when the clock was set back in the meantime, which counts as now."""
        age = max(0, int(age_s))
        span = next((end for end in AGES_S if age < end), AGES_S[-1])
        self._newest[span] = min(age, self._newest[span]) if self._counts[span] else age
        self._counts[span] += 1
        self.rows += 1
        if len(self._examples[span]) < EXAMPLES:
            self._examples[span].append(RecentRow(number, age))

    @property
    def by_age(self) -> tuple[RecentAge, ...]:
        """Give the spans that hold rows, the latest first."""
        return tuple(
            RecentAge(end, rows, self._newest[end], tuple(self._examples[end]))
            for end, rows in self._counts.items()
            if rows
        )


_SPANS = dict(
    zip(
        AGES_S,
        ("in the last 10 minutes", "10 to 60 minutes ago", "1 to 6 hours ago", "6 to 24 hours ago"),
        strict=True,
    )
)


def needs_word(recent: RecentRows, *, rows: int) -> bool:
    """Tell whether somebody has to say what becomes of the recent rows. rows: all that could be sent to."""
    return recent.rows > rows * MOST_UNSEEN_SHARE


def span_words(age: RecentAge) -> str:
    """Give a span and its newest: "10 to 60 minutes ago, last 40 minutes ago"."""
    return f"{_SPANS[age.up_to_s]}, last {ago(age.newest_s)}"


def ago(age_s: int) -> str:
    """Give an age as one speaks of it: "40 minutes ago"."""
    if age_s < 60:
        return "less than a minute ago"
    if age_s < 2 * 3_600:
        minutes = age_s // 60
        return f"{minutes} minute{'' if minutes == 1 else 's'} ago"
    return f"{age_s // 3_600} hours ago"
