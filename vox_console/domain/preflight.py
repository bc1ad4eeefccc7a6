"""The pre-flight sheet's figures: what a job would send, to whom, when it is there, and how long it takes.

Theory of operation. Every row of the file is entered once, in order, while it is judged: as excluded, or as
accepted with what was found out about it. Nothing is kept of a row but counts and a few examples, so that a
million rows need no more room than the kinds of rows they are: parts and codings in one count, countries and
openings of numbers in another, and the characters that changed a coding. What the sheet shows is worked out
of these when it is asked for.

Only accepted rows stand in the figures beside the books: they are about what would leave.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vox_console.domain.bulk_books import Books, RowClass
from vox_console.domain.excel_damage import Repair
from vox_console.domain.local_times import zone_opening, zone_openings, zones_of
from vox_console.domain.recent_rows import RecentRows

__all__ = ["NO_COUNTRY", "CountryRows", "ForcingRows", "Preflight", "RepairedRow", "WorstRow"]

NO_COUNTRY: Final = "001"  # as phonenumbers calls +800 and satellites (UN M.49: the world)
WORST_ROWS: Final = 10
EXAMPLES: Final = 5
MOST_CHARACTERS: Final = 10_000  # a hostile file could bring a hundred thousand; no language does


@dataclass(frozen=True, slots=True)
class WorstRow:
    """A row with many parts. number: as the user's program numbers it."""

    number: int
    parts: int


@dataclass(frozen=True, slots=True)
class ForcingRows:
    """A character outside the wanted coding: how many rows need UCS-2 for it, and the first of them."""

    character: str
    rows: int
    examples: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RepairedRow:
    """A number that a spreadsheet had damaged: the row, as it stands in the file, and what was made of it."""

    number: int
    typed: str
    repair: Repair


@dataclass(frozen=True, slots=True)
class CountryRows:
    """The rows of one country. region: two letters, or NO_COUNTRY. zones: names, () when none is known."""

    region: str
    rows: int
    zones: tuple[str, ...]
    parts: int


class Preflight:
    """Counts rows as they are judged. Who enters rows does so in the order of the file.

    repaired: how many accepted numbers were repaired. flipped: how many accepted texts need UCS-2 for some
    character, although the default alphabet was wanted. recent: rows whose numbers got nearly the same text
    lately, whether they were accepted or left out for it.
    """

    def __init__(self) -> None:
        self.recent = RecentRows()
        self.repaired = 0
        self.flipped = 0
        self._excluded: Counter[RowClass] = Counter()
        self._kinds: Counter[tuple[int, str, str, str]] = Counter()  # parts, coding, region, opening
        self._characters: Counter[str] = Counter()
        self._examples: dict[str, tuple[int, ...]] = {}
        self._exemplified: set[str] = set()  # characters with all their examples
        self._repairs: list[RepairedRow] = []
        self._worst: list[tuple[int, int]] = []  # a heap of (parts, -row number), the least bad on top
        self._bad_enough = 0  # parts that a row needs to be among the worst

    def exclude(self, row_class: RowClass) -> None:
        """Enter a row that is not sent to."""
        self._excluded[row_class] += 1

    def accept(self, number: int, digits: str, region: str, *, parts: int, coding: str, forced: str) -> None:
        """Enter a row that is sent to.

        number: of the row. coding: `Segmentation.encoding`. forced: each character outside the wanted coding
        once, "" when the text went as wanted.
        """
        self._kinds[parts, coding, region, zone_opening(digits)] += 1
        if forced:
            self._force(number, forced)
        if parts >= self._bad_enough:
            self._judge_worst(number, parts)

    def accept_all(
        self,
        numbers: Sequence[int],
        digits: Sequence[str],
        regions: Sequence[str],
        *,
        parts: Sequence[int],
        codings: Sequence[str],
        forced: Sequence[str],
    ) -> None:
        """Enter many rows at once, in order; each as `accept` does."""
        self._kinds.update(zip(parts, codings, regions, zone_openings(digits), strict=True))
        if any(forced):
            for number, characters in zip(numbers, forced, strict=True):
                if characters:
                    self._force(number, characters)
        if max(parts, default=0) >= self._bad_enough:
            for number, size in zip(numbers, parts, strict=True):
                if size >= self._bad_enough:
                    self._judge_worst(number, size)

    def repair(self, number: int, typed: str, repair: Repair) -> None:
        """Note that the number of a row that was accepted had to be repaired."""
        self.repaired += 1
        if len(self._repairs) < EXAMPLES:
            self._repairs.append(RepairedRow(number, typed, repair))

    @property
    def books(self) -> Books:
        """Give the books of all rows that were entered."""
        accepted = ((RowClass.ACCEPTED, rows, parts * rows) for (parts, *_), rows in self._kinds.items())
        return Books.of((*accepted, *((each, rows, 0) for each, rows in self._excluded.items())))

    @property
    def parts_spread(self) -> Mapping[int, int]:
        """Give how many rows need how many parts, fewest parts first."""
        spread: Counter[int] = Counter()
        for (parts, *_), rows in self._kinds.items():
            spread[parts] += rows
        return dict(sorted(spread.items()))

    @property
    def codings(self) -> Mapping[str, int]:
        """Give how many rows go in which coding ("gsm7", "ucs2"), the most used first."""
        codings: Counter[str] = Counter()
        for (_, coding, *_), rows in self._kinds.items():
            codings[coding] += rows
        return dict(sorted(codings.items(), key=lambda item: (-item[1], item[0])))

    @property
    def forcing(self) -> tuple[ForcingRows, ...]:
        """Give the characters that made rows need UCS-2, in most rows first; at most 10,000 are counted."""
        return tuple(
            ForcingRows(character, rows, self._examples[character])
            for character, rows in sorted(self._characters.items(), key=lambda item: (-item[1], item[0]))
        )

    @property
    def countries(self) -> tuple[CountryRows, ...]:
        """Give the countries with the zones of the numbers that were entered, most rows first."""
        rows: Counter[str] = Counter()
        parts: Counter[str] = Counter()
        zones: dict[str, set[str]] = {}
        for (size, _, region, opening), count in self._kinds.items():
            rows[region] += count
            parts[region] += size * count
            zones.setdefault(region, set()).update(zones_of(opening))
        return tuple(
            CountryRows(region, count, tuple(sorted(zones[region])), parts[region])
            for region, count in sorted(rows.items(), key=lambda item: (-item[1], item[0]))
        )

    @property
    def worst(self) -> tuple[WorstRow, ...]:
        """Give up to ten rows of most parts, the worst first; of equals those that come first."""
        return tuple(WorstRow(-number, parts) for parts, number in sorted(self._worst, reverse=True))

    @property
    def repaired_rows(self) -> tuple[RepairedRow, ...]:
        """Give the first few numbers that were repaired."""
        return tuple(self._repairs)

    def duration_s(self, parts_per_s: float) -> float:
        """Give how many seconds all parts take at this rate, which is above 0."""
        return self.books.parts / parts_per_s

    def _force(self, number: int, forced: str) -> None:
        self.flipped += 1
        if self._exemplified.issuperset(forced):  # every row of a text in another script, nearly
            self._characters.update(forced)
            return
        for character in forced:
            if character not in self._characters and len(self._characters) >= MOST_CHARACTERS:
                continue
            self._characters[character] += 1
            if character not in self._exemplified:
                examples = self._examples[character] = (*self._examples.get(character, ()), number)
                if len(examples) == EXAMPLES:
                    self._exemplified.add(character)

    def _judge_worst(self, number: int, parts: int) -> None:
        if len(self._worst) < WORST_ROWS:
            heapq.heappush(self._worst, (parts, -number))
        else:
            heapq.heapreplace(self._worst, (parts, -number))
        if len(self._worst) == WORST_ROWS:
            self._bad_enough = self._worst[0][0] + 1
