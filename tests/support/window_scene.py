"""Presenters and panes for the tests of the window: working objects that remember what they were told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from vox_console.domain.errors import Severity
from vox_console.presenters.account_form import new_values
from vox_console.presenters.accounts_state import AccountForm
from vox_console.presenters.notice import Notice
from vox_console.presenters.session_state import SessionState
from vox_console.presenters.tone import Tone

BOUND = SessionState(
    word="Bound",
    icon="link",
    tone=Tone.DELIVERED,
    detail="smpp.example:2876",
    hint="",
    round_trip="12 ms",
    rate="10/s",
    window_used=3,
    window_limit=10,
    retry_in_s=None,
    encrypted=True,
    facts=(("Address", "smpp.example:2876"), ("Bound since", "22 Nov 2026 20:31:12")),
    can_bind=False,
    can_unbind=True,
    practice=False,
    account="Acme",
)
WAITING = replace(
    BOUND,
    word="Waiting",
    icon="clock",
    tone=Tone.UNKNOWN,
    detail="The connection was refused.",
    hint="",
    round_trip="",
    rate="",
    window_used=0,
    window_limit=0,
    retry_in_s=12,
    encrypted=None,
    can_bind=True,
)
PRACTICE = replace(BOUND, practice=True, account="practice")

DISK = Notice("disk", "The disk is full", "Nothing is sent.", Severity.ERROR, action="Try again")
RING = Notice("ring", "The keyring is locked", "The password is not kept.", Severity.WARNING)


class Session:
    """A session presenter that remembers what was pressed."""

    def __init__(self, state: SessionState = BOUND) -> None:
        self.state = state
        self.on_state: Callable[[SessionState], None] = lambda _state: None
        self.told: list[str] = []

    def show(self, state: SessionState) -> None:
        self.state = state
        self.on_state(state)

    def bind_pressed(self) -> None:
        self.told.append("bind")

    def unbind_pressed(self) -> None:
        self.told.append("unbind")

    def tick(self) -> None:
        self.told.append("tick")


class Notices:
    """A notice presenter that takes a notice away when it is dismissed."""

    def __init__(self, *notices: Notice) -> None:
        self.notices: tuple[Notice, ...] = notices
        self.on_notices: Callable[[tuple[Notice, ...]], None] = lambda _notices: None
        self.acted: list[str] = []

    def show(self, *notices: Notice) -> None:
        self.notices = notices
        self.on_notices(notices)

    def action_pressed(self, key: str) -> None:
        self.acted.append(key)

    def dismissed(self, key: str) -> None:
        self.show(*(notice for notice in self.notices if notice.key != key))


class Accounts:
    """An accounts presenter that keeps what was typed and remembers what was pressed."""

    def __init__(self, form: AccountForm | None = None) -> None:
        self.form = form or AccountForm(new_values("Vox"), ())
        self.on_form: Callable[[AccountForm], None] = lambda _form: None
        self.told: list[str] = []
        self.left: list[str] = []

    def show(self, form: AccountForm) -> None:
        self.form = form
        self.on_form(form)

    def field_edited(self, field: str, text: str) -> None:
        self.show(replace(self.form, values={**self.form.values, field: text}))

    def field_left(self, field: str) -> None:
        self.left.append(field)

    def account_chosen(self, name: str) -> None:
        self.told.append(f"choose {name}")

    def new_pressed(self) -> None:
        self.show(replace(self.form, editing="", edited_ways=()))

    def edit_pressed(self, name: str) -> None:
        values = {"name": name, "use_smpp": "yes", "host": "smpp.example"}
        self.show(replace(self.form, editing=name, edited_ways=("smpp",), values=values))

    def remove_pressed(self, name: str) -> None:
        self.show(replace(self.form, removing=name))

    def remove_kept(self) -> None:
        self.show(replace(self.form, removing=""))

    def remove_confirmed(self) -> None:
        self.told.append(f"remove {self.form.removing}")

    def practice_chosen(self) -> None:
        self.told.append("practice")

    def test_pressed(self) -> None:
        self.told.append("test")

    def save_pressed(self) -> None:
        self.told.append("save")


class Pane(QWidget):
    """A pane with one editor that takes the keyboard."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.editor = QPlainTextEdit()
        self.editor.setAccessibleName(name)
        QVBoxLayout(self).addWidget(self.editor)
        self.setFocusProxy(self.editor)
