"""Where each chip of a wrapping row stands: arithmetic only, so that hundreds cost nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A chip's place: its row, its left edge and its width."""

    row: int
    left: int
    width: int


@dataclass(frozen=True, slots=True)
class Flow:
    """Places of all chips, the place of the text entry, and how many rows they take."""

    chips: tuple[Place, ...]
    entry: Place
    rows: int

    def beside(self, index: int, *, rows: int) -> int | None:
        """Give the chip nearest to one, so many rows below it; None where there is no such row of chips."""
        here = self.chips[index]
        row = [each for each, place in enumerate(self.chips) if place.row == here.row + rows]
        return min(row, key=lambda each: abs(self.chips[each].left - here.left), default=None)


def flow(widths: Sequence[int], *, room: int, gap: int, entry_width: int) -> Flow:
    """Set chips of these widths into rows of `room`, then the entry, which takes what its row leaves.

    A chip wider than the room is cut to it. The entry starts a new row when less than entry_width is left.
    """
    places: list[Place] = []
    row = left = 0
    for wanted in widths:
        width = min(wanted, room)
        if left and left + width > room:
            row, left = row + 1, 0
        places.append(Place(row, left, width))
        left += width + gap
    if left and left + entry_width > room:
        row, left = row + 1, 0
    return Flow(tuple(places), Place(row, left, max(room - left, 0)), row + 1)
