"""What the dialog of the review tray draws: frozen values, made by the presenter."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.errands import IDLE, Errand


@dataclass(frozen=True, slots=True)
class RefusalDetail:
    """The chosen message. came: when, and to which number. text: as it was said, its direction contained.

    why: what is suggested, and the reason. verdict: what was decided, and when; "" while it waits.
    returns: it asks for messages again. asks_number: the register cannot know whose it is; number: what was
    typed then, note: how it is read.
    """

    id: int
    title: str
    came: str
    text: str
    why: str
    verdict: str = ""
    returns: bool = False
    asks_number: bool = False
    number: str = ""
    note: str = ""
    number_problem: FieldProblem | None = None


@dataclass(frozen=True, slots=True)
class RefusalsState:
    """found: how many wait, in words. decided: what was decided is listed too."""

    found: str = ""
    decided: bool = False
    detail: RefusalDetail | None = None
    errand: Errand = IDLE
