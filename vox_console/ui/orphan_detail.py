"""One receipt without a message, and the messages it may be about."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from vox_console.presenters.orphans_state import MeantShown, OrphanDetail
from vox_console.ui.disclosure import Disclosure
from vox_console.ui.pdu_view import PduView
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1, S2, S3

_NOBODY = (
    "No message to this number was sent in the seven days before it whose end is not known. It stays here,"
    " and is matched by itself should its id be learnt."
)


class OrphanDetailView(QScrollArea):
    """Draws an OrphanDetail. meant: it is about the part with this number."""

    meant = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: OrphanDetail | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.viewport().setAutoFillBackground(False)

    def show_detail(self, detail: OrphanDetail, *, busy: bool) -> None:
        """Draw a receipt, unless it is drawn already."""
        if detail != self._shown:
            self._shown = detail
            content = self._content(detail)
            self.setWidget(content)
            content.setAutoFillBackground(False)  # being set turns it on
        for button in self.findChildren(QPushButton):
            button.setEnabled(not busy)

    def _content(self, detail: OrphanDetail) -> QWidget:
        theme = self._theme
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, S2, 0)
        column.setSpacing(S2)
        column.addWidget(PlainLabel(theme, detail.title, role="strong", wrap=True))
        column.addWidget(PlainLabel(theme, detail.told, wrap=True))
        column.addWidget(PlainLabel(theme, detail.came, role="meta", tone="muted", wrap=True))
        if detail.pdu is not None:
            column.addWidget(Disclosure(theme, "Octets and fields", PduView(theme, detail.pdu)))
        if detail.raw:
            raw = PlainLabel(theme, detail.raw, role="mono", wrap=True)
            column.addWidget(Disclosure(theme, "As it came", raw))
        column.addSpacing(S1)
        title = "It may be about" if detail.meant else "It fits no message"
        column.addWidget(PlainLabel(theme, title, role="strong"))
        if not detail.meant:
            column.addWidget(PlainLabel(theme, _NOBODY, tone="muted", wrap=True))
        for each in detail.meant:
            column.addWidget(self._card(each))
        column.addStretch(1)
        return content

    def _card(self, each: MeantShown) -> QFrame:
        theme = self._theme
        card = QFrame()
        mark(card, "surface", "sunken")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(S3, S2, S3, S3)
        inside.setSpacing(S1)
        inside.addWidget(PlainLabel(theme, each.title, role="strong", wrap=True))
        inside.addWidget(PlainLabel(theme, each.text, wrap=True))
        inside.addWidget(PlainLabel(theme, each.why, role="meta", tone="muted", wrap=True))
        button = QPushButton("It is about this one")
        button.setAccessibleName(f"It is about {each.title}")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.meant.emit(each.part_id))
        inside.addSpacing(S1)
        inside.addWidget(button)
        return card
