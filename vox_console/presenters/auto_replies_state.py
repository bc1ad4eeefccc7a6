"""What the dialog of automatic answers draws: frozen values, made by the presenter."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.composing_state import Counter

NOTHING_TYPED = Counter(line="", hint="", parts=0, units=0, left=0)


@dataclass(frozen=True, slots=True)
class AnswerText:
    """One of the two answers, as it is typed. counter: what one costs; empty for an empty text."""

    text: str = ""
    counter: Counter = NOTHING_TYPED
    problem: FieldProblem | None = None


@dataclass(frozen=True, slots=True)
class HeldNumber:
    """A number that gets no automatic answers. number: its digits; words: how it reads in the list."""

    number: str
    words: str


@dataclass(frozen=True, slots=True)
class AutoRepliesState:
    """standing: what holds now, on or off. given: how many there were in the last 24 hours.

    stop: the answer to a refusal; general: that to other messages, to: which of them ("first", "every").
    budget: the most one number gets in 24 hours, as typed. breaker: how the loop breaker stands; held: whom
    it holds, the last first; chosen: one of them, "" for none. busy: something goes on. note: what became of
    it; failed: it did not succeed.
    """

    standing: str = ""
    is_on: bool = False
    given: str = ""
    stop: AnswerText = AnswerText()
    general: AnswerText = AnswerText()
    to: str = ""
    budget: str = ""
    budget_problem: FieldProblem | None = None
    breaker: str = ""
    held: tuple[HeldNumber, ...] = ()
    chosen: str = ""
    busy: bool = False
    note: str = ""
    failed: bool = False
