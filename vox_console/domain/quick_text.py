"""Texts that are written often: kept under a title, with ``{fields}`` that are filled when one is used.

A field is filled from what is known of the conversation, else with its fallback, else by the agent; a text
with a field that nobody filled is never used (see domain.merge_fields for the grammar).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vox_console.domain.contact import fold_name
from vox_console.domain.errors import FieldProblem
from vox_console.domain.merge_fields import Template, Unfilled, fill, fold, parse

NAME_FIELD = "name"
"""The field that is filled with the name of the contact."""


@dataclass(frozen=True, slots=True)
class QuickText:
    """A text under a title."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class StoredQuickText:
    """A quick text that is kept."""

    id: int
    what: QuickText


def problems_of(quick: QuickText) -> tuple[FieldProblem, ...]:
    """Give what is wrong with a quick text: of its "title" or its "text"."""
    problems = []
    if not quick.title.strip():
        problems.append(FieldProblem("title", "empty", "Give it a title, to find it by."))
    if not quick.text.strip():
        problems.append(FieldProblem("text", "empty", "Write the text."))
    problems += [FieldProblem("text", each.code, each.text) for each in parse(quick.text).problems]
    return tuple(problems)


def missing_fields(template: Template, known: Mapping[str, str]) -> tuple[str, ...]:
    """Give the fields that are to be asked for: neither known nor with a fallback, as they are written."""
    filled = fill(template, _by_fold(template, known))
    return filled.fields if isinstance(filled, Unfilled) else ()


def filled_text(template: Template, values: Mapping[str, str]) -> str | Unfilled:
    """Give the text, or the fields that are still empty."""
    return fill(template, _by_fold(template, values))


def fitting(texts: list[StoredQuickText], typed: str) -> list[StoredQuickText]:
    """Give those whose title or text holds every word that was typed, those with it in the title first."""
    words = fold_name(typed).split()

    def holds(where: str) -> bool:
        folded = fold_name(where)
        return all(word in folded for word in words)

    by_title = [each for each in texts if holds(each.what.title)]
    return by_title + [
        each for each in texts if each not in by_title and holds(f"{each.what.title} {each.what.text}")
    ]


def titled(texts: Iterable[StoredQuickText], title: str) -> StoredQuickText | None:
    """Give the text of a title, in whatever capitals it is written; None when there is none."""
    folded = fold_name(title)
    return next((each for each in texts if fold_name(each.what.title) == folded), None)


def _by_fold(template: Template, values: Mapping[str, str]) -> dict[str, str]:
    """Give the values under the names that the template uses."""
    folded = {fold(name): value for name, value in values.items()}
    return {each.name: folded[fold(each.name)] for each in template.fields if fold(each.name) in folded}
