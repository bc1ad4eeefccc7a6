"""Customer accounts: who may bind, which sessions are bound, and what waits to be pushed to them.

As at Vox, pushes belong to the account and not to the session that submitted: a receipt may arrive on
any receiver or transceiver of the account, and what nobody acknowledged waits for the next one
(interface reference §6.1, §6.6). Callbacks go to the one address that was agreed for the account (§5.1).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vox_console.domain.delivery import Delivery
from vox_console.domain.secret import Secret
from vox_console.practice.callback_requests import Callback, CallbackAddress
from vox_console.practice.repeated import Repeated
from vox_console.smpp.pdus import CommandStatus

if TYPE_CHECKING:
    from vox_console.practice.smsc_session import SmscSession  # which itself needs Account and Push

SYSTEM_ID_OCTETS = 15  # 16 with the NUL, SMPP 3.4 §5.2.1
PASSWORD_OCTETS = 8  # 9 with the NUL, SMPP 3.4 §5.2.2

DEFAULT_SYSTEM_ID = "practice"
DEFAULT_PASSWORD = "practice"  # noqa: S105 - a published practice password that opens nothing else


@dataclass(slots=True, eq=False, kw_only=True)
class Push(Repeated):
    """Something for an account to receive, over SMPP."""

    delivery: Delivery
    as_data_sm: bool = False


@dataclass(slots=True, eq=False)
class Account:
    """One customer. max_sessions: how many binds it may have at once.

    waiting: for a session to take them. callbacks: for the listener at callback_address, if there is one.
    """

    system_id: str
    password: Secret
    max_sessions: int = 10
    sessions: list[SmscSession] = field(default_factory=list)
    waiting: deque[Push] = field(default_factory=deque)
    callback_address: CallbackAddress | None = None
    callbacks: deque[Callback] = field(default_factory=deque)
    _turn: int = 0

    @property
    def receives(self) -> bool:
        """Whether some session takes pushes, be its window open or not."""
        return any(session.receives for session in self.sessions)

    def next_receiver(self) -> SmscSession | None:
        """Give the session that takes the next push, in turn; None while there is none."""
        sessions = self.sessions
        for step in range(len(sessions)):
            candidate = sessions[(self._turn + step) % len(sessions)]
            if candidate.can_receive:
                self._turn = (self._turn + step + 1) % len(sessions)
                return candidate
        return None


class Accounts:
    """All customers of the provider, by system_id."""

    def __init__(self) -> None:
        self._accounts: dict[str, Account] = {}
        self.add(DEFAULT_SYSTEM_ID, DEFAULT_PASSWORD)

    def add(self, system_id: str, password: str, *, max_sessions: int = 10) -> Account:
        """Open an account, or change the password and limit of an existing one.

        Raises ValueError when a field is longer than SMPP 3.4 can carry, or the limit is below 1.
        """
        if not 1 <= len(system_id.encode()) <= SYSTEM_ID_OCTETS:
            raise ValueError(f"system_id: 1 to {SYSTEM_ID_OCTETS} octets")
        if len(password.encode()) > PASSWORD_OCTETS:
            raise ValueError(f"password: at most {PASSWORD_OCTETS} octets")
        if max_sessions < 1:
            raise ValueError("max_sessions: at least 1")
        account = self._accounts.get(system_id)
        if account is None:
            account = self._accounts[system_id] = Account(system_id, Secret(password), max_sessions)
        else:
            account.password = Secret(password)
            account.max_sessions = max_sessions
        return account

    def get(self, system_id: str) -> Account | None:
        """Give the account, None when there is none."""
        return self._accounts.get(system_id)

    def all(self) -> list[Account]:
        """Give every account."""
        return list(self._accounts.values())

    def identify(self, system_id: str, password: Secret) -> Account | None:
        """Give the account whose name and password these are, None for wrong ones."""
        account = self._accounts.get(system_id)
        return account if account is not None and account.password == password else None

    def decide(self, system_id: str, password: Secret) -> int:
        """Give the command_status for a bind.

        One of ESME_ROK, ESME_RINVSYSID, ESME_RINVPASWD and ESME_RALYBND (too many sessions).
        """
        account = self._accounts.get(system_id)
        if account is None:
            return CommandStatus.ESME_RINVSYSID
        if account.password != password:
            return CommandStatus.ESME_RINVPASWD
        if len(account.sessions) >= account.max_sessions:
            return CommandStatus.ESME_RALYBND
        return CommandStatus.ESME_ROK
