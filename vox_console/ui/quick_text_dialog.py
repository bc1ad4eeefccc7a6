"""The dialog of the quick texts: find one, fill in what it asks for, insert it; or change what there is."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from vox_console.domain.plain_text import one_line
from vox_console.domain.quick_text import StoredQuickText
from vox_console.presenters.quick_texts import QuickTextsPresenter
from vox_console.presenters.quick_texts_state import QuickTextsState
from vox_console.ui.dialog_button import dialog_button
from vox_console.ui.errand_foot import ErrandFoot
from vox_console.ui.field_note import FieldNote
from vox_console.ui.file_choice import LISTS, ask_for_file, ask_where_to_save
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.list_dialog import ListDialog
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.primary_button import PrimaryButton
from vox_console.ui.save_dialog import CSV
from vox_console.ui.search_line import SearchLine
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S1, S2

_ABOUT: Final = (
    "A {field} is asked for when the text is used; {field|words} stands for the words where nothing is known."
)


class QuickTextDialog(ListDialog):
    """A list with a search on the left; on the right the text that was chosen, or a new one."""

    def __init__(self, theme: Theme, presenter: QuickTextsPresenter, parent: QWidget | None) -> None:
        super().__init__(theme, "Quick texts", parent)
        self._presenter = presenter
        self._listed: tuple[StoredQuickText, ...] | None = None
        self.search = SearchLine("Find a text", "Find a text", presenter.search_edited)
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
        self._remove = dialog_button("Remove", presenter.remove_pressed, kind="danger")
        self._new = dialog_button("New…", presenter.new_pressed, kind="quiet")
        self._save = dialog_button("Save", presenter.save_pressed)
        self.insert = PrimaryButton(theme, "Insert")
        self.insert.setAccessibleName("Insert")
        self.insert.setAutoDefault(False)
        self.insert.clicked.connect(self._insert_pressed)
        self._foot = ErrandFoot(
            theme,
            self,
            undo=presenter.undo_pressed,
            files=(
                dialog_button("Add a list…", self._open_list),
                dialog_button("Save as CSV…", self._save_list),
            ),
        )
        self.lay_out(
            about=_ABOUT, above=(self.search,), listed=self.list, side=self._right(), foot=self._foot
        )
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
        for button in (self._remove, self._save):
            button.setEnabled(not state.errand.busy)
        self._foot.show_errand(state.errand)

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
            self.asked = {name: LabelledField(self.theme, f"{{{name}}}") for name in names}
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
        ask_for_file(self, "Add the texts of a list", LISTS, self._presenter.list_chosen)

    def _save_list(self) -> None:
        then = self._presenter.export_chosen
        ask_where_to_save(self, "Save the quick texts", "quick texts", then, kinds=CSV)

    def _right(self) -> QVBoxLayout:
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
        right.addWidget(PlainLabel(self.theme, "Text", role="meta", tone="muted"))
        right.addWidget(self.text, 1)
        right.addWidget(self._text_note)
        right.addLayout(self._asked_column)
        right.addLayout(buttons)
        return right
