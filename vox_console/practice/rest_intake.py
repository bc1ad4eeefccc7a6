"""Decides about each number of a submit over REST, and about the one answer that all of them get.

The order of the questions::

    ordered refusal, or a number's own for the whole request? -> all refused
    a number that makes the request vanish?                   -> all ignored
    for each number: refused (400)? left out? -> else an id, ledger row and reports for each part

The answer lists what was accepted. When there is nothing to list because every number was refused, it is the
first one's refusal (interface reference U5 is open about this; it is the likeliest reading).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from vox_console.domain.segmentation import FramedPart
from vox_console.domain.submission import WireAddress
from vox_console.domain.transport_name import TransportName
from vox_console.http1.messages import Reply
from vox_console.practice.accounts import Account, Push
from vox_console.practice.behaviours import Stat, behaviour_of
from vox_console.practice.callback_requests import Callback
from vox_console.practice.ledger import SubmitRow, Verdict
from vox_console.practice.message_ids import IdMint
from vox_console.practice.reporter import Reporter, Submission
from vox_console.practice.rest_behaviours import (
    BAD_REQUEST,
    AnswerForm,
    HttpRefusal,
    RestAnswer,
    RestBehaviour,
    rest_behaviour_of,
)
from vox_console.practice.rest_faults import Ordered
from vox_console.practice.rest_replies import Item, error_reply, submit_reply
from vox_console.practice.rest_submit import RestSubmit, is_number
from vox_console.practice.state import ProviderState
from vox_console.practice.tries import Tries
from vox_console.smpp.pdus import SubmitSm

ADDRESS_OCTETS = 20  # 21 with the NUL, SMPP 3.4 §5.2.8
NO_NUMBER = HttpRefusal(BAD_REQUEST, "DNIS is invalid")
NO_ROUTES = HttpRefusal(BAD_REQUEST, "NO ROUTES")

_BY_SEGMENT = frozenset({AnswerForm.SEGMENT_TEXT, AnswerForm.SEGMENT_NUMBER})
_NOT_ACCEPTED = frozenset({AnswerForm.MISSING, AnswerForm.ERROR_ITEM})


@dataclass(slots=True)
class Outcome:
    """How a request is answered. behind: what has to be acknowledged before the answer goes out."""

    reply: Reply
    answer: RestAnswer = RestAnswer.NORMAL
    rows: list[SubmitRow] = field(default_factory=list)
    behind: Push | Callback | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who asked, under which number, and the request's octets for the ledger."""

    account: Account
    number: int
    octets: bytes
    at: float


class RestIntake:
    """Takes submits over REST of one provider."""

    def __init__(self, state: ProviderState, reporter: Reporter, mint: IdMint) -> None:
        self._state = state
        self._reporter = reporter
        self._mint = mint
        self._tries = Tries()

    def submit(self, envelope: Envelope, asked: RestSubmit, ordered: Ordered) -> Outcome:
        """Decide about one request."""
        numbers = {number: rest_behaviour_of(number) for number in asked.numbers}
        refusals = self._refusals(envelope, asked, numbers)
        whole = ordered.refusal or next((each for each in refusals.values() if each.whole), None)
        if whole is not None:
            rows = [self._refuse(envelope, asked, number, whole) for number in numbers]
            return Outcome(error_reply(whole), rows=_kept(rows))
        vanishing = [each.answer for each in numbers.values() if not each.accepts]
        if vanishing or not ordered.accepts:
            rows = [self._ignore(envelope, asked, number) for number in numbers]
            answer = vanishing[0] if ordered.accepts else ordered.answer
            return Outcome(error_reply(NO_ROUTES), answer, _kept(rows))
        return self._take(envelope, asked, ordered, numbers, refusals)

    def clear(self) -> None:
        """Forget which messages were tried before."""
        self._tries.clear()

    def _refusals(
        self, envelope: Envelope, asked: RestSubmit, numbers: dict[str, RestBehaviour]
    ) -> dict[str, HttpRefusal]:
        """Give the numbers whose own behaviour refuses this try; each of them has been counted."""
        found: dict[str, HttpRefusal] = {}
        for number, behaviour in numbers.items():
            if not is_number(number):
                found[number] = NO_NUMBER
            elif behaviour.refusal is not None and self._tries.refuses(
                envelope.account.system_id, number, asked.whole.short_message, times=behaviour.refuse_times
            ):
                found[number] = behaviour.refusal
        return found

    def _take(
        self,
        envelope: Envelope,
        asked: RestSubmit,
        ordered: Ordered,
        numbers: dict[str, RestBehaviour],
        refusals: dict[str, HttpRefusal],
    ) -> Outcome:
        outcome = Outcome(error_reply(NO_ROUTES), ordered.answer)
        listed: dict[str, list[Item]] = {}
        silent = False
        last = next(reversed(numbers))
        for number, behaviour in numbers.items():
            form = self._form(behaviour, is_last=number == last)
            if number in refusals:
                outcome.rows += _kept([self._refuse(envelope, asked, number, refusals[number])])
            elif form is AnswerForm.MISSING:
                silent = True
                outcome.rows += _kept([self._ignore(envelope, asked, number)])
            elif form is AnswerForm.ERROR_ITEM:
                outcome.rows += _kept([self._refuse(envelope, asked, number, NO_ROUTES)])
                listed[number] = [Item(number, form=form, error=NO_ROUTES.text)]
            else:
                listed[number] = self._accept(envelope, asked, number, form, outcome)
                if outcome.answer is RestAnswer.NORMAL:
                    outcome.answer = behaviour.answer
        if listed or silent:
            items = self._with_copies(envelope, asked, listed)
            outcome.reply = submit_reply(items, several=len(asked.numbers) > 1)
        else:
            outcome.reply = error_reply(next(iter(refusals.values())))
        return outcome

    def _form(self, behaviour: RestBehaviour, *, is_last: bool) -> AnswerForm:
        """Give the number's own form, else the standing one, which spoils no more than one number."""
        standing = self._state.faults.rest.form
        if behaviour.form is not AnswerForm.OBJECT:
            return behaviour.form
        return AnswerForm.OBJECT if standing in _NOT_ACCEPTED and not is_last else standing

    def _accept(
        self, envelope: Envelope, asked: RestSubmit, number: str, form: AnswerForm, outcome: Outcome
    ) -> list[Item]:
        """Take a number: an id, a row and reports for each of its parts."""
        state, account = self._state, envelope.account
        behaviour, rest = behaviour_of(number), rest_behaviour_of(number)
        parts = asked.segments if form in _BY_SEGMENT else asked.parts
        items = []
        for segment, part in enumerate(parts, start=1):
            message_id, receipt_id = self._ids(asked.own_id, segment if len(parts) > 1 else 0, number)
            state.ledger.counts.submits += 1
            state.ledger.counts.accepted += 1
            row = self._keep(envelope, asked, number, part, Verdict.ACCEPTED, message_id=message_id)
            outcome.rows += _kept([row])
            status = state.statuses.open(account.system_id, number, message_id, receipt_id, form=rest.query)
            submission = Submission(
                account,
                _as_pdu(envelope, asked, number, part),
                behaviour,
                receipt_id,
                row,
                envelope.at,
                status,
                TransportName.REST,
                rest,
            )
            if behaviour.receipt_before_answer:
                outcome.behind = self._reporter.report(submission, behaviour.receipts[0], envelope.at)
            else:
                self._reporter.schedule(submission)
            items.append(Item(number, message_id, segment, form))
        return items

    def _ids(self, own_id: str, segment: int, number: str) -> tuple[str, str]:
        """Give (the id for the answer, the id for reports). segment: 0 when there is only one."""
        if not own_id:
            return self._mint.next(behaviour_of(number).ids)
        own_id = f"{own_id}-{segment}" if segment else own_id
        return own_id, own_id

    def _with_copies(
        self, envelope: Envelope, asked: RestSubmit, listed: dict[str, list[Item]]
    ) -> list[Item]:
        """Give the items in the order of the request.

        A repeated number was sent once; its copies get ids all the same, of which nothing is ever heard.
        """
        items: list[Item] = []
        seen: set[str] = set()
        for number in asked.numbers:
            for item in listed.get(number, ()):
                if number not in seen or item.error or asked.own_id:
                    items.append(item)
                    continue
                message_id, _ = self._mint.next()
                self._state.statuses.open(envelope.account.system_id, number, message_id)
                items.append(replace(item, message_id=message_id))
            seen.add(number)
        return items

    def _refuse(
        self, envelope: Envelope, asked: RestSubmit, number: str, refusal: HttpRefusal
    ) -> SubmitRow | None:
        self._state.ledger.counts.submits += 1
        self._state.ledger.counts.refused += 1
        if asked.own_id:  # it names the message even when there was no route (interface reference §2.1)
            status = self._state.statuses.open(envelope.account.system_id, number, asked.own_id)
            status.tell(Stat.REJECTD, int(envelope.at + self._state.epoch_offset_s))
        return self._keep(envelope, asked, number, asked.whole, Verdict.REFUSED, status=refusal.status)

    def _ignore(self, envelope: Envelope, asked: RestSubmit, number: str) -> SubmitRow | None:
        self._state.ledger.counts.submits += 1
        self._state.ledger.counts.ignored += 1
        return self._keep(envelope, asked, number, asked.whole, Verdict.IGNORED)

    def _keep(
        self,
        envelope: Envelope,
        asked: RestSubmit,
        number: str,
        part: FramedPart,
        verdict: Verdict,
        *,
        message_id: str = "",
        status: int = 0,
    ) -> SubmitRow | None:
        """Write a decision into the ledger, unless that only counts."""
        ledger = self._state.ledger
        if not ledger.keeps_rows:
            return None
        row = SubmitRow(
            number=ledger.next_submit(),
            at=envelope.at + self._state.epoch_offset_s,
            session=f"r{envelope.number}",
            account=envelope.account.system_id,
            sequence=envelope.number,
            source=asked.source,
            destination=number,
            data_coding=asked.data_coding,
            esm_class=part.esm_class,
            registered_delivery=1,
            short_message=part.short_message,
            sar=part.sar,
            octets=envelope.octets,
            verdict=verdict,
            answer="",
            message_id=message_id,
            command_status=status,
            transport=TransportName.REST,
        )
        ledger.add_submit(row)
        return row


def _as_pdu(envelope: Envelope, asked: RestSubmit, number: str, part: FramedPart) -> SubmitSm:
    """Give the message as it goes on: an alphanumeric sender is TON 5, NPI 1 there (reference §2.1)."""
    ton = 1 if asked.source.isdigit() else 5
    source = asked.source.encode("ascii", "replace").decode()[:ADDRESS_OCTETS]
    return SubmitSm(
        envelope.number,
        WireAddress(ton, 1, source),
        WireAddress(1, 1, number),
        part.short_message,
        data_coding=asked.data_coding,
        esm_class=part.esm_class,
        registered_delivery=1,
    )


def _kept(rows: Sequence[SubmitRow | None]) -> list[SubmitRow]:
    return [row for row in rows if row is not None]
