"""The line under a field: what is wrong with it in words, and the fix as a button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from vox_console.domain.errors import FieldProblem, Severity
from vox_console.ui.plain_label import ElidedLabel, PlainLabel
from vox_console.ui.theme import S1, S2, Theme, mark

_ICON = 14


class FieldNote(QWidget):
    """Shows a problem, or a plain note, or nothing (and then takes no room).

    one_line: another problem never changes the height; what does not fit is in the tooltip.
    """

    fix_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, one_line: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._problem: FieldProblem | None = None
        self._label = (
            ElidedLabel(theme, role="meta", tone="muted")
            if one_line
            else PlainLabel(theme, role="meta", tone="muted", wrap=True)
        )
        # Words wrap where the pane is narrow; they must never make it wide.
        self._label.setMinimumWidth(1)
        if not one_line:
            self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._fix = QPushButton()
        mark(self._fix, "kind", "quiet")
        self._fix.setFont(theme.font("meta"))
        self._fix.clicked.connect(self._on_fix)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, S1, 0, 0)
        self._row.setSpacing(S2)
        self._row.addWidget(self._label, 1)
        self._row.addWidget(self._fix, 0, Qt.AlignmentFlag.AlignTop)
        if one_line:
            self._label.setFixedHeight(max(self._fix.sizeHint().height(), self._label.sizeHint().height()))
        theme.changed.connect(self.update)
        self._put("", tone="muted", icon=False, fix="")

    @property
    def text(self) -> str:
        """What it says now."""
        return self._label.text()

    def show_text(self, text: str) -> None:
        """Show a note that is no problem, or nothing for ""."""
        if self._problem is None and text == self._label.text():
            return
        self._problem = None
        self._put(text, tone="muted", icon=False, fix="")

    def show_problem(self, problem: FieldProblem, text: str = "") -> None:
        """Show a problem; text stands in for the problem's own words when it says more."""
        if problem == self._problem and (text or problem.text) == self._label.text():
            return
        self._problem = problem
        tone = "failed" if problem.severity is Severity.ERROR else "unknown"
        self._put(text or problem.text, tone=tone, icon=True, fix=problem.fix)

    def _put(self, text: str, *, tone: str, icon: bool, fix: str) -> None:
        self._label.setText(text)
        self._label.set_tone(tone)
        self._row.setContentsMargins(_ICON + S1 + 2 if icon else 0, S1, 0, 0)
        label = f"Use {fix}"
        self._fix.setText(label.replace("&", "&&"))
        self._fix.setAccessibleName(label)
        self._fix.setVisible(bool(fix))
        self.setVisible(bool(text))
        self.update()

    def _on_fix(self) -> None:
        if self._problem is not None:
            self.fix_requested.emit(self._problem.fix)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon of the problem beside its first line."""
        if self._problem is None:
            return
        error = self._problem.severity is Severity.ERROR
        name, token = ("failed", "failed") if error else ("warning", "unknown")
        painter = QPainter(self)
        line = self._label.fontMetrics().height()
        top = self._label.y() + (line - _ICON) // 2
        if self._label.height() > line and not self._label.hasHeightForWidth():
            top = self._label.y() + (self._label.height() - _ICON) // 2
        painter.drawPixmap(0, top, self._theme.pixmap(name, token, _ICON, self.devicePixelRatioF()))
        painter.end()
