"""What the delivery list says before the first message: what the place is for, and its first action."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import S1, S4, S6, Theme

_ICON = 32
_SENTENCE_WIDTH = 300


class EmptyDelivery(QWidget):
    """The empty state. compose_requested: its button was pressed."""

    compose_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon = PlainLabel(theme)
        title = PlainLabel(theme, "Nothing sent yet", role="strong")
        sentence = PlainLabel(
            theme,
            "Every message you send appears here and changes as word of it comes in.",
            tone="muted",
            wrap=True,
        )
        sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        sentence.setFixedWidth(_SENTENCE_WIDTH)
        sentence.setMinimumHeight(sentence.heightForWidth(_SENTENCE_WIDTH))
        button = QPushButton("Write a message")
        button.setAccessibleName("Write a message")
        button.clicked.connect(self.compose_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S4, S4, S4, S6 * 3)
        layout.setSpacing(S1)
        layout.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addWidget(self._icon, alignment=centre)
        layout.addSpacing(S4)
        layout.addWidget(title, alignment=centre)
        layout.addWidget(sentence, alignment=centre)
        layout.addSpacing(S4)
        layout.addWidget(button, alignment=centre)
        layout.addStretch(1)
        theme.changed.connect(self._recolour)
        self._recolour()

    def _recolour(self) -> None:
        self._icon.setPixmap(self._theme.pixmap("delivery", "muted", _ICON, self.devicePixelRatioF()))
