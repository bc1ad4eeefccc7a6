"""Live delivery: the list of messages, newest first, and beside or below it the one that is opened.

Every new row is a message the operator has just sent, so it enters at once, whatever else is going on.
Only while the list is scrolled away from its top do new rows stay out, because they would move what is
read there; a pill counts them and brings them in. Changes of state move no rows and are never held back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout

from vox_console.presenters.delivery_log import DeliveryLog
from vox_console.presenters.delivery_state import EvidenceState
from vox_console.presenters.log_export_state import EXPORT_KEYS
from vox_console.ui.delivery_view import DeliveryView
from vox_console.ui.dialog_button import dialog_button
from vox_console.ui.empty_state import EmptyState
from vox_console.ui.evidence_pane import EvidencePane
from vox_console.ui.log_filter_line import LogFilterLine
from vox_console.ui.new_rows_pill import NewRowsPill
from vox_console.ui.plain_label import PlainLabel, set_tooltip
from vox_console.ui.theme import S2, S3, S4, Theme, mark

_SIDE_BY_SIDE: Final = 880
"""From this pane width on, in device-independent pixels, an opened message stands beside the list."""

_LIST_SHARE: Final = {Qt.Orientation.Horizontal: 0.6, Qt.Orientation.Vertical: 0.42}
"""The list's part of the room when a message is opened for the first time."""


class Deciding(Protocol):
    """Hears what is decided about the opened message."""

    def count_pressed(self) -> None:
        """Let it count as sent."""

    def send_again_pressed(self) -> None:
        """Ask whether it is to be sent again."""

    def kept(self) -> None:
        """Leave it as it is."""

    def send_again_confirmed(self) -> None:
        """Send it again."""

    def take_back_pressed(self) -> None:
        """Let the decision not hold any more."""


class Deliveries(Protocol):
    """What the pane needs of its presenter."""

    on_evidence: Callable[[EvidenceState | None], None]

    @property
    def case(self) -> Deciding:
        """What is decided about a message whose fate nobody told."""

    @property
    def log(self) -> DeliveryLog:
        """The messages."""

    def opened(self, message_id: int) -> None:
        """Somebody opened a message; its evidence comes through on_evidence."""

    def closed(self) -> None:
        """Nobody looks at a message any more."""

    def edit_again_pressed(self, message_id: int) -> None:
        """Somebody wants a message's text and recipient in the editor."""

    def take_back_pressed(self, message_id: int) -> None:
        """Somebody wants that a waiting message does not leave."""

    def send_now_pressed(self, message_id: int) -> None:
        """Somebody says that a message that waits for a person may leave."""

    def ask_now_pressed(self, message_id: int) -> None:
        """Somebody wants the provider to be asked about a message at once."""

    def ticket(self) -> str:
        """Give what the provider needs to look into the opened message."""

    def tick(self) -> None:
        """Tell the opened message anew: the time that it shows has moved on."""


class DeliveryPane(QFrame):
    """The pane of one presenter. compose_requested: something is to be written, or written again.

    line: the one that asks for some of them. With it, it also offers to write them to a file, which
    export_requested asks for.
    """

    compose_requested = Signal()
    export_requested = Signal()

    def __init__(self, presenter: Deliveries, theme: Theme, *, line: LogFilterLine | None = None) -> None:
        super().__init__()
        self._presenter = presenter
        self._log = presenter.log
        self._open_id: int | None = None
        self._wanted_id: int | None = None  # opened once it is listed
        self._shared: Qt.Orientation | None = None
        self.setAccessibleName("Delivery")
        mark(self, "surface", "pane")
        self.view = DeliveryView(self._log, theme)
        self.evidence = EvidencePane(theme)
        self._empty = EmptyState(
            theme,
            icon="delivery",
            title="Nothing sent yet",
            sentence="Every message you send appears here and changes as word of it comes in.",
            action="Write a message",
        )
        self._pill = NewRowsPill(theme, self.view)
        self._stack = QStackedWidget()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self.line = line
        self._nothing = PlainLabel(theme, "No message is found.", tone="muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build(theme)
        self._connect()
        self._settle()
        self._log.sleep()

    def set_dense(self, dense: bool) -> None:  # noqa: FBT001 - a setter with one value
        """Choose between comfortable and compact rows."""
        self.view.set_dense(dense)

    def open_message(self, message_id: int) -> None:
        """Open a message as if its row had been pressed; all are listed for one that was not asked for."""
        index = self._log.index_of(message_id)
        if index is not None:
            self.view.open_row(index)
        elif self.line is not None and self.line.asks:
            self._wanted_id = message_id
            self.line.ask_for_all()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what can be seen now."""
        super().showEvent(event)
        self._log.wake()

    def hideEvent(self, event: QHideEvent) -> None:
        """Read nothing for a list that nobody can see."""
        super().hideEvent(event)
        self._log.sleep()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the opened message where there is room for it."""
        super().resizeEvent(event)
        wide = event.size().width() >= _SIDE_BY_SIDE
        orientation = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self._splitter.orientation() != orientation:
            self._splitter.setOrientation(orientation)
            self._share_room()

    def _build(self, theme: Theme) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(S4, S2, S4, S3)
        header.setSpacing(S3)
        header.addWidget(PlainLabel(theme, "Delivery", role="title"), 0, Qt.AlignmentFlag.AlignBaseline)
        header.addStretch(1)
        if self.line is not None:
            export = dialog_button("Export…", self.export_requested.emit, kind="quiet")
            set_tooltip(export, "Write the messages to a file", EXPORT_KEYS)
            header.addWidget(export)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._nothing)
        self._stack.setMinimumSize(S4 * 20, S4 * 8)
        self.evidence.setMinimumSize(S4 * 19, S4 * 8)
        self.evidence.hide()
        self._splitter.addWidget(self._stack)
        self._splitter.addWidget(self.evidence)
        self._splitter.setChildrenCollapsible(False)
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.setEnabled(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, S2, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header)
        if self.line is not None:
            around = QHBoxLayout()
            around.setContentsMargins(S4, 0, S4, S2)
            around.addWidget(self.line)
            layout.addLayout(around)
        layout.addWidget(self._splitter, 1)

    def _connect(self) -> None:
        self._log.on_waiting = self._show_waiting
        self._presenter.on_evidence = self._show_evidence
        model = self.view.model()
        model.rowsInserted.connect(self._settle)
        model.modelReset.connect(self._reopen)
        self.view.selectionModel().selectionChanged.connect(self._selected)
        self.view.reading_changed.connect(self._settle)
        self.view.top_requested.connect(self._let_in)
        self._pill.clicked.connect(self._pill_pressed)
        self._escape.activated.connect(self._close)
        self.evidence.closed.connect(self._close)
        self.evidence.edit_again.connect(self._presenter.edit_again_pressed)
        self.evidence.edit_again.connect(lambda _id: self.compose_requested.emit())
        self.evidence.take_back.connect(self._presenter.take_back_pressed)
        self.evidence.send_now.connect(self._presenter.send_now_pressed)
        self.evidence.ask_now.connect(self._presenter.ask_now_pressed)
        self.evidence.ticket.wanted.connect(lambda: self.evidence.ticket.copy(self._presenter.ticket()))
        box, case = self.evidence.case, self._presenter.case
        box.count.connect(case.count_pressed)
        box.again.connect(case.send_again_pressed)
        box.question.kept.connect(case.kept)
        box.question.given_up.connect(case.send_again_confirmed)
        box.take_back.connect(case.take_back_pressed)
        box.other.connect(self.open_message)
        self.evidence.aged.connect(self._presenter.tick)
        self._empty.action_pressed.connect(self.compose_requested)

    def _settle(self) -> None:
        """Hold new rows back while somebody reads, and show the list once there is one."""
        asked = self.line is not None and self.line.asks
        self._stack.setCurrentIndex(0 if len(self._log) else 2 if asked else 1)
        if len(self._log) and self.view.reading:
            self._log.hold()
        else:
            self._log.release()

    def _let_in(self) -> None:
        """Show the rows that wait, and go on holding if somebody still reads."""
        self.view.show_top()
        self._log.release()
        self._settle()

    def _pill_pressed(self) -> None:
        self._let_in()
        self.view.setFocus(Qt.FocusReason.MouseFocusReason)

    def _show_waiting(self, count: int) -> None:
        self._pill.show_count(count)

    def _selected(self) -> None:
        """Open what is selected now; Qt also tells of moves and resets that change nothing."""
        chosen = self.view.selectionModel().selectedRows()
        message_id = self._log.id_at(chosen[0].row()) if chosen else None
        if message_id == self._open_id:
            return
        self._open_id = message_id
        self._escape.setEnabled(message_id is not None)
        if message_id is None:
            self.evidence.hide()
            self._presenter.closed()
        else:
            self._presenter.opened(message_id)
        self._settle()

    def _reopen(self) -> None:
        """Find the opened message again after the list started over."""
        wanted, self._wanted_id = self._wanted_id or self._open_id, None
        index = None if wanted is None else self._log.index_of(wanted)
        if index is not None:
            self.view.open_row(index)
        self._selected()
        self._settle()

    def _show_evidence(self, state: EvidenceState | None) -> None:
        if state is None:
            self._close()
        elif state.message_id == self._open_id:  # an answer that comes after closing is too late
            self.evidence.show_state(state)
            if self.evidence.isHidden():
                self.evidence.show()
                self._share_room()

    def _share_room(self) -> None:
        """Give list and opened message their first sizes; the handle between them is the operator's."""
        if self._shared is not self._splitter.orientation():
            self._shared = self._splitter.orientation()
            whole = self.width() if self._shared is Qt.Orientation.Horizontal else self.height()
            share = _LIST_SHARE[self._shared]
            self._splitter.setSizes([round(whole * share), round(whole * (1 - share))])

    def _close(self) -> None:
        if self._open_id is not None:
            focus = QApplication.focusWidget()
            self.view.clearSelection()
            if focus is not None and self.evidence.isAncestorOf(focus):
                self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
