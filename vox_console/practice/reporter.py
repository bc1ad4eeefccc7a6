"""Tells the account what became of its messages: which receipts, when, in which form, and by which way.

A word about a message is always written into the ledger and into what queries answer. Besides, a message
that came by SMPP has receipts there, and one that came by REST has callbacks where the account has an address
for them; ``POST /rest`` can order another way (:class:`~vox_console.practice.rest_faults.Reports`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from vox_console.domain.delivery import Delivery
from vox_console.domain.transport_name import TransportName
from vox_console.practice.accounts import Account, Push
from vox_console.practice.behaviours import Behaviour, ReceiptForm, Stat
from vox_console.practice.callback_requests import Callback, message_values, receipt_values
from vox_console.practice.callbacks import Callbacks
from vox_console.practice.inbound import CustomerMessage, deliveries, readable
from vox_console.practice.ledger import PushKind, PushRow, SubmitRow
from vox_console.practice.pusher import Pusher
from vox_console.practice.receipts import ReceiptFacts, receipt
from vox_console.practice.rest_behaviours import REST_ORDINARY, RestBehaviour
from vox_console.practice.rest_faults import Reports
from vox_console.practice.state import ProviderState
from vox_console.practice.statuses import MessageStatus
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

RECEIPT_ID_OCTETS = 64  # 65 with the NUL, SMPP 3.4 §5.3.2.12
STRAY_SUFFIX = "-stray"  # makes of an id one that was never given


class Submission(NamedTuple):
    """An accepted message. receipt_id: its id as receipts write it. pdu: for REST, as SMPP would carry it.

    status: what queries are answered from, None when nobody will ask.
    """

    account: Account
    pdu: SubmitSm
    behaviour: Behaviour
    receipt_id: str
    row: SubmitRow | None
    at: float
    status: MessageStatus | None = None
    transport: TransportName = TransportName.SMPP
    rest: RestBehaviour = REST_ORDINARY


class Reporter:
    """Makes receipts and customers' messages and hands them to the pusher or the callbacks.

    answered: told of each message that the customer will answer; None where there are no customers.
    """

    def __init__(self, state: ProviderState, pusher: Pusher, callbacks: Callbacks) -> None:
        self._state = state
        self._pusher = pusher
        self._callbacks = callbacks
        self._turn = 0
        self.answered: Callable[[Submission], None] | None = None

    def schedule(self, submission: Submission) -> None:
        """Enter every receipt this message will have."""
        if submission.behaviour.reply is not None and self.answered is not None:
            self.answered(submission)
        asked = submission.pdu.registered_delivery
        stats = submission.behaviour.receipts
        if not asked:
            if stats:
                self._note(submission, stats[-1], submission.at)
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

    def report(
        self, submission: Submission, stat: Stat, now: float, *, intermediate: bool = False
    ) -> Push | Callback | None:
        """Say one word about a message now; give what carries it (of two ways, SMPP's), None for nothing."""
        pdu, behaviour = submission.pdu, submission.behaviour
        self._note(submission, stat, now)
        by_smpp, by_callback = self._ways(submission)
        if not by_smpp and not by_callback:
            return None
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
        callback = self._call_back(submission, facts, now) if by_callback else None
        if not by_smpp:
            return callback
        return self.push_receipt(
            submission.account,
            facts,
            now,
            form=behaviour.form,
            copies=behaviour.receipt_copies - 1,
            intermediate=intermediate,
        )

    def _note(self, submission: Submission, stat: Stat, now: float) -> None:
        if submission.row is not None:
            submission.row.state = stat
        if submission.status is not None:
            submission.status.tell(stat, int(now + self._state.epoch_offset_s))

    def _ways(self, submission: Submission) -> tuple[bool, bool]:
        """Say whether this message's reports go by SMPP, and whether by callback."""
        reports = self._state.faults.rest.reports
        over_smpp = submission.transport is TransportName.SMPP
        by_smpp = over_smpp if reports is Reports.OWN else reports is not Reports.CALLBACK
        by_callback = not over_smpp if reports is Reports.OWN else reports is not Reports.SMPP
        fits = len(submission.receipt_id) <= RECEIPT_ID_OCTETS  # a client's own id over REST may not
        return by_smpp and fits, by_callback and submission.account.callback_address is not None

    def _call_back(self, submission: Submission, facts: ReceiptFacts, now: float) -> Callback:
        rest, account = submission.rest, submission.account
        if rest.callback_stat is not None:
            facts = replace(facts, stat=rest.callback_stat)
        push = partial(self._callbacks.push, account, now=now, kind=PushKind.RECEIPT, method=rest.callback)
        if rest.stray_callback:
            push(receipt_values(replace(facts, message_id=f"{facts.message_id}{STRAY_SUFFIX}")))
        return push(receipt_values(facts), copies=rest.callback_times - 1)

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
                number=state.ledger.next_push(),
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
        push = Push(
            PushKind.RECEIPT, row, delivery=delivery, as_data_sm=form is ReceiptForm.DATA_SM, copies=copies
        )
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
                    number=state.ledger.next_push(),
                    at=now + state.epoch_offset_s,
                    kind=PushKind.MO,
                    account=account.system_id,
                    source=delivery.source,
                    destination=delivery.destination,
                    short_message=_content(delivery),
                )
                state.ledger.add_push(row)
            push = Push(PushKind.MO, row, delivery=delivery, as_data_sm=message.data_sm)
            self._pusher.push(account, push, now)
        return len(parts)

    def call_back_customer_message(
        self, account: Account, message: CustomerMessage, message_id: str, now: float
    ) -> None:
        """Tell the account's listener about a customer's message, whole.

        Raises ValueError for a text its data_coding cannot carry.
        """
        text, data_coding = readable(message)
        values = message_values(
            source=message.source,
            destination=message.destination,
            text=text,
            message_id=message_id,
            data_coding=data_coding,
        )
        self._callbacks.push(account, values, now, kind=PushKind.MO)

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
