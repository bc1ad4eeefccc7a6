"""Tells the account what became of its messages: which receipts, when, and in which form."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import NamedTuple

from vox_console.domain.delivery import Delivery
from vox_console.practice.accounts import Account, Push
from vox_console.practice.behaviours import Behaviour, ReceiptForm, Stat
from vox_console.practice.inbound import CustomerMessage, deliveries
from vox_console.practice.ledger import PushKind, PushRow, SubmitRow
from vox_console.practice.pusher import Pusher
from vox_console.practice.receipts import ReceiptFacts, receipt
from vox_console.practice.state import ProviderState
from vox_console.smpp.fast_codec import encode_deliver_sm
from vox_console.smpp.pdus import SubmitSm, Tag

# Delays of life in seconds, before the speed is applied.
FIRST_RECEIPT_S = 1.0
RECEIPT_SPREAD_S = 2.0
BETWEEN_RECEIPTS_S = 0.5
INTERMEDIATE_S = 0.3

_GOLDEN = 0.618033988749895  # its multiples spread evenly over the unit interval, without chance

# registered_delivery, SMPP 3.4 §5.2.17; 3 is SMPP 5.0's "success only".
_RECEIPT_MASK = 0x03
_ALWAYS, _ON_FAILURE, _ON_SUCCESS = 1, 2, 3
_INTERMEDIATE = 0x10

_FAILURES = frozenset({Stat.UNDELIV, Stat.REJECTD, Stat.EXPIRED, Stat.DELETED, Stat.UNKNOWN})
_DATA_CODING_UCS2 = 8
_EXCERPT_OCTETS = 40


class Submission(NamedTuple):
    """An accepted submit_sm. receipt_id: its id as receipts write it."""

    account: Account
    pdu: SubmitSm
    behaviour: Behaviour
    receipt_id: str
    row: SubmitRow | None
    at: float


class Reporter:
    """Makes receipts and customers' messages and hands them to the pusher."""

    def __init__(self, state: ProviderState, pusher: Pusher) -> None:
        self._state = state
        self._pusher = pusher
        self._turn = 0
        self._numbers = count(1)

    def schedule(self, submission: Submission) -> None:
        """Enter every receipt this message will have."""
        asked = submission.pdu.registered_delivery
        stats = submission.behaviour.receipts
        if not asked:
            if submission.row is not None and stats:
                submission.row.state = stats[-1]
            return
        self._turn += 1
        tuning = self._state.tuning
        if asked & _INTERMEDIATE:
            self._later(tuning.scaled(INTERMEDIATE_S), submission, Stat.ENROUTE, intermediate=True)
        delay = FIRST_RECEIPT_S + RECEIPT_SPREAD_S * (self._turn * _GOLDEN % 1.0)
        for stat in stats:
            if _wanted(asked & _RECEIPT_MASK, stat):
                self._later(tuning.scaled(delay), submission, stat)
                delay += BETWEEN_RECEIPTS_S

    def report(self, submission: Submission, stat: Stat, now: float, *, intermediate: bool = False) -> Push:
        """Push one receipt now."""
        pdu, behaviour, row = submission.pdu, submission.behaviour, submission.row
        if row is not None:
            row.state = stat
        offset_s = self._state.epoch_offset_s
        facts = ReceiptFacts(
            message_id=submission.receipt_id,
            stat=stat,
            source=pdu.source.digits,
            destination=pdu.destination.digits,
            submitted_at=int(submission.at + offset_s),
            done_at=int(now + offset_s),
            excerpt=_excerpt(pdu),
            source_ton=pdu.source.ton,
            source_npi=pdu.source.npi,
            destination_ton=pdu.destination.ton,
            destination_npi=pdu.destination.npi,
        )
        return self.push_receipt(
            submission.account,
            facts,
            now,
            form=behaviour.form,
            copies=behaviour.receipt_copies - 1,
            intermediate=intermediate,
        )

    def push_receipt(
        self,
        account: Account,
        facts: ReceiptFacts,
        now: float,
        *,
        form: ReceiptForm = ReceiptForm.STANDARD,
        copies: int = 0,
        intermediate: bool = False,
    ) -> Push:
        """Push a receipt with any facts, also of a message that never was."""
        delivery = receipt(facts, form, intermediate=intermediate)
        state = self._state
        state.ledger.counts.receipts += 1
        row = None
        if state.ledger.keeps_rows:
            row = PushRow(
                number=next(self._numbers),
                at=now + state.epoch_offset_s,
                kind=PushKind.RECEIPT,
                account=account.system_id,
                source=delivery.source,
                destination=delivery.destination,
                short_message=_content(delivery),
                message_id=facts.message_id,
                stat=facts.stat.value,
            )
            state.ledger.add_push(row)
        push = Push(delivery, PushKind.RECEIPT, row, as_data_sm=form is ReceiptForm.DATA_SM, copies=copies)
        self._pusher.push(account, push, now)
        return push

    def push_customer_message(self, account: Account, message: CustomerMessage, now: float) -> int:
        """Push a customer's message and give the number of its parts.

        Raises ValueError when the message cannot be put into parts (see inbound.deliveries), and
        UnencodableField when a field does not fit its place in a deliver_sm.
        """
        state = self._state
        parts = deliveries(message)
        for delivery in parts:
            encode_deliver_sm(1, delivery)  # what no PDU can carry is refused before it is queued
        for delivery in parts:
            state.ledger.counts.mo += 1
            row = None
            if state.ledger.keeps_rows:
                row = PushRow(
                    number=next(self._numbers),
                    at=now + state.epoch_offset_s,
                    kind=PushKind.MO,
                    account=account.system_id,
                    source=delivery.source,
                    destination=delivery.destination,
                    short_message=_content(delivery),
                )
                state.ledger.add_push(row)
            self._pusher.push(account, Push(delivery, PushKind.MO, row), now)
        return len(parts)

    def _later(
        self, delay_s: float, submission: Submission, stat: Stat, *, intermediate: bool = False
    ) -> None:
        if delay_s:
            action = partial(self._due, submission, stat, intermediate)
            self._state.timetable.at(submission.at + delay_s, action)
        else:
            self.report(submission, stat, submission.at, intermediate=intermediate)

    def _due(self, submission: Submission, stat: Stat, intermediate: bool, now: float) -> None:  # noqa: FBT001 - filled by partial above
        self.report(submission, stat, now, intermediate=intermediate)


def _content(delivery: Delivery) -> bytes:
    return delivery.short_message or delivery.tlvs.get(Tag.MESSAGE_PAYLOAD, b"")


def _wanted(asked: int, stat: Stat) -> bool:
    if asked == _ON_FAILURE:
        return stat in _FAILURES
    if asked == _ON_SUCCESS:
        return stat is Stat.DELIVRD
    return asked == _ALWAYS


def _excerpt(pdu: SubmitSm) -> bytes:
    """Give the start of the text as a receipt quotes it: ASCII, with ? for everything else."""
    octets = pdu.content
    if pdu.esm_class & 0x40 and octets:
        octets = octets[1 + octets[0] :]
    octets = octets[:_EXCERPT_OCTETS]
    if pdu.data_coding == _DATA_CODING_UCS2:
        return octets.decode("utf-16-be", "replace").encode("ascii", "replace")
    return octets if octets.isascii() else octets.decode("latin-1").encode("ascii", "replace")
