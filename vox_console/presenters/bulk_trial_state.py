"""What the bulk pane draws of what is tried before a list is sent to: one row to oneself, and a rehearsal."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.delivery_state import Fact
from vox_console.presenters.tone import Look


@dataclass(frozen=True, slots=True)
class TrialShown:
    """The field and the button beside the sample. look, words: how the last one sent stands, None while none.

    blocked: why the button does nothing, "" when it sends. can_undo: it waits and can be taken back.
    """

    number: str = ""
    problem: FieldProblem | None = None
    button: str = "Send this row to me"
    blocked: str = ""
    look: Look | None = None
    words: str = ""
    can_undo: bool = False


@dataclass(frozen=True, slots=True)
class RehearsalShown:
    """What came of a rehearsal. words: what it is worth."""

    title: str
    facts: tuple[Fact, ...]
    words: str
