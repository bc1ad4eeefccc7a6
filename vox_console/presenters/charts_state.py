"""What a chart draws: frozen values, made by the presenter."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.presenters.tone import Tone


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a bar. word: what it counts."""

    tone: Tone
    count: int
    word: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. label: stands at it. told: the whole bar as a sentence. query: the log of what it counts.

    value: stands at its end, "" for none.
    """

    label: str
    pieces: tuple[Piece, ...]
    told: str
    query: str = ""
    value: str = ""

    @property
    def total(self) -> int:
        """All it counts."""
        return sum(piece.count for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class ChartShown:
    """A chart. upright: its bars stand, one for a piece of time each; else they lie. note: below it."""

    title: str
    bars: tuple[Bar, ...]
    upright: bool = False
    note: str = ""

    @property
    def largest(self) -> int:
        """What the longest bar counts."""
        return max((bar.total for bar in self.bars), default=0)

    @property
    def legend(self) -> tuple[tuple[Tone, str], ...]:
        """What each colour means, of those that are drawn, in the order of the pieces."""
        found = {(piece.tone, piece.word): None for bar in self.bars for piece in bar.pieces if piece.count}
        return tuple(found)
