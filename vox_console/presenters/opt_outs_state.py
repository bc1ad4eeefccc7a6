"""What the dialog of the register draws: frozen values, made by the presenter."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.errands import IDLE, Errand


@dataclass(frozen=True, slots=True)
class OptOutLine:
    """One thing that was ever entered about a number."""

    time: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class OptOutDetail:
    """The chosen entry, with everything that was entered about its number, newest first.

    ends_what: what the reason is for, in words. reason: as typed.
    """

    id: int
    title: str
    lines: tuple[OptOutLine, ...]
    ends_what: str
    reason: str = ""
    reason_problem: FieldProblem | None = None


@dataclass(frozen=True, slots=True)
class NewOptOut:
    """What is typed to be entered. note: how the number is read, "" while it is none."""

    number: str = ""
    sender: str = ""
    said_by: str = ""
    evidence: str = ""
    note: str = ""
    number_problem: FieldProblem | None = None
    sender_problem: FieldProblem | None = None


@dataclass(frozen=True, slots=True)
class OptOutsState:
    """found: how many entries there are, or fit what is looked for, in words."""

    found: str = ""
    new: NewOptOut = NewOptOut()
    detail: OptOutDetail | None = None
    errand: Errand = IDLE
