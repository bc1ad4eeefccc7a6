"""The compose pane's parts and where they stand; what they do is in compose_pane.py.

The fields scroll when the window is low, the foot with Send never does. The foot keeps the undo bar's place
free, so that nothing moves when something is sent: neither the button under the pointer nor the editor.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from vox_console.ui.character_card import CharacterCard
from vox_console.ui.compose_inputs import ComposeInputs
from vox_console.ui.disclosure import Disclosure
from vox_console.ui.field_note import FieldNote
from vox_console.ui.message_editor import MessageEditor
from vox_console.ui.options_panel import OptionsPanel
from vox_console.ui.plain_label import ElidedLabel, PlainLabel, set_tooltip
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.quick_text_button import QuickTextButton
from vox_console.ui.recipient_field import RecipientField
from vox_console.ui.replacement_diff import ReplacementDiff
from vox_console.ui.segment_counter import SegmentCounter
from vox_console.ui.sender_field import SenderField
from vox_console.ui.theme import S1, S2, S3, S4, S5, Theme, mark
from vox_console.ui.truth_panel import TruthPanel
from vox_console.ui.undo_bar import UndoBar

_WIDEST = 640
_WIDEST_TRUTH = 1_120
_GLIMPSE = 180
"""How much of the truth panel is brought into sight when it is opened."""
_NARROWEST = 320
_HIGHER = 4
"""The button beside the title is so much higher than the title, which stays in line with its neighbours."""


class ComposeForm(QFrame):
    """From, To, Message, counter, options, truth panel, undo bar and Send, in the order Tab visits them."""

    def __init__(
        self,
        presenter: ComposeInputs,
        theme: Theme,
        *,
        clock: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        mark(self, "surface", "pane")
        self.setMinimumWidth(_NARROWEST)
        self.sender_field = SenderField(theme)
        self.recipient_field = RecipientField(theme)
        self.editor = MessageEditor(theme)
        self.diff = ReplacementDiff(
            theme, preview=presenter.replaced_text, outcome=presenter.replacing_outcome
        )
        self.diff.hide()
        self.counter = SegmentCounter(theme)
        self.replace_all = QPushButton()
        self.replace_all.hide()
        set_tooltip(self.replace_all, "See what would change before it does")
        mark(self.replace_all, "kind", "quiet")
        self.quick_text = QuickTextButton()
        self.message_note = FieldNote(theme)
        self.options = OptionsPanel(theme, methods=presenter.methods, ways=presenter.ways)
        self.truth = TruthPanel(theme)
        self.truth_disclosure = Disclosure(theme, "What leaves", self.truth, quiet=False)
        set_tooltip(self.truth_disclosure.button, "See what would be sent, octet by octet, before it is")
        self.undo_bar = UndoBar(theme, clock=clock, parent=self)
        self._undo_place = QWidget()
        self._undo_place.setFixedHeight(self.undo_bar.row_height())
        self.blocked = ElidedLabel(theme, role="meta", tone="muted")
        self.blocked.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.way = ElidedLabel(theme, role="meta", tone="muted")
        self.way.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.way.hide()
        self.send_button = PrimaryButton(theme)
        set_tooltip(self.send_button, "Send", "Ctrl+Enter")
        self.card = CharacterCard(theme, self.editor)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scrolling(self._content(theme)), 1)
        outer.addLayout(self._foot())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard on to the recipients; a focus proxy would take "From" out of Tab's way."""
        self.recipient_field.setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the undo bar on its place."""
        super().resizeEvent(event)
        self._place_undo_bar()

    def showEvent(self, event: QShowEvent) -> None:
        """Put the undo bar on its place, which is known only now."""
        super().showEvent(event)
        self._place_undo_bar()

    def show_opened(self) -> None:
        """Bring the beginning of the opened truth panel into sight, once it has its place."""
        QTimer.singleShot(0, self, self._scroll_to_truth)

    def _scroll_to_truth(self) -> None:
        content = self._scroll.widget()
        if content is not None:
            top = self.truth.mapTo(content, QPoint(0, 0)).y()
            self._scroll.ensureVisible(0, top + min(_GLIMPSE, self.truth.height()), 0, 0)

    def _place_undo_bar(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
        corner = self._undo_place.mapTo(self, QPoint(0, 0))
        self.undo_bar.stand_on(QRect(corner, self._undo_place.size()))

    def _content(self, theme: Theme) -> QWidget:
        fields = QGridLayout()
        fields.setHorizontalSpacing(S3)
        fields.setVerticalSpacing(S3)
        fields.setColumnStretch(1, 1)
        for row, (label, field) in enumerate((("From", self.sender_field), ("To", self.recipient_field))):
            name = PlainLabel(theme, label, tone="muted")
            name.setContentsMargins(0, S2, 0, 0)
            fields.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            fields.addWidget(field, row, 1)
        # One cell for both: the button stands at the end of the first line, the hint has its own to itself.
        counting = QGridLayout()
        counting.addWidget(self.counter, 0, 0)
        corner = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        counting.addWidget(self.replace_all, 0, 0, corner)
        fields_and_text = QWidget()
        fields_and_text.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(fields_and_text)
        column.setContentsMargins(S5, S4 - _HIGHER // 2, S5, 0)
        column.setSpacing(S3)
        title = QHBoxLayout()
        title.addWidget(PlainLabel(theme, "New message", role="title"), 1)
        title.addWidget(self.quick_text)
        column.addLayout(title)
        column.addSpacing(-_HIGHER // 2)
        column.addLayout(fields)
        column.addWidget(self.editor, 1)
        column.addWidget(self.diff, 1)
        column.addSpacing(-S2)  # the counter brings its own air
        column.addLayout(counting)
        column.addWidget(self.message_note)
        column.addWidget(self.options)
        truth = QWidget()
        truth.setMaximumWidth(_WIDEST_TRUTH)
        around = QVBoxLayout(truth)
        around.setContentsMargins(S5, 0, S5, S2)
        around.addWidget(self.truth_disclosure)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(_on_the_left(fields_and_text), 1)
        rows.addLayout(_on_the_left(truth))
        return content

    def _scrolling(self, content: QWidget) -> QScrollArea:
        scroll = self._scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAlignment(Qt.AlignmentFlag.AlignLeft)
        scroll.setWidget(content)
        # Otherwise both would paint the palette's window colour over the pane's own ground.
        scroll.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        return scroll

    def _foot(self) -> QHBoxLayout:
        foot = QWidget()
        foot.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(foot)
        column.setContentsMargins(S5, S2, S5, S4)
        column.setSpacing(S1)
        # A row of its own that is always there, so that the button never moves: the reason stands in it,
        # and the undo bar covers it, because what is about to leave is the more urgent of the two.
        above = QGridLayout()
        above.addWidget(self._undo_place, 0, 0)
        above.addWidget(self.blocked, 0, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(above)
        column.addWidget(self.way)
        column.addWidget(self.send_button, alignment=Qt.AlignmentFlag.AlignRight)
        return _on_the_left(foot)


def _on_the_left(widget: QWidget) -> QHBoxLayout:
    """Lay out what has a largest width; a layout would centre it instead of leaving the rest free."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget, 1)
    row.addStretch(0)
    return row
