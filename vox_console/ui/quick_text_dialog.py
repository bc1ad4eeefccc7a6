"""The dialog of the quick texts: find one, fill in what it asks for, insert it; or change what there is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vox_console.domain.plain_text import one_line
from vox_console.domain.quick_text import StoredQuickText
from vox_console.presenters.quick_texts import QuickTextsPresenter
from vox_console.presenters.quick_texts_state import QuickTextsState
from vox_console.ui.announcer import announce
from vox_console.ui.field_note import FieldNote
from vox_console.ui.file_choice import ask_for_file
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1, S2, S3, S4, S5

_SIZE: Final = (820, 540)
_LISTS: Final = "Lists (*.csv *.tsv *.txt *.xlsx *.xlsm);;All files (*)"
_ABOUT: Final = (
    "A {field} is asked for when the text is used; {field|words} stands for the words where nothing is known."
)


class QuickTextDialog(QDialog):
    """A list with a search on the left; on the right the text that was chosen, or a new one."""

    def __init__(self, theme: Theme, presenter: QuickTextsPresenter, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._presenter = presenter
        self._listed: tuple[StoredQuickText, ...] | None = None
        self.setWindowTitle("Quick texts")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*_SIZE)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a text")
        self.search.setAccessibleName("Find a text")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(presenter.search_edited)
        self.list = QListWidget()
        self.list.setAccessibleName("Quick texts")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setSpacing(S1)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._choose_item)
        self.list.itemActivated.connect(lambda _item: self._insert_pressed())
        self.title = LabelledField(theme, "Title")
        self.title.edited.connect(presenter.title_edited)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("Text")
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._text_changed)
        self._text_note = FieldNote(theme)
        self.asked: dict[str, LabelledField] = {}
        self._asked_column = QVBoxLayout()
        self._note = PlainLabel(theme, role="meta", wrap=True)
        self._note.setAccessibleName("What became of it")
        self._remove = _button("Remove", presenter.remove_pressed, kind="danger")
        self._new = _button("New…", presenter.new_pressed, kind="quiet")
        self._save = _button("Save", presenter.save_pressed)
        self.insert = PrimaryButton(theme, "Insert")
        self.insert.setAccessibleName("Insert")
        self.insert.setAutoDefault(False)
        self.insert.clicked.connect(self._insert_pressed)
        self._undo = _button("Undo", presenter.undo_pressed, kind="quiet")
        self._import = _button("Add a list…", self._open_list)
        self._export = _button("Save as CSV…", self._save_list)
        self._lay_out()
        presenter.on_state = self.show_state
        self.show_state(presenter.state)
        self.search.setFocus()

    def show_state(self, state: QuickTextsState) -> None:
        """Draw another state."""
        self._show_list(state)
        self.title.show_value(state.title)
        self.title.show_problem(state.title_problem)
        if self.text.toPlainText() != state.text:
            self.text.blockSignals(True)
            self.text.setPlainText(state.text)
            self.text.blockSignals(False)
        if state.text_problem is None:
            self._text_note.show_text("")
        else:
            self._text_note.show_problem(state.text_problem)
        self._show_asked(state)
        self.insert.setVisible(state.can_insert)
        self._remove.setVisible(bool(state.id))
        for button in (self._remove, self._save, self._import, self._export):
            button.setEnabled(not state.busy)
        if state.note and state.note != self._note.text():
            announce(self, state.note)
        self._note.setText(state.note)
        self._note.set_tone("failed" if state.failed else "text")
        self._undo.setVisible(state.can_undo)

    def _show_list(self, state: QuickTextsState) -> None:
        if state.texts != self._listed:
            self._listed = state.texts
            self.list.blockSignals(True)
            self.list.clear()
            for each in state.texts:
                item = QListWidgetItem(one_line(each.what.title))
                item.setData(Qt.ItemDataRole.UserRole, each.id)
                self.list.addItem(item)
            self.list.blockSignals(False)
        ids = [each.id for each in state.texts]
        self.list.setCurrentRow(ids.index(state.id) if state.id in ids else -1)

    def _show_asked(self, state: QuickTextsState) -> None:
        names = [each.name for each in state.asked]
        if names != list(self.asked):
            for field in self.asked.values():
                self._asked_column.removeWidget(field)
                field.hide()
                field.deleteLater()
            self.asked = {name: LabelledField(self._theme, f"{{{name}}}") for name in names}
            for name, field in self.asked.items():
                field.edited.connect(partial(self._presenter.value_edited, name))
                if isinstance(field.control, QLineEdit):
                    field.control.returnPressed.connect(self._insert_pressed)
                self._asked_column.addWidget(field)
        for each in state.asked:
            self.asked[each.name].show_value(each.value)
            self.asked[each.name].show_problem(each.problem)

    def _choose_item(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._presenter.chosen(item.data(Qt.ItemDataRole.UserRole))

    def _text_changed(self) -> None:
        self._presenter.text_edited(self.text.toPlainText())

    def _insert_pressed(self) -> None:
        self._presenter.insert_pressed()
        empty = next((each.name for each in self._presenter.state.asked if each.problem is not None), None)
        if empty is not None:
            self.asked[empty].setFocus()

    def _open_list(self) -> None:
        ask_for_file(self, "Add the texts of a list", _LISTS, self._presenter.list_chosen)

    def _save_list(self) -> None:
        dialog = QFileDialog(self, "Save the quick texts", "quick texts.csv", "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        then = self._presenter.export_chosen
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        dialog.open()

    def _lay_out(self) -> None:
        theme = self._theme
        column = QVBoxLayout(self)
        column.setContentsMargins(S5, S5, S5, S4)
        column.setSpacing(S3)
        column.addWidget(PlainLabel(theme, "Quick texts", role="title"))
        column.addWidget(PlainLabel(theme, _ABOUT, tone="muted", wrap=True))
        left = QVBoxLayout()
        left.setSpacing(S2)
        left.addWidget(self.search)
        frame = QFrame()
        mark(frame, "surface", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(S1, S1, S1, S1)
        inside.addWidget(self.list)
        left.addWidget(frame, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(S2)
        buttons.addWidget(self._remove)
        buttons.addWidget(self._new)
        buttons.addStretch()
        buttons.addWidget(self._save)
        buttons.addWidget(self.insert)
        right = QVBoxLayout()
        right.setSpacing(S2)
        right.addWidget(self.title)
        right.addWidget(PlainLabel(theme, "Text", role="meta", tone="muted"))
        right.addWidget(self.text, 1)
        right.addWidget(self._text_note)
        right.addLayout(self._asked_column)
        right.addLayout(buttons)
        middle = QHBoxLayout()
        middle.setSpacing(S5)
        middle.addLayout(left, 1)
        middle.addLayout(right, 1)
        column.addLayout(middle, 1)
        foot = QHBoxLayout()
        foot.setSpacing(S2)
        foot.addWidget(self._import)
        foot.addWidget(self._export)
        foot.addWidget(self._note, 1)
        foot.addWidget(self._undo)
        foot.addWidget(_button("Close", self.reject))
        column.addLayout(foot)


def _button(text: str, pressed: Callable[[], object], *, kind: str = "") -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(text.rstrip("…"))
    button.setAutoDefault(False)
    if kind:
        mark(button, "kind", kind)
    button.clicked.connect(lambda _checked=False: pressed())
    return button
