"""The SMPP column of the truth panel: each part with its header and its octets."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vox_console.presenters.truth_state import PartOctets, SmppTruth
from vox_console.ui.plain_label import PlainLabel
from vox_console.ui.theme import S1, Theme
from vox_console.ui.truth_column import TruthColumn
from vox_console.ui.truth_well import TruthWell


class SmppColumn(TruthColumn):
    """Draws an SmppTruth. The view of a part is kept and told another one: typing changes mostly the last."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Over SMPP")
        self._views: list[_PartView] = []

    def show_truth(self, truth: SmppTruth, *, choice: bool) -> None:
        """Show what SMPP would carry."""
        self.show_column(taken=truth.taken, choice=choice, facts=truth.facts, trouble=truth.trouble)
        while len(self._views) < len(truth.parts):
            view = _PartView(self._theme)
            self._views.append(view)
            self.body.addWidget(view)
        for view in self._views[len(truth.parts) :]:
            view.hide()
            self.body.removeWidget(view)
            view.deleteLater()
        del self._views[len(truth.parts) :]
        for view, part in zip(self._views, truth.parts, strict=True):
            view.show_part(part)

    @property
    def wells(self) -> tuple[str, ...]:
        """What the wells show, one text a part."""
        return tuple(view.well.toPlainText() for view in self._views)


class _PartView(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._part: PartOctets | None = None
        self._title = PlainLabel(theme, role="meta", tone="muted")
        self.well = TruthWell(theme, "Octets")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S1)
        column.addWidget(self._title)
        column.addWidget(self.well)

    def show_part(self, part: PartOctets) -> None:
        if part == self._part:
            return
        self._part = part
        self._title.setText(part.title)
        self.well.setAccessibleName(f"Octets of {part.title}")
        lines = [f"{tlv.value}  {tlv.label}" for tlv in part.tlvs]
        if part.header:
            lines.append(f"{part.header}  UDH")
        self.well.show_text("\n".join([*lines, part.body]))
