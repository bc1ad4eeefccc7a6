"""The dialog "write to me as a customer": who, to which number, what, and how it comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtWidgets import QWidget

from vox_console.presenters.practice_customer import SCENES, CustomerState
from vox_console.ui.choice_field import ChoiceField
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.made_up_message import MadeUpMessageDialog
from vox_console.ui.theme import Theme

_ABOUT: Final = "The practice provider plays a customer who writes to you. Nothing leaves this computer."
_CHOICES: Final = tuple((scene.value, name) for scene, name, _ in SCENES)


class CustomerInputs(Protocol):
    """What the dialog needs of its presenter."""

    on_state: Callable[[CustomerState], None]

    @property
    def state(self) -> CustomerState:
        """The state to show now."""

    def scene_chosen(self, word: str) -> None:
        """Take another scene."""

    def field_edited(self, name: str, text: str) -> None:
        """Take what was typed."""

    def write_pressed(self) -> None:
        """Have it written."""


class CustomerDialog(MadeUpMessageDialog):
    """A made-up message, of a scene that is chosen above it."""

    def __init__(self, theme: Theme, customer: CustomerInputs, parent: QWidget | None) -> None:
        scene = ChoiceField(theme, "What happens")
        count = LabelledField(theme, "Customers", hint="25")
        super().__init__(
            theme,
            parent,
            title="Write to me as a customer",
            about=_ABOUT,
            button="Write",
            above=(scene,),
            more={"count": count},
        )
        self._scene = scene
        scene.chosen.connect(customer.scene_chosen)
        self.text.setPlaceholderText("Leave it empty for a sample")
        self.edited.connect(customer.field_edited)
        self.pressed.connect(customer.write_pressed)
        customer.on_state = self.show_state
        self.show_state(customer.state)

    def show_state(self, state: CustomerState) -> None:
        """Draw another state."""
        self._scene.show_choice(_CHOICES, state.scene.value, reason=state.about)
        for name, field in self.fields.items():
            field.show_value(state.values[name])
        self.fields["count"].setVisible(state.has_count)
        self.text_box.setVisible(state.has_text)
        self.show_problems(state.problems)
        asking = "Asking the practice provider…" if state.busy else ""
        self.show_answer(state.answer, taken=state.taken, asking=asking)
