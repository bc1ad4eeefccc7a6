"""The two ways of the account form: SMPP and REST, each with its own address, user name and password."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from vox_console.domain.errors import FieldProblem
from vox_console.presenters.accounts_state import AccountForm
from vox_console.ui.account_callbacks import CallbackSection
from vox_console.ui.account_section import AccountBox, AccountSection
from vox_console.ui.labelled_field import LabelledField
from vox_console.ui.theme import Theme
from vox_console.ui.tokens import S4

_BINDS: Final = (
    ("trx", "One connection (transceiver)"),
    ("tx+rx", "Two connections (transmitter, receiver)"),
)
_TLS_NOTE: Final = "Without TLS the password and every text travel readable through the network."
_HTTP: Final = (
    "With http: the password and every text travel readable through the network. Until you agree, REST is "
    "not used."
)
_AS_IT_IS: Final = "Empty: as it is now"


class SmppSection(AccountSection):
    """A session that stays up, over which receipts are pushed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme, "SMPP", "A connection that stays; receipts come by themselves.", use="use_smpp"
        )
        host = self.add_field("host", LabelledField(theme, "Address", hint="smpp.example.com"))
        port = self.add_field("port", LabelledField(theme, "Port"))
        tls = self.add_box("tls", AccountBox(theme, "Encrypt with TLS", _TLS_NOTE))
        system_id = self.add_field(
            "system_id", LabelledField(theme, "System ID", hint="The user name of the account")
        )
        password = self.add_field("password", LabelledField(theme, "Password"))
        password.hide_text()
        bind = self.add_field("bind", LabelledField(theme, "Bind as", choices=_BINDS))
        self.add_uneven_row(port, host, narrow_first=False)
        self.add_row(tls)
        self.add_row(system_id, password)
        self.add_row(bind)

    def show_form(self, form: AccountForm, problems: dict[str, FieldProblem]) -> None:
        """Draw another state of the form."""
        super().show_form(form, problems)
        self.fields["password"].show_hint(_AS_IT_IS if "smpp" in form.edited_ways else "")
        self.boxes["tls"].sentence.setVisible(not form.values.get("tls"))


class RestSection(AccountSection):
    """Requests over HTTP; what few accounts need stands behind a disclosure."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme, "REST", "A request each time; what became of it is asked for.", use="use_rest"
        )
        url = LabelledField(theme, "Address", hint="sms.example.com, or https://sms.example.com:8002/api")
        self.add_row(self.add_field("rest_url", url, spoken="REST address"))
        clear = AccountBox(theme, "Use it without encryption", _HTTP, warns=True)
        self._in_clear = self.add_box("rest_plain_text_accepted", clear)
        self.add_row(self._in_clear)
        username = self.add_field("rest_username", LabelledField(theme, "User name"), spoken="REST user name")
        password = self.add_field("rest_password", LabelledField(theme, "Password"), spoken="REST password")
        password.hide_text()
        self.add_row(username, password)
        self.add_part(RestExtras(theme), behind="More about REST")

    def show_form(self, form: AccountForm, problems: dict[str, FieldProblem]) -> None:
        """Draw another state of the form."""
        super().show_form(form, problems)
        self._in_clear.setVisible(form.rest_in_clear)
        kept = "rest" in form.edited_ways
        same = "Empty: the same as SMPP's" if form.uses_smpp else ""
        self.fields["rest_password"].show_hint(_AS_IT_IS if kept else same)


class RestExtras(AccountSection):
    """Own ids, the form of a question, how long it is answered, callbacks, and the expert's action."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "")
        features = AccountSection(theme, "")
        for name, box in (
            (
                "rest_own_ids",
                AccountBox(
                    theme,
                    "Give each message an id of ours (incMsgId)",
                    "After a lost answer it can then be asked about. The provider has to allow it.",
                ),
            ),
            (
                "rest_post",
                AccountBox(theme, "Ask by POST", "For providers that do not answer questions asked by GET."),
            ),
        ):
            features.add_row(features.add_box(name, box))
        memory = LabelledField(theme, "Vox forgets a message after (hours)", hint="24")
        features.add_row(features.add_field("rest_memory_h", memory), QWidget())
        expert = AccountSection(theme, "For experts")
        inject = AccountBox(
            theme,
            "Allow injecting inbound messages",
            "Adds an action that makes the provider believe a customer has written.",
        )
        expert.add_row(expert.add_box("rest_inject", inject))
        self.grid.setVerticalSpacing(S4)
        for part in (features, CallbackSection(theme), expert):
            self.add_part(part)
