"""The columns of a list as buttons that put `{name}` into the text."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from vox_console.ui.chip_flow import flow
from vox_console.ui.plain_label import set_tooltip
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1

_MOST = 24
_LONGEST = 28
_HEIGHT = 28


class BulkFields(QWidget):
    """Buttons in rows that wrap. wanted: the text of the field that was pressed."""

    wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self._buttons: list[QPushButton] = []
        self.setAccessibleName("Fields")

    def show_names(self, names: tuple[str, ...]) -> None:
        """Offer these columns; of very many only the first, the rest can be typed."""
        names = tuple(dict.fromkeys(names))[:_MOST]
        if names == self._names:
            return
        self._names = names
        for button in self._buttons:
            button.deleteLater()
        self._buttons = [self._button(name) for name in names]
        self._lay_out()

    def _button(self, name: str) -> QPushButton:
        field = f"{{{name}}}"
        short = field if len(field) <= _LONGEST else f"{field[: _LONGEST - 2]}…}}"
        button = QPushButton(short.replace("&", "&&"), self)
        mark(button, "kind", "quiet")
        button.setFont(self._theme.font("meta"))
        button.setAccessibleName(f"Insert {field}")
        set_tooltip(button, f"Insert {field}: what this column holds for each row")
        button.clicked.connect(lambda: self.wanted.emit(field))
        button.show()
        return button

    def _lay_out(self) -> None:
        widths = [button.sizeHint().width() for button in self._buttons]
        found = flow(widths, room=max(1, self.width()), gap=S1, entry_width=0)
        for button, place in zip(self._buttons, found.chips, strict=True):
            button.setGeometry(place.left, place.row * _HEIGHT, place.width, _HEIGHT)
        rows = found.chips[-1].row + 1 if found.chips else 0
        self.setFixedHeight(rows * _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        self._lay_out()
