"""Ranks short names against what was typed: letters in order, word beginnings and runs count more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Item = TypeVar("Item")


def score(typed: str, name: str) -> int | None:
    """Give how well name fits what was typed (higher is better), None when letters are missing.

    Spaces in what was typed are ignored; case does not matter. An exact beginning beats everything.
    """
    wanted = "".join(typed.casefold().split())
    offered = name.casefold()
    if not wanted:
        return 0
    total, at, previous = 0, 0, -2
    for done, letter in enumerate(wanted, start=1):
        found = _best_place(offered, letter, wanted[done:], at=at, run=previous + 1)
        if found is None:
            return None
        total += 1 + 4 * (found == previous + 1) + 6 * _begins_word(offered, found)
        previous, at = found, found + 1
    return total * 4 + (40 if offered.startswith(wanted) else 0) - len(offered) // 8


def ranked(typed: str, named: Iterable[tuple[str, Item]]) -> list[Item]:
    """Give the items whose names fit, the best first; equals keep their order."""
    scored = [(score(typed, name), item) for name, item in named]
    fitting = [(points, item) for points, item in scored if points is not None]
    return [item for _points, item in sorted(fitting, key=lambda pair: -pair[0])]


def _best_place(offered: str, letter: str, rest: str, *, at: int, run: int) -> int | None:
    """Give where to take a letter from: on in the run, else a word's beginning, else the first place.

    Only places after which the rest can still be found count.
    """
    places = [
        index
        for index in range(at, len(offered))
        if offered[index] == letter and _in_order(rest, offered[index + 1 :])
    ]
    if run in places:
        return run
    return next((index for index in places if _begins_word(offered, index)), places[0] if places else None)


def _in_order(letters: str, offered: str) -> bool:
    rest = iter(offered)
    return all(letter in rest for letter in letters)


def _begins_word(offered: str, index: int) -> bool:
    return index == 0 or not offered[index - 1].isalnum()
