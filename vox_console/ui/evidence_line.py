"""One entry of a message's timeline: what was said, when, by whom, and the octets it was said with."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from vox_console.presenters.delivery_state import EvidenceLine
from vox_console.ui.disclosure import Disclosure
from vox_console.ui.pdu_view import PduView
from vox_console.ui.plain_label import PlainLabel, plain_tooltip
from vox_console.ui.theme import S1, S2, S3, S4, Theme, mark

_GUTTER = 28
_ICON = 16
_TEXT_KEYS = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class EvidenceLineView(QWidget):
    """Draws one EvidenceLine beside its piece of the timeline. last: the line below it ends here."""

    def __init__(self, theme: Theme, line: EvidenceLine, *, last: bool) -> None:
        super().__init__()
        self._theme = theme
        self._line = line
        self._last = last
        self._title = PlainLabel(theme, line.title, role="strong", wrap=True)
        time = PlainLabel(theme, line.time, role="meta", tone="muted")
        time.setToolTip(plain_tooltip(line.utc))
        top = QHBoxLayout()
        top.setSpacing(S3)
        top.addWidget(self._title, 1)
        top.addWidget(time, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        body = QVBoxLayout(self)
        body.setContentsMargins(_GUTTER, 0, 0, S4)
        body.setSpacing(2)
        body.addLayout(top)
        if line.detail:
            detail = PlainLabel(theme, line.detail, tone="text", wrap=True)
            detail.setTextInteractionFlags(_TEXT_KEYS)
            body.addWidget(detail)
        if line.said_by:
            body.addWidget(PlainLabel(theme, line.said_by, role="meta", tone="muted", wrap=True))
        if line.raw:
            body.addSpacing(S1)
            body.addWidget(Disclosure(theme, line.raw_label, _raw(theme, line)))
        if line.pdu is not None:
            body.addSpacing(S1)
            body.addWidget(Disclosure(theme, "Octets and fields", PduView(theme, line.pdu)))
        self.setAccessibleName(" ".join(filter(None, (line.time, line.title, line.detail, line.said_by))))
        theme.changed.connect(self.update)

    def set_last(self, *, last: bool) -> None:
        """Tell whether older entries follow."""
        self._last = last
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon of this entry and the thread to the older one."""
        middle = self._title.y() + self._title.fontMetrics().height() / 2
        painter = QPainter(self)
        if not self._last:
            painter.fillRect(
                QRectF(_ICON / 2 - 0.5, middle + _ICON / 2 + S1, 1, self.height()),
                self._theme.color("border"),
            )
        look = self._line.look
        pixmap = self._theme.pixmap(look.icon, look.tone, _ICON, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(0, middle - _ICON / 2), pixmap)
        painter.end()


def _raw(theme: Theme, line: EvidenceLine) -> QFrame:
    """Give the well that shows what was said as it came."""
    well = QFrame()
    mark(well, "surface", "sunken")
    label = PlainLabel(theme, line.raw, role="mono", wrap=True)
    label.setTextInteractionFlags(_TEXT_KEYS)
    label.setAccessibleName(line.raw_label)
    layout = QVBoxLayout(well)
    layout.setContentsMargins(S3, S2, S3, S2)
    layout.addWidget(label)
    return well
