"""What concerns an account's messages whichever way they take; the pace of sending behind a disclosure."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.accounts_state import AccountForm
from vox_console.ui.account_section import AccountSection
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.theme import Theme

_RULES: Final = (
    ("auto", "Automatic: SMPP while it is bound, else REST"),
    ("smpp", "SMPP"),
    ("rest", "REST"),
)


class MessagesSection(AccountSection):
    """The usual way, country and sender, and how fast and how long."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Messages")
        usual = LabelledField(theme, "Usual way", choices=_RULES)
        self._rule = self.add_field("transport", usual, spoken="Usual way")
        country = LabelledField(theme, "Country of national numbers", choices=_countries())
        sender = LabelledField(theme, "Usual sender", hint="A name or a number")
        self.add_row(self._rule)
        self.add_row(self.add_field("default_region", country), self.add_field("default_sender", sender))
        self.add_part(PaceSection(theme), behind="More about sending")

    def show_form(self, form: AccountForm, problems: dict[str, FieldProblem]) -> None:
        """Draw another state of the form."""
        super().show_form(form, problems)
        self._rule.setVisible(form.uses_smpp and form.uses_rest)


class PaceSection(AccountSection):
    """How fast messages leave, how long one can be taken back, how long one may be."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "")
        rate = self.add_field("parts_per_s", LabelledField(theme, "Parts per second, at most", hint="10"))
        hold = self.add_field("hold_s", LabelledField(theme, "Seconds to undo a send", hint="5"))
        longest = self.add_field("part_limit", LabelledField(theme, "Longest message in parts", hint="10"))
        window = LabelledField(theme, "Unanswered requests over SMPP", hint="10")
        self._window = self.add_field("window", window)
        self.add_row(rate, hold)
        self.add_row(longest, self._window)

    def show_form(self, form: AccountForm, problems: dict[str, FieldProblem]) -> None:
        """Draw another state of the form."""
        super().show_form(form, problems)
        self._window.setVisible(form.uses_smpp)


def _countries() -> tuple[tuple[str, str], ...]:
    """Give (ISO 3166 code, name) of every country, by name, with "no country" first."""
    found = {}
    for territory in QLocale.Country:
        code = QLocale.territoryToCode(territory)
        if len(code) == 2 and code.isalpha():
            found[code] = f"{QLocale.territoryToString(territory)} ({code})"
    return (("", "None: always with +"), *sorted(found.items(), key=lambda pair: pair[1]))
