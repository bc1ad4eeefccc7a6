"""Decides what the dialog shows that injects an inbound message (command=mo), an expert action. Qt-free."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from vox_console.domain.errors import FieldProblem, VoxError
from vox_console.presenters.runner import Run

Inject = Callable[[str, str, str], Awaitable[None]]
"""Hands over sender, number and text. Raises LinkError, in words."""

_WANTED = {
    "sender": "Give a number or a name.",
    "number": "Give your number.",
    "text": "Write what it says.",
}
_TAKEN = "The provider took it. It comes back like a message from a customer, if it is routed to you."


@dataclass(frozen=True, slots=True)
class InjectionState:
    """Values as typed, problems by field, and what the provider answered ("" before). busy: it is asked."""

    values: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[FieldProblem, ...] = ()
    answer: str = ""
    taken: bool = False
    busy: bool = False


class InjectionPresenter:
    """One dialog. `on_state` is set by it."""

    def __init__(self, run: Run, inject: Inject) -> None:
        self.on_state: Callable[[InjectionState], None] = lambda _state: None
        self.state = InjectionState()
        self._run = run
        self._inject = inject

    def field_edited(self, name: str, text: str) -> None:
        """Take what was typed; what was answered before is about something else now."""
        problems = tuple(problem for problem in self.state.problems if problem.field != name)
        values = {**self.state.values, name: text}
        self._show(replace(self.state, values=values, problems=problems, answer="", taken=False))

    def inject_pressed(self) -> None:
        """Hand it over and tell what was answered."""
        if self.state.busy:
            return
        values = {name: self.state.values.get(name, "").strip() for name in _WANTED}
        problems = tuple(
            FieldProblem(name, "empty", _WANTED[name]) for name, value in values.items() if not value
        )
        self._show(replace(self.state, problems=problems, answer="", taken=False, busy=not problems))
        if problems:
            return

        async def inject() -> None:
            answer, taken = "It did not finish: nobody knows whether it was taken.", False
            try:
                await self._inject(values["sender"], values["number"].lstrip("+"), values["text"])
                answer, taken = _TAKEN, True
            except VoxError as fault:
                answer = " ".join(filter(None, (f"{fault.title}:", fault.detail, fault.hint)))
            finally:
                self._show(replace(self.state, answer=answer, taken=taken, busy=False))

        self._run(inject, name="inject the message")

    def _show(self, state: InjectionState) -> None:
        self.state = state
        self.on_state(state)
