"""What the dialog of the contacts draws: frozen values, made by the presenter."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.errands import IDLE, Errand


@dataclass(frozen=True, slots=True)
class ContactForm:
    """A contact as it is typed. id: 0 for a new one. note_below: how the numbers are read, "" for none."""

    id: int = 0
    name: str = ""
    numbers: str = ""
    note: str = ""
    note_below: str = ""
    name_problem: FieldProblem | None = None
    numbers_problem: FieldProblem | None = None


@dataclass(frozen=True, slots=True)
class ContactsState:
    """found: how many contacts there are, or fit what is looked for, in words."""

    found: str = ""
    form: ContactForm = ContactForm()
    errand: Errand = IDLE
