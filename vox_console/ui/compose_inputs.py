"""What the compose pane asks of its presenter (presenters.compose.ComposePresenter has it all)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from vox_console.presenters.composing_state import ComposeState, Held
from vox_console.presenters.name_completion import NameCompletion
from vox_console.presenters.truth_state import TruthState


class ComposeInputs(Protocol):
    """Synchronous: each call that changes something has called on_state when it returns."""

    state: ComposeState
    on_state: Callable[[ComposeState], None]
    on_truth: Callable[[TruthState], None]
    on_sent: Callable[[], None]
    methods: tuple[tuple[str, str], ...]
    ways: tuple[tuple[str, str], ...]
    completion: NameCompletion

    def sender_edited(self, text: str) -> None:
        """Take the sender as typed."""

    def recipients_added(self, text: str) -> None:
        """Take one or many recipients as typed or pasted."""

    def recipients_removed(self, indexes: Sequence[int]) -> None:
        """Take recipients away, in one step."""

    def recipients_restored(self) -> None:
        """Bring back those that were taken away last."""

    def recipient_replaced(self, index: int, text: str) -> None:
        """Take a recipient as edited or fixed."""

    def known_fields(self) -> Mapping[str, str]:
        """Give what fills the fields of a quick text, by their names."""
        ...

    def text_edited(self, text: str) -> None:
        """Take the message."""

    def coding_chosen(self, coding: int | None) -> None:
        """Take a data_coding, None for automatic."""

    def method_chosen(self, value: str) -> None:
        """Take the way long messages are cut."""

    def receipt_chosen(self, wanted: bool) -> None:  # noqa: FBT001 - a check box has one state to tell
        """Take whether a receipt is asked for."""

    def validity_edited(self, text: str) -> None:
        """Take the validity in hours as typed."""

    def way_chosen(self, rule: str) -> None:
        """Take the way it shall take."""

    def cut_chosen(self, wanted: bool) -> None:  # noqa: FBT001 - the same
        """Take whether only what fits one message is sent."""

    def truth_shown(self, shown: bool) -> None:  # noqa: FBT001 - the same
        """Take whether the operator looks at what leaves; if so, on_truth has been called on return."""

    def replaced_text(self, indexes: Sequence[int]) -> str:
        """Give the text with the characters at these indexes replaced."""
        ...

    def replacing_outcome(self, indexes: Sequence[int]) -> str:
        """Say what replacing at these indexes does to coding and parts."""
        ...

    def send_pressed(self) -> None:
        """Send."""

    def undo_pressed(self, held: Held) -> None:
        """Take a held send back."""

    def send_now_pressed(self, held: Held) -> None:
        """Let a held send leave at once."""

    def draft_due(self) -> None:
        """Store the draft now."""

    def tick(self) -> None:
        """Drop holds whose time is over."""
