"""One message of a conversation: theirs on the left, ours on the right, each with what is known about it.

What a customer wrote is shown as plain text and stays where it is: its links are not links. Where they lead
is told in buttons of our own below it, which copy the address and open nothing.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from vox_console.presenters.inbox_lines import reading_choices
from vox_console.presenters.inbox_state import LineShown, LinkShown, Passage
from vox_console.ui.painted_button import PaintedButton
from vox_console.ui.plain_label import PlainLabel, plain_tooltip, set_tooltip
from vox_console.ui.reading_direction import reads_right_to_left
from vox_console.ui.theme import S1, S2, S3, Theme, mark

_ICON: Final = 14
_RADIUS: Final = 12
_LINE_CHARACTERS: Final = 64
"""The longest line of message text, as on a handset."""
_SHARE: Final = 0.78
"""Of the room, what a bubble takes at most: the sides stay recognisable."""
_SURELY_LONG: Final = 400
_LOW: Final = "QPushButton { padding: 0 6px; min-height: 0; }"
_MARKED_MS: Final = 2_500
_EDGE: Final = 2.0


class BubbleText(PlainLabel):
    """A text that is as wide as it needs and no wider than it may."""

    def __init__(self, theme: Theme, passage: Passage) -> None:
        role = "mono" if passage.mono else "meta" if passage.gap else "body"
        super().__init__(theme, passage.text, role=role, tone="unknown" if passage.gap else "text", wrap=True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if reads_right_to_left(passage.text.lstrip("\u2068")):
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)

    def fit(self, room: int) -> None:
        """Take the width it needs, at most this."""
        text = self.text()
        width = room
        if len(text) < _SURELY_LONG:
            around = QRect(0, 0, room * 8, 10_000)
            width = min(room, self.fontMetrics().boundingRect(around, 0, text).width() + 2)
        self.setFixedSize(width, self.heightForWidth(width))


class StateButton(PaintedButton):
    """When one of ours was written and how it stands with it; pressing it asks how we know."""

    def __init__(self, theme: Theme, line: LineShown) -> None:
        super().__init__(theme)
        self._theme = theme
        self._line = line
        self.setFont(theme.font("meta"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(line.sentence)
        set_tooltip(self, f"{line.full_time}\nShow how we know")

    def sizeHint(self) -> QSize:
        """Give the room of time, icon and word."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self._words) + _ICON + S1
        return QSize(width + 2 * S1, metrics.height() + S1)

    @property
    def _words(self) -> str:
        look = self._line.look
        return f"{self._line.time} · {look.word if look else ''}"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon and the words in the tone of the state."""
        look = self._line.look
        if look is None:
            return
        painter = QPainter(self)
        icon = self._theme.pixmap(look.icon, look.tone, _ICON, self.devicePixelRatioF())
        painter.drawPixmap(S1, (self.height() - _ICON) // 2, icon)
        painter.setPen(self._theme.color(look.tone))
        painter.setFont(self.font())
        room = self.rect().adjusted(_ICON + 2 * S1, 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._words)
        self.draw_focus_ring(painter)
        painter.end()


class _Bubble(QWidget):
    """The ground of a message."""

    def __init__(self, theme: Theme, line: LineShown) -> None:
        super().__init__()
        self._theme = theme
        self._token = "unknown_soft" if line.note else "accent_soft" if line.ours else "sunken"
        self._marked = QTimer(self, singleShot=True, interval=_MARKED_MS)
        self._marked.timeout.connect(self.update)
        theme.changed.connect(self.update)

    def mark_for_a_moment(self, *, marked: bool) -> None:
        """Draw an edge around it for as long as the eye takes to find it, or no longer."""
        if marked:
            self._marked.start()
        else:
            self._marked.stop()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a rounded card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(self._token))
        painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        if self._marked.isActive():
            edge = _EDGE / 2
            painter.setPen(QPen(self._theme.color("accent"), _EDGE))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), _RADIUS, _RADIUS)
        painter.end()


class LineView(QWidget):
    """Draws a LineShown. opened: how we know is asked for (of ours, its id). read_as: id, and a reading.

    removed: a note is to go (its id).
    """

    opened = Signal(int)
    read_as = Signal(int, str)
    removed = Signal(int)

    def __init__(self, theme: Theme, line: LineShown, *, room: int) -> None:
        super().__init__()
        self._theme = theme
        self.line = line
        self._texts: list[BubbleText] = []
        self.setAccessibleName(line.sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, S2)
        column.setSpacing(S1)
        if line.day:
            heading = PlainLabel(theme, line.day, role="meta", tone="muted")
            heading.setContentsMargins(0, S3, 0, S2)
            column.addWidget(heading, 0, Qt.AlignmentFlag.AlignHCenter)
        side = Qt.AlignmentFlag.AlignRight if line.ours else Qt.AlignmentFlag.AlignLeft
        self._ground = self._bubble()
        column.addWidget(self._ground, 0, side)
        for words in (line.trouble, *line.marks):
            if words:
                self._note(column, words, side, tone=line.look.tone if line.look else "unknown")
        column.addLayout(self._foot())
        self.fit(room)

    def fit(self, room: int) -> None:
        """Lay the texts out for this width of the conversation."""
        letter = self.fontMetrics().averageCharWidth()
        most = max(min(int(room * _SHARE), letter * _LINE_CHARACTERS), letter * 8) - 2 * S3
        for text in self._texts:
            text.fit(most)

    def take_keyboard(self) -> None:
        """Put the keyboard on the first thing here that can be pressed."""
        for button in self.findChildren(QAbstractButton):
            if button.isVisible():
                button.setFocus()
                return

    def mark_for_a_moment(self, *, marked: bool) -> None:
        """Show that this is the one that was looked for, or is no longer."""
        self._ground.mark_for_a_moment(marked=marked)

    def _bubble(self) -> _Bubble:
        bubble = _Bubble(self._theme, self.line)
        inside = QVBoxLayout(bubble)
        inside.setContentsMargins(S3, S2, S3, S2)
        inside.setSpacing(S1)
        inside.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        for passage in self.line.passages:
            text = BubbleText(self._theme, passage)
            self._texts.append(text)
            inside.addWidget(text)
        for link in self.line.links:
            inside.addWidget(self._link(link), 0, Qt.AlignmentFlag.AlignLeft)
            if link.doubt:
                doubt = BubbleText(self._theme, Passage(link.doubt, gap=True))
                self._texts.append(doubt)
                inside.addWidget(doubt)
        return bubble

    def _link(self, link: LinkShown) -> QPushButton:
        label = f"Leads to {link.label}"
        button = QPushButton(label.replace("&", "&&"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(label)
        button.setIcon(self._theme.icon("copy", "accent"))
        mark(button, "kind", "quiet")
        button.setFont(self._theme.font("meta"))
        set_tooltip(button, f"Copy the address. Nothing is opened.\n{link.address}")

        def copy() -> None:
            QGuiApplication.clipboard().setText(link.address)
            button.setText("Address copied")

        button.clicked.connect(copy)
        return button

    def _note(self, column: QVBoxLayout, words: str, side: Qt.AlignmentFlag, *, tone: str) -> None:
        label = BubbleText(self._theme, Passage(words, gap=True))
        label.set_tone(tone)
        self._texts.append(label)
        row = QHBoxLayout()
        row.setContentsMargins(S2, 0, S2, 0)
        row.addWidget(label)
        column.addLayout(row)
        column.setAlignment(row, side)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(S2, 0, S2, 0)
        foot.setSpacing(S1)
        if self.line.note:
            remove = QPushButton("Remove")
            remove.setAccessibleName("Remove the note")
            remove.setFont(self._theme.font("meta"))
            remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            remove.setStyleSheet(_LOW)
            mark(remove, "kind", "quiet")
            set_tooltip(remove, "Remove the note. It can be put back.")
            remove.clicked.connect(lambda: self.removed.emit(self.line.id))
            foot.addStretch()
            foot.addWidget(remove)
            foot.addWidget(self._time(tone="unknown"))
            return foot
        if self.line.ours:
            state = StateButton(self._theme, self.line)
            state.clicked.connect(lambda: self.opened.emit(self.line.id))
            foot.addStretch()
            foot.addWidget(state)
            return foot
        foot.addWidget(self._time(tone="muted"))
        more = QPushButton("Read as…")
        more.setAccessibleName("Read as")
        more.setFont(self._theme.font("meta"))
        more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        mark(more, "kind", "quiet")
        set_tooltip(more, "Copy the text, or read it in another coding")
        more.clicked.connect(lambda: self.menu().popup(more.mapToGlobal(more.rect().bottomLeft())))
        more.setVisible(self.line.doubtful)
        foot.addWidget(more)
        foot.addStretch()
        return foot

    def _time(self, *, tone: str) -> PlainLabel:
        time = PlainLabel(self._theme, self.line.time, role="meta", tone=tone)
        time.setToolTip(plain_tooltip(self.line.full_time))
        return time

    def menu(self) -> QMenu:
        """Give what can be done with the message."""
        menu = QMenu("Their last message", self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Copy the text").triggered.connect(
            lambda: QGuiApplication.clipboard().setText(self.line.text)
        )
        if not self.line.ours:
            readings = menu.addMenu("Read as")
            for word, label, chosen in reading_choices(self.line):
                action = readings.addAction(label)
                action.setCheckable(True)
                action.setChecked(chosen)
                action.triggered.connect(partial(self.read_as.emit, self.line.id, word))
        return menu
