"""What the dialog of the register draws: frozen values, made by the presenter."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.errors import FieldProblem


@dataclass(frozen=True, slots=True)
class OptOutRow:
    """One entry that holds. since: a day, "" for none. said: who said it and in which words, on one line."""

    id: int
    number: str
    since: str
    said: str

    @property
    def sentence(self) -> str:
        """The whole row as one spoken sentence."""
        since = f", since {self.since}" if self.since else ""
        return f"{self.number}{since}. {self.said}"


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
    """found: how many entries there are, or fit what is looked for, in words.

    busy: what goes on, "" when nothing does. note: what became of the last action, with what is worth knowing
    of it in lines. failed: it did not succeed. can_undo: the last ending can be undone.
    """

    found: str = ""
    new: NewOptOut = NewOptOut()
    detail: OptOutDetail | None = None
    busy: str = ""
    note: str = ""
    failed: bool = False
    can_undo: bool = False
