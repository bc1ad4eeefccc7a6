"""What became of each message, by its id: the memory that status queries are answered from.

Both transports write into it, and a message is found under the id it was answered with and under the one its
receipts use, where those differ. The last word stands, as in the ledger: a provider that contradicts itself
(magic numbers 0042 and 0043) contradicts itself here too.
"""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.practice.behaviours import Stat
from vox_console.practice.rest_behaviours import QueryForm

_OPEN = frozenset({Stat.ENROUTE, Stat.ACCEPTD})


@dataclass(slots=True, eq=False)
class MessageStatus:
    """One message as a query sees it. told_at: UTC seconds of the last word, 0 before the first.

    form: how a query about it is answered.
    """

    account: str
    destination: str
    form: QueryForm = QueryForm.OBJECT
    stat: Stat = Stat.ENROUTE
    told_at: int = 0

    @property
    def final(self) -> bool:
        """Whether nothing more is to be expected."""
        return self.stat not in _OPEN

    def tell(self, stat: Stat, told_at: int) -> None:
        """Take the next word."""
        self.stat, self.told_at = stat, told_at


class Statuses:
    """The messages of one provider. An id that comes again (a client's own) means the newer message."""

    __slots__ = ("_by_id",)

    def __init__(self) -> None:
        self._by_id: dict[str, MessageStatus] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    def open(
        self, account: str, destination: str, *message_ids: str, form: QueryForm = QueryForm.OBJECT
    ) -> MessageStatus:
        """Keep a new message under its ids, and give it."""
        status = MessageStatus(account, destination, form)
        for message_id in message_ids:
            self._by_id[message_id] = status
        return status

    def find(self, message_id: str, *, account: str) -> MessageStatus | None:
        """Give the account's message of that id, None when it has none."""
        found = self._by_id.get(message_id)
        return found if found is not None and found.account == account else None

    def clear(self) -> None:
        """Forget every message, as the platform does after a day."""
        self._by_id.clear()
