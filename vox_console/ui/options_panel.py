"""The settings of one message, behind one click; closed, it says only what differs from the usual."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vox_console.domain.errors import FieldProblem
from vox_console.ui.field_note import FieldNote
from vox_console.ui.plain_label import ElidedLabel, PlainLabel, set_tooltip
from vox_console.ui.theme import S2, S3, S4, Theme, mark

Coding = int | None


class OptionsPanel(QWidget):
    """Way, coding, long-message method, receipt and validity. Emits only what the operator changes.

    What the account cannot use at all is not shown; a method that does not count now is only switched off,
    because a link that comes and goes must not make the form jump.
    """

    way_chosen = Signal(str)
    coding_chosen = Signal(object)  # int | None
    method_chosen = Signal(str)
    receipt_chosen = Signal(bool)
    validity_edited = Signal(str)

    def __init__(
        self,
        theme: Theme,
        *,
        methods: Sequence[tuple[str, str]],
        ways: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._codings: tuple[tuple[Coding, str], ...] = ()
        self._methods = tuple(methods)
        self._ways = tuple(ways)
        self._shown_validity: int | None = None
        self._typing = False
        self._build_header()
        self._build_form()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S2)
        header = QHBoxLayout()
        header.setSpacing(S2)
        header.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignLeft)
        header.addWidget(self._summary, 1)
        column.addLayout(header)
        column.addWidget(self._form)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _build_header(self) -> None:
        self._toggle = QToolButton()
        self._toggle.setText("Options")
        self._toggle.setAccessibleName("Options")
        self._toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._toggle.setIconSize(QSize(16, 16))
        # No air on the left: its arrow stands in line with the counter and the editor above.
        self._toggle.setStyleSheet(
            "QToolButton { padding: 4px 8px 4px 0; } QToolButton:focus { padding: 3px 7px 3px 0; }"
        )
        self._toggle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._toggle.clicked.connect(lambda: self.set_open(open_=self._form.isHidden()))
        self._summary = ElidedLabel(self._theme, role="meta", tone="muted")

    def _build_form(self) -> None:
        self._form = QWidget()
        self._way = _combo("Send over", self._ways)
        self._coding = _combo("Coding", ())
        self._method = _combo("Long message method", self._methods)
        self._receipt = QCheckBox("Request delivery receipt")
        self._receipt.setAccessibleName("Request delivery receipt")
        self._validity = QLineEdit()
        self._validity.setAccessibleName("Valid for (hours)")
        self._validity.setPlaceholderText("as the provider sets")
        self._validity.setMaxLength(6)
        self._validity.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._note = FieldNote(self._theme)
        grid = QGridLayout(self._form)
        grid.setContentsMargins(S4 + S2, 0, 0, S2)
        grid.setHorizontalSpacing(S3)
        grid.setVerticalSpacing(S2)
        fields = (self._way, self._coding, self._method, self._validity)
        self._names: dict[QWidget, PlainLabel] = {
            field: PlainLabel(self._theme, field.accessibleName(), tone="muted", wrap=True)
            for field in fields
        }
        for row, (field, name) in enumerate(self._names.items()):
            name.setBuddy(field)
            grid.addWidget(name, row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self._note, len(fields), 1)
        grid.addWidget(self._receipt, len(fields) + 1, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        self._form.hide()
        self._way.currentIndexChanged.connect(lambda index: self.way_chosen.emit(self._ways[index][0]))
        self._coding.currentIndexChanged.connect(
            lambda index: self.coding_chosen.emit(self._codings[index][0])
        )
        self._method.currentIndexChanged.connect(
            lambda index: self.method_chosen.emit(self._methods[index][0])
        )
        self._receipt.toggled.connect(self.receipt_chosen)
        self._validity.textChanged.connect(self._on_validity)
        for before, after in pairwise((*fields, self._receipt)):
            QWidget.setTabOrder(before, after)

    @property
    def summary(self) -> str:
        """What the closed panel says."""
        return self._summary.text()

    @property
    def is_open(self) -> bool:
        """Tell whether the settings are shown."""
        return not self._form.isHidden()

    def set_open(self, *, open_: bool) -> None:
        """Show or hide the settings."""
        self._form.setVisible(open_)
        self._summary.setVisible(not open_)
        self._restyle()

    def show_options(
        self,
        *,
        codings: tuple[tuple[Coding, str], ...],
        coding: Coding,
        method: str,
        receipt: bool,
        validity_h: int,
        problem: FieldProblem | None,
        way: str = "",
        has_method: bool = True,
        method_counts: bool = True,
        has_validity: bool = True,
    ) -> None:
        """Show what is set. A fault opens the panel: it stands where it was made.

        way: which one is asked for, "" where there is no choice. For the rest see ComposeState.
        """
        self._show_row(self._way, shown=bool(way))
        self._show_row(self._method, shown=has_method)
        self._show_row(self._validity, shown=has_validity)
        if codings != self._codings:
            with QSignalBlocker(self._coding):
                self._coding.clear()
                self._coding.addItems([label for _value, label in codings])
            self._codings = codings
        way_label = _choose(self._way, self._ways, way)
        coding_label = _choose(self._coding, self._codings, coding)
        method_label = _choose(self._method, self._methods, method)
        self._switch_method(on=method_counts)
        with QSignalBlocker(self._receipt):
            self._receipt.setChecked(receipt)
        if validity_h != self._shown_validity:
            self._shown_validity = validity_h
            if not self._typing:
                with QSignalBlocker(self._validity):
                    self._validity.setText(str(validity_h) if validity_h else "")
        mark(self._validity, "fault", "" if problem is None else problem.severity.value)
        if problem is None:
            self._note.show_text("")
        else:
            self._note.show_problem(problem)
            if not self.is_open:
                self.set_open(open_=True)
        unusual = (
            f"Over {way_label}" if way not in {"", self._ways[0][0]} else "",
            coding_label if coding is not None else "",
            method_label if method_counts and method != self._methods[0][0] else "",
            "" if receipt else "No receipt",
            f"Valid for {validity_h} h" if validity_h else "",
        )
        summary = " · ".join(each for each in unusual if each)
        if summary != self._summary.text():
            self._summary.setText(summary)

    def _show_row(self, field: QWidget, *, shown: bool) -> None:
        if field.isHidden() is shown:
            field.setVisible(shown)
            self._names[field].setVisible(shown)

    def _switch_method(self, *, on: bool) -> None:
        if self._method.isEnabled() is not on:
            self._method.setEnabled(on)
            self._names[self._method].setEnabled(on)
            set_tooltip(self._method, "" if on else "Over REST the provider splits long messages")

    def _on_validity(self, text: str) -> None:
        self._typing = True
        try:
            self.validity_edited.emit(text)
        finally:
            self._typing = False

    def _restyle(self) -> None:
        name = "chevron-right" if self._form.isHidden() else "chevron-down"
        self._toggle.setIcon(self._theme.icon(name, "muted", 16))


def _combo(name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.view().setAccessibleName(name)
    combo.addItems([label for _value, label in choices])
    combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(10)
    return combo


def _choose(combo: QComboBox, choices: Sequence[tuple[Coding | str, str]], value: Coding | str) -> str:
    """Select the choice with this value and give its label."""
    index = next((each for each, (held, _label) in enumerate(choices) if held == value), 0)
    if combo.currentIndex() != index:
        with QSignalBlocker(combo):
            combo.setCurrentIndex(index)
    return choices[index][1]
