"""Pushes receipts and customers' messages to an account until somebody acknowledges them.

Theory of operation. A push waits in its account until a bound receiver has room, is written there
under a fresh sequence number, and is then in that session's `unanswered`. Three things can follow:

* a response with status 0: done (a push with `copies` left goes to the end of the queue once more);
* any other status, or no response within resend_s: it waits again, and is sent again;
* the session ends: it waits at the head of the queue, so that the next bind gets it first.

Watching for the second case needs no timer per push: sendings are kept in the order they were made,
and one entry in the timetable looks at the oldest.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from vox_console.practice.accounts import Account, Push
from vox_console.practice.ledger import PushKind, Sending
from vox_console.practice.smsc_session import SmscSession
from vox_console.practice.state import ProviderState
from vox_console.smpp import codec
from vox_console.smpp.fast_codec import encode_deliver_sm
from vox_console.smpp.pdus import CommandStatus, DataSm


class _Watch(NamedTuple):  # a tuple, because one is made for every sending
    due: float
    push: Push
    attempt: int
    session: SmscSession
    sequence: int
    account: Account


class Pusher:
    """Moves pushes from accounts to sessions."""

    def __init__(self, state: ProviderState) -> None:
        self._state = state
        self._watched: deque[_Watch] = deque()
        self._sweep_entered = False

    def push(self, account: Account, push: Push, now: float) -> None:
        """Queue a push and send it as soon as there is a receiver."""
        account.waiting.append(push)
        self.pump(account, now)

    def pump(self, account: Account, now: float) -> None:
        """Send what waits, as far as receivers have room."""
        waiting = account.waiting
        if self._state.faults.holds_pushes:
            return
        while waiting:
            session = account.next_receiver()
            if session is None:
                return
            self._send(account, session, waiting.popleft(), now)

    def answered(self, session: SmscSession, sequence: int, status: int, now: float) -> None:
        """Take a response to a push; one to an unknown or answered sequence number is passed over."""
        found = session.unanswered.pop(sequence, None)
        if found is None:
            return
        push, sending = found
        if sending is not None:
            sending.answer = status
            self._state.ledger.note("push_answered", session=session.name, sequence=sequence, status=status)
        account = session.account
        if status == CommandStatus.ESME_ROK and not push.acknowledged:
            self._acknowledge(push)
        if status == CommandStatus.ESME_ROK and push.copies and account is not None:
            push.copies -= 1
            account.waiting.append(push)
        if account is not None:
            self.pump(account, now)

    def session_ended(self, session: SmscSession, now: float) -> None:
        """Give back what the session had not answered, oldest first."""
        account = session.account
        if account is None:
            return
        unanswered = [push for push, _ in session.unanswered.values()]
        session.unanswered.clear()
        for push in reversed(unanswered):
            push.attempts += 1  # the watch on the old sending is void
            account.waiting.appendleft(push)
        self.pump(account, now)

    def clear(self) -> None:
        """Stop watching what was sent; the caller empties the queues and the timetable."""
        self._watched.clear()
        self._sweep_entered = False

    def _acknowledge(self, push: Push) -> None:
        push.acknowledged = True
        if push.row is not None:
            push.row.acknowledged = True
        if push.kind is PushKind.RECEIPT:
            self._state.ledger.counts.receipts_acknowledged += 1
        else:
            self._state.ledger.counts.mo_acknowledged += 1
        push.release()

    def _send(self, account: Account, session: SmscSession, push: Push, now: float) -> None:
        sequence = session.next_sequence()
        push.attempts += 1
        if push.as_data_sm:
            session.send(codec.encode(DataSm(sequence, push.delivery)))
        else:
            session.send(encode_deliver_sm(sequence, push.delivery))
        sending = None
        if push.row is not None:
            sending = Sending(now + self._state.epoch_offset_s, session.name, sequence)
            push.row.sendings.append(sending)
            self._state.ledger.note(
                "push_sent", number=push.row.number, session=session.name, sequence=sequence
            )
        session.unanswered[sequence] = (push, sending)
        if push.kind is PushKind.RECEIPT:
            self._state.ledger.counts.receipts_sent += 1
        else:
            self._state.ledger.counts.mo_sent += 1
        watch = _Watch(now + self._state.tuning.resend_s, push, push.attempts, session, sequence, account)
        self._watched.append(watch)
        if not self._sweep_entered:
            self._sweep_entered = True
            self._state.timetable.at(watch.due, self._sweep)
        self._state.touched.add(session)

    def _sweep(self, now: float) -> None:
        self._sweep_entered = False
        watched = self._watched
        again: dict[str, Account] = {}
        while watched:
            watch = watched[0]
            open_still = watch.push.attempts == watch.attempt and (
                not watch.push.acknowledged or watch.sequence in watch.session.unanswered
            )
            if open_still and watch.due > now:
                break
            watched.popleft()
            if open_still:
                watch.session.unanswered.pop(watch.sequence, None)
                watch.account.waiting.append(watch.push)
                again[watch.account.system_id] = watch.account
        if watched:
            self._sweep_entered = True
            self._state.timetable.at(watched[0].due, self._sweep)
        for account in again.values():
            self.pump(account, now)
