"""The dialog that injects an inbound message: who wrote, to which number, what; and the provider's answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtWidgets import QWidget

from vox_console.presenters.session_injection import InjectionState
from vox_console.ui.made_up_message import MadeUpMessageDialog
from vox_console.ui.theme import Theme

_ABOUT: Final = (
    "Makes the provider believe that somebody has written to your number. Use it to try out what receives "
    "messages; it is not sent to any phone."
)


class InjectionInputs(Protocol):
    """What the dialog needs of its presenter."""

    on_state: Callable[[InjectionState], None]

    @property
    def state(self) -> InjectionState:
        """The state to show now."""

    def field_edited(self, name: str, text: str) -> None:
        """Take what was typed."""

    def inject_pressed(self) -> None:
        """Hand it over."""


class InjectDialog(MadeUpMessageDialog):
    """A made-up message, for the provider to route."""

    def __init__(self, theme: Theme, injection: InjectionInputs, parent: QWidget | None) -> None:
        super().__init__(theme, parent, title="Inject an inbound message", about=_ABOUT, button="Inject")
        self.edited.connect(injection.field_edited)
        self.pressed.connect(injection.inject_pressed)
        injection.on_state = self.show_state
        self.show_state(injection.state)

    def show_state(self, state: InjectionState) -> None:
        """Draw another state."""
        self.show_problems(state.problems)
        asking = "Asking the provider…" if state.busy else ""
        self.show_answer(state.answer, taken=state.taken, asking=asking)
