"""What the dialog of the quick texts draws: frozen values, made by the presenter."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.errors import FieldProblem
from vox_console.domain.quick_text import StoredQuickText
from vox_console.presenters.errands import IDLE, Errand


@dataclass(frozen=True, slots=True)
class AskedField:
    """A field of the text that nothing known fills."""

    name: str
    value: str = ""
    problem: FieldProblem | None = None


@dataclass(frozen=True, slots=True)
class QuickTextsState:
    """texts: those that fit what is looked for. id, title, text: the one that is shown, 0 for a new one.

    asked: what is to be filled in before it can be inserted. can_insert: there is a text to insert it into.
    """

    texts: tuple[StoredQuickText, ...] = ()
    id: int = 0
    title: str = ""
    text: str = ""
    title_problem: FieldProblem | None = None
    text_problem: FieldProblem | None = None
    asked: tuple[AskedField, ...] = ()
    can_insert: bool = False
    errand: Errand = IDLE
