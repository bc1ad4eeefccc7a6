"""The account form: name, the two ways, and what concerns both; each fault stands beside its field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from vox_console.presenters.accounts_state import AccountForm
from vox_console.ui.account_messages import MessagesSection
from vox_console.ui.account_section import AccountSection
from vox_console.ui.account_ways import RestSection, SmppSection
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S1, S3, S4


class AccountFormPage(QScrollArea):
    """Draws an AccountForm. field_edited: (field, text) as typed. field_left: it lost the keyboard."""

    field_edited = Signal(str, str)
    field_left = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._top = AccountSection(theme, "")
        name = LabelledField(theme, "Name", hint="How this account is called here")
        self._top.add_row(self._top.add_field("name", name))
        self._smpp, self._rest = SmppSection(theme), RestSection(theme)
        self._messages = MessagesSection(theme)
        self._sections = (self._top, self._smpp, self._rest, self._messages)
        self._vault_note = PlainLabel(theme, role="meta", tone="muted", wrap=True)
        self._known: AccountForm | None = None
        self._page = self._lay_out()
        for section in self._sections:
            section.edited.connect(self.field_edited)
            section.left.connect(self.field_left)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Account")

    def show_form(self, form: AccountForm) -> None:
        """Draw another state of the form; the first fault that is new gets the keyboard."""
        problems = {problem.field: problem for problem in form.problems}
        before = {problem.field for problem in self._known.problems} if self._known else set()
        self._top.fields["name"].setEnabled(
            not form.editing
        )  # the journal's messages belong to it by its name
        for section in self._sections:
            section.show_form(form, problems)
        self._vault_note.setText(form.vault_note)
        self._vault_note.setVisible(bool(form.vault_note))
        self._known = form
        if problems.keys() - before and not form.busy:
            self._turn_to(problems.keys() - before)

    def focus_first(self) -> None:
        """Give the keyboard to the first field that still wants something."""
        fields = [field for section in self._sections for field in section.fields.values()]
        empty = (field for field in fields if not field.value and field.isVisibleTo(self))
        next(empty, self._top.fields["name"]).setFocus()
        self.verticalScrollBar().setValue(0)

    def _turn_to(self, fresh: set[str]) -> None:
        """Bring the first of these fields, as they stand on the page, into view with the keyboard in it."""
        found = [widget for name in fresh if (widget := self._reveal(name)) is not None]
        QApplication.sendPostedEvents(
            self._page, QEvent.Type.LayoutRequest
        )  # what was folded away has a place
        found.sort(key=lambda widget: (widget.mapTo(self._page, QPoint()).y(), widget.x()))
        if found:
            found[0].setFocus()
            self.ensureWidgetVisible(found[0])

    def _reveal(self, name: str) -> QWidget | None:
        return next((found for each in self._sections if (found := each.reveal(name)) is not None), None)

    def _lay_out(self) -> QWidget:
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, S1, S3, S1)
        whole.setSpacing(S4)
        for section in self._sections:
            if section is not self._top:
                whole.addWidget(_rule())
            whole.addWidget(section)
        whole.addWidget(self._vault_note)
        whole.addStretch()
        self.setWidget(page)
        page.setAutoFillBackground(False)
        return page


def _rule() -> QFrame:
    """Give a thin line between two parts."""
    rule = QFrame()
    rule.setFrameShape(QFrame.Shape.HLine)
    rule.setFrameShadow(QFrame.Shadow.Plain)
    rule.setStyleSheet("color: palette(mid)")
    rule.setFixedHeight(1)
    return rule
