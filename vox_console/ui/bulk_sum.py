"""Step 3 of the bulk pane: the sum of all rows, each class of exclusion with its first rows and reasons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGraphicsOpacityEffect,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.bulk_state import CheckShown, SumLine
from vox_console.presenters.bulk_trial_state import RehearsalShown
from vox_console.ui.bulk_section import BulkSection
from vox_console.ui.bulk_sheet import BulkSheet
from vox_console.ui.disclosure import Disclosure
from vox_console.ui.field_note import FieldNote
from vox_console.ui.plain_label import ElidedLabel, PlainLabel, set_tooltip
from vox_console.ui.recent_choice import RecentChoice
from vox_console.ui.rehearsal_view import RehearsalView
from vox_console.ui.theme import Theme, mark
from vox_console.ui.tokens import S1, S2, S3, S4

NOT_YET = "Every row is checked before anything leaves: its number, its fields, its length, who opted out."
_DIMMED = 0.45
_CHEVRON = 21
"""How far the words of a disclosure stand behind its left edge."""
_NUMBER_WIDTH = 84
_TOP = Qt.AlignmentFlag.AlignTop
_RIGHT = Qt.AlignmentFlag.AlignRight


class BulkSumStep(QWidget):
    """save_requested: the excluded rows are wanted as a file. recent: who got the text lately.

    rehearse_requested: a rehearsal is wanted. register_requested: the operator wants to see who wants no
    messages.
    """

    save_requested = Signal()
    rehearse_requested = Signal()
    register_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: CheckShown | None = None
        self._section = BulkSection(theme, 3, "Check")
        self._words = PlainLabel(theme, NOT_YET, tone="muted", wrap=True)
        self._mended = PlainLabel(theme, role="meta", tone="muted", wrap=True)
        self._place = QVBoxLayout()
        self.recent = RecentChoice(theme)
        self._body: QWidget | None = None
        self.rehearsal = RehearsalView(theme)
        self._rehearse = QPushButton("Rehearse")
        self._rehearse.setAccessibleName("Rehearse")
        set_tooltip(self._rehearse, "With the practice provider on this computer: nobody gets anything")
        self._rehearse.clicked.connect(self.rehearse_requested)
        self._save = QPushButton("Save the excluded rows…")
        self._save.setAccessibleName("Save the excluded rows")
        set_tooltip(self._save, "As CSV, each with its reason")
        mark(self._save, "kind", "quiet")
        self._save.clicked.connect(self.save_requested)
        self._register = QPushButton("Who wants no messages…")
        self._register.setAccessibleName("Who wants no messages")
        mark(self._register, "kind", "quiet")
        self._register.clicked.connect(self.register_requested)
        self._saved = ElidedLabel(theme, role="meta", tone="muted")
        self._saved.setAccessibleName("Saved")
        self._problem = FieldNote(theme)
        foot = QHBoxLayout()
        foot.setSpacing(S2)
        foot.addWidget(self._rehearse)
        foot.addWidget(self._save)
        foot.addWidget(self._register)
        foot.addWidget(self._saved, 1)
        column = self._section.column
        column.addWidget(self._words)
        column.addWidget(self._mended)
        column.addWidget(self.recent)
        column.addLayout(self._place)
        column.addLayout(foot)
        column.addWidget(self.rehearsal)
        column.addWidget(self._problem)
        outer = QGridLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._section)
        self.show_check(None, busy="", problem=None)

    def show_rehearsal(self, shown: RehearsalShown | None, *, can_rehearse: bool) -> None:
        """Show what came of a rehearsal, and whether there may be one."""
        self._rehearse.setVisible(self._shown is not None)
        self._rehearse.setEnabled(can_rehearse)
        self.rehearsal.show_rehearsal(shown)

    def show_check(
        self, shown: CheckShown | None, *, busy: str, problem: FieldProblem | None, mended: str = ""
    ) -> None:
        """Show the sum, or what is going on instead of it, or why there is none."""
        if problem is None:
            self._problem.show_text("")
        else:
            self._problem.show_problem(problem)
        self._words.setText(busy or (NOT_YET if shown is None else shown.words))
        self._words.set_tone("muted" if shown is None else "unknown" if shown.outdated else "text")
        self._mended.setText(mended)
        self._mended.setVisible(bool(mended))
        self._save.setVisible(shown is not None and bool(shown.excluded))
        self._register.setVisible(shown is not None and bool(shown.unwanted))
        self.recent.show_recent(None if shown is None else shown.recent)
        self._saved.setText("" if shown is None else shown.saved)
        same = shown is not None and self._shown is not None and _sum_of(shown) == _sum_of(self._shown)
        self._shown = shown
        if same:
            self._dim()
            return
        if self._body is not None:
            self._place.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
            self._body = None
        if shown is not None:
            self._body = self._sum(shown)
            self._place.addWidget(self._body)
            self._body.show()
            self._dim()

    def _dim(self) -> None:
        """Let a sum that no longer holds look so."""
        if self._body is None or self._shown is None:
            return
        effect = QGraphicsOpacityEffect(self._body)
        effect.setOpacity(_DIMMED)
        effect.setEnabled(self._shown.outdated)
        self._body.setGraphicsEffect(effect)

    def _sum(self, shown: CheckShown) -> QWidget:
        body = QWidget()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(S3)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        theme = self._theme
        total = shown.accepted.count + sum(line.count for line in shown.excluded)
        lines = [("", shown.accepted), *(("+", line) for line in shown.excluded)]
        for at, (sign, line) in enumerate(lines):
            self._line(grid, at, sign, line)
        last = len(lines)
        for column, (text, role) in enumerate((("=", "body"), (f"{total:,}", "strong"), ("rows", "body"))):
            label = PlainLabel(theme, text, role=role)
            label.setContentsMargins(_CHEVRON if column == 2 else 0, S1, 0, S1)
            grid.addWidget(label, last, column, _RIGHT if column == 1 else Qt.AlignmentFlag(0))
        column_layout = QVBoxLayout(body)
        column_layout.setContentsMargins(0, 0, 0, 0)
        column_layout.setSpacing(S4)
        column_layout.addLayout(grid)
        if shown.sheet.groups:
            column_layout.addWidget(BulkSheet(theme, shown.sheet))
        return body

    def _line(self, grid: QGridLayout, at: int, sign: str, line: SumLine) -> None:
        theme = self._theme
        plus = PlainLabel(theme, sign, tone="muted")
        count = PlainLabel(theme, f"{line.count:,}", role="strong")
        for label in (plus, count):
            label.setContentsMargins(0, S1 + 2 if line.rows else S1, 0, S1)
        grid.addWidget(plus, at, 0, _TOP)
        grid.addWidget(count, at, 1, _TOP | _RIGHT)
        if not line.rows:
            words = PlainLabel(theme, line.label)
            words.setContentsMargins(_CHEVRON, S1, 0, S1)
            grid.addWidget(words, at, 2, _TOP)
            return
        disclosure = Disclosure(theme, line.label, self._first_rows(line), quiet=False)
        disclosure.button.setAccessibleName(f"{line.count:,} {line.label}")
        set_tooltip(disclosure.button, "Show the first of these rows")
        grid.addWidget(disclosure, at, 2)

    def _first_rows(self, line: SumLine) -> QWidget:
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(_CHEVRON, 0, 0, S2)
        grid.setColumnMinimumWidth(0, _NUMBER_WIDTH)
        grid.setHorizontalSpacing(S3)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        theme = self._theme
        for at, row in enumerate(line.rows):
            number = PlainLabel(theme, f"Row {row.number:,}", role="meta", tone="muted")
            number.setAccessibleName(f"Row {row.number}: {row.shown}. {row.reason}")
            reason = PlainLabel(theme, row.reason, role="meta", wrap=True)
            reason.setMinimumWidth(1)
            reason.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(number, at, 0, _TOP)
            grid.addWidget(ElidedLabel(theme, row.shown, role="meta", tone="muted"), at, 1, _TOP)
            grid.addWidget(reason, at, 2, _TOP)
        more = line.count - len(line.rows)
        if more:
            words = PlainLabel(theme, f"and {more:,} more", role="meta", tone="muted")
            grid.addWidget(words, len(line.rows), 0, 1, 3)
        return rows


def _sum_of(shown: CheckShown) -> tuple[object, ...]:
    return shown.accepted, shown.excluded, shown.sheet
