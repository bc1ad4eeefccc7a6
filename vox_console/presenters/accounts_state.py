"""What the dialog of the accounts draws: frozen values, made by its presenter."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.errors import FieldProblem


@dataclass(frozen=True, slots=True)
class SavedAccount:
    """One account to choose from. detail: who binds where. is_open: its session is behind the dialog."""

    name: str
    detail: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class WayVerdict:
    """What a test of one way said. way: "SMPP" or "REST"."""

    way: str
    ok: bool
    words: str


@dataclass(frozen=True, slots=True)
class AccountForm:
    """The account dialog: values as typed, problems by field, what the test said, and the saved ones.

    verdicts: one for each way that was tried. fault: what went wrong with the dialog's own work, "" when
    nothing did. busy: a test is running, or something is kept. callback_url: to give to the provider; it
    holds a secret; "" while nobody listens. rest_in_clear: REST would go readable through a network.
    editing: the account being changed, "" for a new one, with edited_ways. removing: the one whose removal
    is asked about.
    """

    values: dict[str, str]
    problems: tuple[FieldProblem, ...]
    verdicts: tuple[WayVerdict, ...] = ()
    fault: str = ""
    busy: bool = False
    vault_note: str = ""
    accounts: tuple[SavedAccount, ...] = ()
    editing: str = ""
    edited_ways: tuple[str, ...] = ()
    removing: str = ""
    callback_url: str = ""
    rest_in_clear: bool = False

    @property
    def uses_smpp(self) -> bool:
        """Whether the account is to have SMPP."""
        return bool(self.values.get("use_smpp"))

    @property
    def uses_rest(self) -> bool:
        """Whether the account is to have REST."""
        return bool(self.values.get("use_rest"))
