"""Asks about messages that an earlier session left queued: the open account's can go, others wait for theirs.

Theory of operation. The controller holds them back until a person agrees (``awaiting_consent``). A notice
stands for each account; it follows what is still held, and goes for good only when nothing is. One that
the operator puts away comes back at the next start, because nothing was decided.
"""

from __future__ import annotations

from collections.abc import Callable

from vox_console.presenters.notices import NoticePresenter
from vox_console.presenters.start_words import LEFT_BEHIND, consent_notice, other_account_notice
from vox_console.services.controller import Controller
from vox_console.services.events import Event, MessagesChanged
from vox_console.settings.profiles import Profile


class LeftBehind:
    """One session's questions. on_accounts: the operator wants to open another account."""

    def __init__(
        self,
        controller: Controller,
        notices: NoticePresenter,
        *,
        profile: Profile,
        on_accounts: Callable[[], None],
    ) -> None:
        self._controller = controller
        self._notices = notices
        self._open_name = profile.name
        self._on_accounts = on_accounts
        self._by_account: dict[str, tuple[int, ...]] = {}

    async def ask(self) -> None:
        """Show a notice for every account that has something left. Raises StoreError."""
        found: dict[str, list[int]] = {}
        for message in await self._controller.messages(self._controller.awaiting_consent):
            found.setdefault(message.profile, []).append(message.id)
        self._by_account = {account: tuple(ids) for account, ids in found.items()}
        for account in sorted(found, key=lambda name: name == self._open_name):  # the open one on top
            self._tell(account)

    def heard(self, event: Event) -> None:
        """Count anew when some of them may have been taken back; what was put away stays away."""
        if not isinstance(event, MessagesChanged) or not self._by_account:
            return
        waiting = set(self._controller.awaiting_consent)
        shown = {notice.key for notice in self._notices.notices}
        for account, ids in self._by_account.items():
            left = tuple(message_id for message_id in ids if message_id in waiting)
            self._by_account[account] = left
            key = _key(account)
            if left != ids and key in shown:
                self._notices.dismissed(key)
                if left:
                    self._tell(account)

    def _tell(self, account: str) -> None:
        ids, key = self._by_account[account], _key(account)
        if account != self._open_name:

            async def choose() -> None:
                self._on_accounts()
                self._tell(account)

            self._notices.add(other_account_notice(key, account, len(ids)), choose)
            return

        async def send() -> None:
            try:
                await self._controller.release(ids)
            except Exception:
                self._tell(account)
                raise
            self._by_account[account] = ()

        self._notices.add(consent_notice(key, len(ids)), send)


def _key(account: str) -> str:
    return f"{LEFT_BEHIND}: {account}"
