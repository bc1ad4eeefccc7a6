"""A button that shows and hides what most people need not see."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from vox_console.ui.theme import S1, Theme


class Disclosure(QWidget):
    """A label with a chevron over a widget that is hidden until the label is pressed.

    quiet: it stands inside something and is smaller than the text around it.
    """

    def __init__(self, theme: Theme, label: str, content: QWidget, *, quiet: bool = True) -> None:
        super().__init__()
        self._theme = theme
        self._quiet = quiet
        self._content = content
        self.button = QToolButton()
        self.button.setText(label)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setCheckable(True)
        self.button.setAccessibleName(label)
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.setFont(theme.font("meta" if quiet else "body"))
        if not quiet:
            self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
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
        size = 14 if self._quiet else 16
        self.button.setIcon(self._theme.icon(name, "muted", size))
        self.button.setIconSize(QSize(size, size))
        colour = self._theme.color("muted" if self._quiet else "text").name()
        air, ring = ("2px 6px 2px 0", "1px 5px 1px 0") if self._quiet else ("4px 8px 4px 0", "3px 7px 3px 0")
        self.button.setStyleSheet(
            f"QToolButton {{ color: {colour}; background: transparent; padding: {air}; }}"
            f" QToolButton:focus {{ padding: {ring}; }}"
        )
