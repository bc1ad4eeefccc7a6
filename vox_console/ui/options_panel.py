"""The settings of one message, behind one click; closed, it says only what differs from the usual."""

from __future__ import annotations

from collections.abc import Sequence

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
from vox_console.ui.plain_label import ElidedLabel, PlainLabel
from vox_console.ui.theme import S2, S3, S4, Theme, mark

Coding = int | None


class OptionsPanel(QWidget):
    """Coding, long-message method, receipt and validity. Emits only what the operator changes."""

    coding_chosen = Signal(object)  # int | None
    method_chosen = Signal(str)
    receipt_chosen = Signal(bool)
    validity_edited = Signal(str)

    def __init__(
        self,
        theme: Theme,
        *,
        codings: Sequence[tuple[Coding, str]],
        methods: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._codings = tuple(codings)
        self._methods = tuple(methods)
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
        self._coding = _combo("Coding", [label for _value, label in self._codings])
        self._method = _combo("Long message method", [label for _value, label in self._methods])
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
        fields: tuple[tuple[str, QWidget], ...] = (
            ("Coding", self._coding),
            ("Long message method", self._method),
            ("Valid for (hours)", self._validity),
        )
        for row, (label, field) in enumerate(fields):
            name = PlainLabel(self._theme, label, tone="muted", wrap=True)
            name.setBuddy(field)
            grid.addWidget(name, row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self._note, 3, 1)
        grid.addWidget(self._receipt, 4, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        self._form.hide()
        self._coding.currentIndexChanged.connect(
            lambda index: self.coding_chosen.emit(self._codings[index][0])
        )
        self._method.currentIndexChanged.connect(
            lambda index: self.method_chosen.emit(self._methods[index][0])
        )
        self._receipt.toggled.connect(self.receipt_chosen)
        self._validity.textChanged.connect(self._on_validity)
        QWidget.setTabOrder(self._coding, self._method)
        QWidget.setTabOrder(self._method, self._validity)
        QWidget.setTabOrder(self._validity, self._receipt)

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
        coding: Coding,
        method: str,
        receipt: bool,
        validity_h: int,
        problem: FieldProblem | None,
    ) -> None:
        """Show what is set. A fault opens the panel: it stands where it was made."""
        coding_label = _choose(self._coding, self._codings, coding)
        method_label = _choose(self._method, self._methods, method)
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
            coding_label if coding is not None else "",
            method_label if method != self._methods[0][0] else "",
            "" if receipt else "No receipt",
            f"Valid for {validity_h} h" if validity_h else "",
        )
        summary = " · ".join(each for each in unusual if each)
        if summary != self._summary.text():
            self._summary.setText(summary)

    def _on_validity(self, text: str) -> None:
        self._typing = True
        try:
            self.validity_edited.emit(text)
        finally:
            self._typing = False

    def _restyle(self) -> None:
        name = "chevron-right" if self._form.isHidden() else "chevron-down"
        self._toggle.setIcon(self._theme.icon(name, "muted", 16))


def _combo(name: str, labels: Sequence[str]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.view().setAccessibleName(name)
    combo.addItems(list(labels))
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
