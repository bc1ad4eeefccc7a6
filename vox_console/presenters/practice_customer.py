"""Decides what the dialog "write to me as a customer" shows, in which practice's customers are played."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from vox_console.domain.customer_scene import MOST_AT_ONCE, Scene
from vox_console.domain.errors import FieldProblem, VoxError
from vox_console.presenters.runner import Run

SCENES: tuple[tuple[Scene, str, str], ...] = (
    (Scene.PLAIN, "One message", "In one piece, or in several in order when it is long."),
    (Scene.SHUFFLED, "A long message, pieces out of order", "One of the pieces comes twice."),
    (Scene.GAP, "A long message with one piece missing", "The second piece never comes."),
    (Scene.STORM, "Many customers at once", "Their numbers follow the first one."),
    (Scene.STOP, "STOP", "The number wants no messages from then on."),
    (Scene.RIGHT_TO_LEFT, "Arabic and Hebrew", "Written from right to left."),
    (Scene.BINARY, "Octets that are no text", "For an application on the telephone."),
)
"""Every scene with its name and what happens in it."""

_WANTED = {"sender": "Give a number or a name.", "number": "Give your number."}
_START = {"sender": "381641234567", "number": "38164000", "text": "", "count": "25"}


class Practice(Protocol):
    """The running practice provider. Blocking."""

    def write(self, scene: Scene, *, sender: str, number: str, text: str, count: int) -> int:
        """Have customers write; give how many pushes that makes. Raises LinkError, in words."""


@dataclass(frozen=True, slots=True)
class CustomerState:
    """Values as typed, problems by field, and what came of it ("" before). busy: the provider is asked.

    about: what happens in the scene. has_text, has_count: the scene takes them.
    """

    scene: Scene = Scene.PLAIN
    values: Mapping[str, str] = field(default_factory=lambda: dict(_START))
    problems: tuple[FieldProblem, ...] = ()
    answer: str = ""
    taken: bool = False
    busy: bool = False

    @property
    def about(self) -> str:
        """What happens in the scene, in a sentence."""
        return next(about for scene, _, about in SCENES if scene is self.scene)

    @property
    def has_text(self) -> bool:
        """Whether the scene takes a text."""
        return self.scene is not Scene.BINARY

    @property
    def has_count(self) -> bool:
        """Whether the scene has many customers."""
        return self.scene is Scene.STORM


class CustomerPresenter:
    """One dialog. `on_state` is set by it."""

    def __init__(self, run: Run, practice: Practice) -> None:
        self.on_state: Callable[[CustomerState], None] = lambda _state: None
        self.state = CustomerState()
        self._run = run
        self._practice = practice

    def scene_chosen(self, word: str) -> None:
        """Take another scene; what was typed stays."""
        self._show(replace(self.state, scene=Scene(word), problems=(), answer="", taken=False))

    def field_edited(self, name: str, text: str) -> None:
        """Take what was typed; what was answered before is about something else now."""
        problems = tuple(problem for problem in self.state.problems if problem.field != name)
        values = {**self.state.values, name: text}
        self._show(replace(self.state, values=values, problems=problems, answer="", taken=False))

    def write_pressed(self) -> None:
        """Have it written, and tell what came of it."""
        if self.state.busy:
            return
        state = self.state
        values = {name: value.strip() for name, value in state.values.items()}
        problems = [FieldProblem(name, "empty", _WANTED[name]) for name in _WANTED if not values[name]]
        count = _count(values["count"]) if state.has_count else 1
        if count is None:
            problems.append(FieldProblem("count", "range", f"Give a number from 1 to {MOST_AT_ONCE}."))
        self._show(replace(state, problems=tuple(problems), answer="", taken=False, busy=not problems))
        if problems or count is None:
            return
        text = state.values["text"] if state.has_text and values["text"] else ""

        async def write() -> None:
            answer, taken = "It did not finish: nobody knows whether it was written.", False
            try:
                pushes = await asyncio.to_thread(
                    self._practice.write,
                    state.scene,
                    sender=values["sender"],
                    number=values["number"],
                    text=text,
                    count=count,
                )
                answer, taken = _written(pushes), True
            except VoxError as fault:
                answer = " ".join(filter(None, (f"{fault.title}:", fault.detail, fault.hint)))
            finally:
                self._show(replace(self.state, answer=answer, taken=taken, busy=False))

        self._run(write, name="write as a customer")

    def _show(self, state: CustomerState) -> None:
        self.state = state
        self.on_state(state)


def _count(typed: str) -> int | None:
    if not (typed.isascii() and typed.isdigit() and len(typed) < 9):
        return None
    count = int(typed)
    return count if 1 <= count <= MOST_AT_ONCE else None


def _written(pushes: int) -> str:
    return "It is on its way to you." if pushes == 1 else f"{pushes} pieces are on their way to you."
