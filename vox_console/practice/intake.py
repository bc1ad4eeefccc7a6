"""Decides about each submit_sm: refuse, lose, or accept it, and how that is answered.

The order of the questions::

    ordered refusal? -> the magic number's refusal? -> vanish? -> id, ledger row, answer, receipts

Answers can be kept back on order (``hold_answers``) and released later, also last first.
"""

from __future__ import annotations

from functools import partial

from vox_console.practice.behaviours import Answer, Behaviour, behaviour_of
from vox_console.practice.ledger import SubmitRow, Verdict
from vox_console.practice.message_ids import IdMint
from vox_console.practice.reporter import Reporter, Submission
from vox_console.practice.rest_behaviours import rest_behaviour_of
from vox_console.practice.smsc_session import Ending, SessionState, SmscSession, header
from vox_console.practice.state import ProviderState
from vox_console.practice.tries import Tries
from vox_console.smpp.fast_codec import encode_submit_sm_resp
from vox_console.smpp.pdus import CommandId, CommandStatus, SubmitSm, Tag

# How long an answer waits at most for its receipt to be acknowledged first (magic number 0040).
RECEIPT_FIRST_PATIENCE_S = 1.0


class Intake:
    """Takes submit_sm of one provider."""

    def __init__(self, state: ProviderState, reporter: Reporter, mint: IdMint) -> None:
        self._state = state
        self._reporter = reporter
        self._mint = mint
        self._tries = Tries()

    def submit(self, session: SmscSession, pdu: SubmitSm, octets: bytes, now: float) -> None:
        """Decide about one message and answer it, or not."""
        counts = self._state.ledger.counts
        counts.submits += 1
        behaviour = behaviour_of(pdu.destination.digits)
        status = self._state.faults.submits.take() or self._refusal(session, pdu, behaviour)
        if status:
            counts.refused += 1
            self._refuse(session, pdu, octets, now, status=status, has_body=behaviour.refusal_has_body)
        elif behaviour.accepts:
            counts.accepted += 1
            self._accept(session, pdu, octets, behaviour, now)
        else:
            counts.ignored += 1
            self._keep(session, pdu, octets, Verdict.IGNORED, now, answer=behaviour.answer.value)
            if behaviour.answer is Answer.CUT:
                session.end(Ending.FLUSH)

    def release_answers(self, session: SmscSession, *, backwards: bool = False) -> int:
        """Send the answers kept back, in their order or last first; give how many."""
        held = session.held[::-1] if backwards else session.held[:]
        session.held.clear()
        for octets, row in held:
            self._send(session, octets, row)
        return len(held)

    def drop_answers(self, session: SmscSession) -> int:
        """Throw away the answers kept back; give how many."""
        held = session.held[:]
        session.held.clear()
        for _, row in held:
            _mark(row, "never")
        return len(held)

    def clear(self) -> None:
        """Forget which messages were tried before."""
        self._tries.clear()

    def _refusal(self, session: SmscSession, pdu: SubmitSm, behaviour: Behaviour) -> int:
        """Give the status this try is refused with by its magic number, 0 when it is not."""
        if not behaviour.refuse_times:
            return 0
        account = session.account.system_id if session.account else ""
        refused = self._tries.refuses(
            account, pdu.destination.digits, pdu.content, times=behaviour.refuse_times
        )
        return behaviour.refuse_status if refused else 0

    def _refuse(
        self,
        session: SmscSession,
        pdu: SubmitSm,
        octets: bytes,
        now: float,
        *,
        status: int,
        has_body: bool,
    ) -> None:
        row = self._keep(session, pdu, octets, Verdict.REFUSED, now, status=status)
        answer = header(CommandId.SUBMIT_SM_RESP, status, pdu.sequence)
        if has_body:
            answer = encode_submit_sm_resp(pdu.sequence, status, "refused")
        self._answer(session, answer, row)

    def _accept(
        self, session: SmscSession, pdu: SubmitSm, octets: bytes, behaviour: Behaviour, now: float
    ) -> None:
        account = session.account
        assert account is not None, "only bound sessions yield a submit_sm"  # noqa: S101 - for the type checker
        message_id, receipt_id = self._mint.next(behaviour.ids)
        row = self._keep(session, pdu, octets, Verdict.ACCEPTED, now, message_id=message_id)
        status = None
        if row is not None:  # who only counts does not ask either
            destination = pdu.destination.digits
            form = rest_behaviour_of(destination).query
            status = self._state.statuses.open(
                account.system_id, destination, message_id, receipt_id, form=form
            )
        submission = Submission(account, pdu, behaviour, receipt_id, row, now, status)
        if behaviour.answer is Answer.WITHOUT_BODY:
            answer = header(CommandId.SUBMIT_SM_RESP, CommandStatus.ESME_ROK, pdu.sequence)
        else:
            answer = encode_submit_sm_resp(pdu.sequence, CommandStatus.ESME_ROK, message_id)
        if behaviour.receipt_before_answer and pdu.registered_delivery:
            self._answer_behind_receipt(session, submission, answer)
            return
        match behaviour.answer:
            case Answer.NORMAL | Answer.WITHOUT_BODY:
                self._answer(session, answer, row)
            case Answer.LATE:
                late = partial(self._send, session, answer, row)
                self._state.timetable.at(now + self._state.tuning.late_answer_s, lambda _: late())
                _mark(row, "late")
            case Answer.NEVER:
                _mark(row, "never")
            case Answer.CUT:
                _mark(row, "cut")
                session.end(Ending.FLUSH)
        self._reporter.schedule(submission)

    def _answer_behind_receipt(self, session: SmscSession, submission: Submission, answer: bytes) -> None:
        """Send the receipt now and the answer when somebody acknowledged it.

        So it was there first, whatever session it took.
        """
        push = self._reporter.report(submission, submission.behaviour.receipts[0], submission.at)
        if push is None:  # reports were ordered to go another way, which is not there
            self._answer(session, answer, submission.row)
            return
        _mark(submission.row, "held")
        push.then = partial(self._send, session, answer, submission.row)
        self._state.timetable.at(submission.at + RECEIPT_FIRST_PATIENCE_S, lambda _: push.release())

    def _answer(self, session: SmscSession, octets: bytes, row: SubmitRow | None) -> None:
        """Send an answer, or keep it back when that was ordered."""
        if self._state.faults.holds_answers:
            session.held.append((octets, row))
            _mark(row, "held")
        else:
            self._send(session, octets, row)

    def _send(self, session: SmscSession, octets: bytes, row: SubmitRow | None) -> None:
        if session.ending is not None or session.state is SessionState.CLOSED:
            return
        session.send(octets)
        self._state.ledger.counts.answers_sent += 1
        self._state.touched.add(session)
        _mark(row, "sent")

    def _keep(
        self,
        session: SmscSession,
        pdu: SubmitSm,
        octets: bytes,
        verdict: Verdict,
        now: float,
        *,
        answer: str = "",
        message_id: str = "",
        status: int = 0,
    ) -> SubmitRow | None:
        """Write the decision into the ledger, unless that only counts."""
        ledger = self._state.ledger
        if not ledger.keeps_rows:
            return None
        row = SubmitRow(
            number=ledger.next_submit(),
            at=now + self._state.epoch_offset_s,
            session=session.name,
            account=session.account.system_id if session.account else "",
            sequence=pdu.sequence,
            source=pdu.source.digits,
            destination=pdu.destination.digits,
            data_coding=pdu.data_coding,
            esm_class=pdu.esm_class,
            registered_delivery=pdu.registered_delivery,
            short_message=pdu.content,
            sar=_sar(pdu),
            octets=octets,
            verdict=verdict,
            answer=answer,
            message_id=message_id,
            command_status=status,
        )
        ledger.add_submit(row)
        return row


def _mark(row: SubmitRow | None, answer: str) -> None:
    if row is not None:
        row.answer = answer


def _sar(pdu: SubmitSm) -> tuple[int, int, int] | None:
    tlvs = pdu.tlvs
    if Tag.SAR_MSG_REF_NUM not in tlvs:
        return None
    reference, total, number = (
        int.from_bytes(tlvs.get(tag, b""), "big")
        for tag in (Tag.SAR_MSG_REF_NUM, Tag.SAR_TOTAL_SEGMENTS, Tag.SAR_SEGMENT_SEQNUM)
    )
    return reference, total, number
