"""A button that shows and hides what most people need not see."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from vox_console.ui.theme import S1, Theme


class Disclosure(QWidget):
    """A label with a chevron over a widget that is hidden until the label is pressed."""

    def __init__(self, theme: Theme, label: str, content: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._content = content
        self.button = QToolButton()
        self.button.setText(label)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setCheckable(True)
        self.button.setAccessibleName(label)
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.setFont(theme.font("meta"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S1)
        layout.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(content)
        content.hide()
        self.button.toggled.connect(self._show)
        theme.changed.connect(self._recolour)
        self._recolour()

    def _show(self, shown: bool) -> None:  # noqa: FBT001 - a slot of QAbstractButton.toggled
        self._content.setVisible(shown)
        self._recolour()

    def _recolour(self) -> None:
        name = "chevron-down" if self.button.isChecked() else "chevron-right"
        self.button.setIcon(self._theme.icon(name, "muted", 14))
        muted = self._theme.color("muted").name()
        self.button.setStyleSheet(
            f"QToolButton {{ color: {muted}; background: transparent; padding: 2px 6px 2px 0; }}"
            " QToolButton:focus { padding: 1px 5px 1px 0; }"
        )
