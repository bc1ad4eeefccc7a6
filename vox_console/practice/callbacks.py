"""Callbacks waiting for their accounts' listeners, sans-IO: what goes out next, and when it goes again.

Theory of operation. A callback waits in its account; a worker of the shell takes it (:meth:`Callbacks.next`),
sends it, and brings back what was answered (:meth:`Callbacks.answered`). A 2xx acknowledges it. Anything
else, or nothing, makes it wait for resend_s, counted from the sending, and then stand at the end of the
queue, so that one which is never taken does not hold up the others. The address is looked up at each sending.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

from vox_console.practice.accounts import Account
from vox_console.practice.callback_requests import (
    Callback,
    CallbackAddress,
    Values,
    WireRequest,
    wire_request,
)
from vox_console.practice.ledger import PushKind, PushRow, PushWay, Sending
from vox_console.practice.rest_behaviours import CallbackMethod
from vox_console.practice.state import ProviderState

_OK = range(200, 300)


class Outgoing(NamedTuple):
    """A callback on its way. at: when it was sent."""

    callback: Callback
    address: CallbackAddress
    request: WireRequest
    sending: Sending | None
    at: float


class Callbacks:
    """The callbacks of one provider. wake: told that an account has one to send; None without a shell."""

    def __init__(self, state: ProviderState) -> None:
        self._state = state
        self._under_way: set[Callback] = set()
        self.wake: Callable[[Account], None] | None = None

    def push(
        self,
        account: Account,
        values: Values,
        now: float,
        *,
        kind: PushKind,
        method: CallbackMethod | None = None,
        copies: int = 0,
    ) -> Callback:
        """Queue a callback; `method` and `copies` as in Callback."""
        ledger = self._state.ledger
        ledger.counts.callbacks += 1
        if kind is PushKind.RECEIPT:
            ledger.counts.receipts += 1
        else:
            ledger.counts.mo += 1
        row = None
        if ledger.keeps_rows:
            row = PushRow(
                number=ledger.next_push(),
                at=now + self._state.epoch_offset_s,
                kind=kind,
                account=account.system_id,
                source=values["ani"],
                destination=values.get("dnis", ""),
                short_message=urlencode(values).encode(),
                message_id=values["message_id"],
                stat=values.get("delivery_status", ""),
                via=PushWay.CALLBACK,
            )
            ledger.add_push(row)
        callback = Callback(kind, row, values=values, method=method, copies=copies)
        account.callbacks.append(callback)
        self.pump(account)
        return callback

    def pump(self, account: Account) -> None:
        """Have what waits sent, when there is anything that can be."""
        if self.wake is not None and self._may_send(account):
            self.wake(account)

    def next(self, account: Account, now: float) -> Outgoing | None:
        """Give what is to be sent now, None when there is nothing; the caller brings it back as answered."""
        address = account.callback_address
        if address is None or not self._may_send(account):
            return None
        callback = account.callbacks.popleft()
        self._under_way.add(callback)
        callback.attempts += 1
        counts = self._state.ledger.counts
        counts.callbacks_sent += 1
        if callback.kind is PushKind.RECEIPT:
            counts.receipts_sent += 1
        else:
            counts.mo_sent += 1
        sending = None
        if callback.row is not None:
            sending = Sending(now + self._state.epoch_offset_s, address.url, callback.attempts)
            callback.row.sendings.append(sending)
            self._state.ledger.note(
                "push_sent", number=callback.row.number, session=address.url, sequence=callback.attempts
            )
        method = callback.method or address.method
        request = wire_request(callback.values, address.target, method)
        return Outgoing(callback, address, request, sending, now)

    def answered(self, account: Account, outgoing: Outgoing, status: int | None, now: float) -> None:
        """Take the answer to what was sent: an HTTP status, None when there was none.

        One that a reset has made meaningless is passed over.
        """
        callback = outgoing.callback
        if callback not in self._under_way:
            return
        self._under_way.discard(callback)
        accepted = status in _OK
        if outgoing.sending is not None and status is not None:
            outgoing.sending.answer = 0 if accepted else status
            self._state.ledger.note(
                "push_answered", session=outgoing.address.url, sequence=callback.attempts, status=status
            )
        if not accepted:
            due = max(now, outgoing.at + self._state.tuning.resend_s)
            self._state.timetable.at(due, partial(self._again, account, callback))
            return
        if not callback.acknowledged:
            self._acknowledge(callback)
        if callback.copies:
            callback.copies -= 1
            account.callbacks.append(callback)
            self.pump(account)

    def clear(self) -> None:
        """Forget every queue, address and what is under way; the caller clears the timetable."""
        self._under_way.clear()
        for account in self._state.accounts.all():
            account.callbacks.clear()
            account.callback_address = None

    def _may_send(self, account: Account) -> bool:
        has_any = bool(account.callbacks) and account.callback_address is not None
        return has_any and not self._state.faults.holds_pushes

    def _acknowledge(self, callback: Callback) -> None:
        callback.acknowledged = True
        if callback.row is not None:
            callback.row.acknowledged = True
        counts = self._state.ledger.counts
        counts.callbacks_acknowledged += 1
        if callback.kind is PushKind.RECEIPT:
            counts.receipts_acknowledged += 1
        else:
            counts.mo_acknowledged += 1
        callback.release()

    def _again(self, account: Account, callback: Callback, _now: float) -> None:
        account.callbacks.append(callback)
        self.pump(account)
