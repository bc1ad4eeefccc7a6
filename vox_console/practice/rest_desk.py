"""The REST port, sans-IO: takes each request, has it decided, and answers it now, later, or never.

Theory of operation. :meth:`RestDesk.take` gives an :class:`~vox_console.practice.exchange.Exchange`, which
may have ended already; if not, the timetable, a control command or an acknowledgement will end it. The shell
waits for that and does nothing else. Whatever happens, an exchange ends: one that is never answered is closed
after NEVER_S, so that a client that hung up does not leave its connection behind for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count

from vox_console.http1.messages import Reply, Request
from vox_console.practice.accounts import Account
from vox_console.practice.exchange import Exchange
from vox_console.practice.inbound import CustomerMessage
from vox_console.practice.intake import RECEIPT_FIRST_PATIENCE_S
from vox_console.practice.message_ids import IdMint
from vox_console.practice.reporter import Reporter
from vox_console.practice.rest_behaviours import (
    BAD_REQUEST,
    UNAUTHORIZED,
    UNAVAILABLE,
    QueryForm,
    RestAnswer,
)
from vox_console.practice.rest_faults import Ordered
from vox_console.practice.rest_intake import Envelope, Outcome, RestIntake
from vox_console.practice.rest_replies import (
    EMPTY,
    GIANT,
    INVALID_JSON,
    dripping,
    echo_reply,
    error_reply,
    mo_reply,
    query_reply,
)
from vox_console.practice.rest_request import RequestRefused, RestRequest, read_request, refuse
from vox_console.practice.rest_submit import read_data_coding, read_submit
from vox_console.practice.state import ProviderState
from vox_console.smpp.faults import UnencodableField

NEVER_S = 300.0  # longer than any client waits
SUBMIT = "submit"

_BODIES = {
    RestAnswer.EMPTY: EMPTY,
    RestAnswer.INVALID_JSON: INVALID_JSON,
    RestAnswer.GIANT: GIANT,
    RestAnswer.FAILURE: error_reply(UNAVAILABLE),
}


class RestDesk:
    """Answers the requests of one provider."""

    def __init__(self, state: ProviderState, reporter: Reporter, mint: IdMint) -> None:
        self._state = state
        self._reporter = reporter
        self._mint = mint
        self._intake = RestIntake(state, reporter, mint)
        self._numbers = count(1)
        self._open: set[Exchange] = set()
        self._held: list[tuple[Exchange, Reply]] = []

    @property
    def unanswered(self) -> int:
        """How many requests have neither been answered nor closed."""
        return len(self._open)

    @property
    def held(self) -> int:
        """How many answers are kept back on order."""
        return len(self._held)

    def take(self, request: Request, now: float, *, wake: Callable[[], None]) -> Exchange:
        """Take a request."""
        self._state.ledger.counts.rest_requests += 1
        exchange = Exchange(next(self._numbers), wake)
        self._open.add(exchange)
        try:
            asked = read_request(request)
            exchange.command = asked.command
            outcome = self._decide(asked, exchange.number, now)
        except RequestRefused as refused:
            outcome = Outcome(error_reply(refused.refusal))
        exchange.rows = outcome.rows
        if outcome.answer is RestAnswer.ECHO:
            outcome = replace(outcome, reply=echo_reply(request))
        elif outcome.answer is RestAnswer.DRIP:
            outcome = replace(outcome, reply=dripping(outcome.reply))
        self._finish(exchange, outcome, now)
        return exchange

    def release_answers(self, *, backwards: bool = False) -> int:
        """Send the answers kept back, in their order or last first; give how many."""
        held = self._held[::-1] if backwards else self._held[:]
        self._held.clear()
        for exchange, reply in held:
            self._send(exchange, reply)
        return len(held)

    def drop_answers(self) -> int:
        """Close the connections whose answers are kept back; give how many."""
        held = self._held[:]
        self._held.clear()
        for exchange, _ in held:
            self._cut(exchange)
        return len(held)

    def cut(self) -> None:
        """Break every open connection, those that wait for an answer and those that do not."""
        self._held.clear()
        for exchange in list(self._open):
            self._cut(exchange)
        self._state.rest_cuts += 1

    def clear(self) -> None:
        """Close what is unanswered and forget which messages were tried before."""
        self._held.clear()
        for exchange in list(self._open):
            self._end(exchange, None)
        self._intake.clear()

    def _decide(self, asked: RestRequest, number: int, now: float) -> Outcome:
        account = self._state.accounts.identify(asked.username, asked.password)
        if account is None:
            raise RequestRefused(UNAUTHORIZED)
        ordered = self._state.faults.rest.take(asked.command)
        if asked.command == SUBMIT:
            envelope = Envelope(account, number, asked.octets, now)
            return self._intake.submit(envelope, read_submit(asked, reference=number), ordered)
        if ordered.refusal is not None:
            raise RequestRefused(ordered.refusal)
        match asked.command:
            case "query":
                return Outcome(self._query(account, asked), ordered.answer)
            case "mo":
                return Outcome(self._customer_message(account, asked, ordered, now), ordered.answer)
            case _:
                raise refuse("Parameter command contains incorrect value")

    def _query(self, account: Account, asked: RestRequest) -> Reply:
        self._state.ledger.counts.queries += 1
        status = self._state.statuses.find(asked.value("messageId"), account=account.system_id)
        form = QueryForm.OBJECT if status is None else status.form
        return query_reply(status, form if form is not QueryForm.OBJECT else self._state.faults.rest.query)

    def _customer_message(self, account: Account, asked: RestRequest, ordered: Ordered, now: float) -> Reply:
        """Put a customer's message in: to a session where there is one, else to the account's listener."""
        values = asked.values
        message = CustomerMessage(
            source=asked.value("ani"),
            destination=asked.value("dnis"),
            text=asked.value("message"),
            data_coding=read_data_coding(values) if "dataCoding" in values else None,
        )
        message_id, _ = self._mint.next()
        try:
            if not ordered.accepts:
                pass
            elif account.receives or account.callback_address is None:
                self._reporter.push_customer_message(account, message, now)
            else:
                self._reporter.call_back_customer_message(account, message, message_id, now)
        except (ValueError, UnencodableField) as fault:
            raise refuse(str(fault)) from fault
        return mo_reply(message_id)

    def _finish(self, exchange: Exchange, outcome: Outcome, now: float) -> None:
        timetable, tuning = self._state.timetable, self._state.tuning
        reply = _BODIES.get(outcome.answer, outcome.reply)
        hand_over = partial(self._hand_over, exchange, reply)
        delay_s = self._state.faults.rest.slow_s
        if outcome.answer is RestAnswer.LATE:
            delay_s += tuning.late_answer_s
        if outcome.answer is RestAnswer.NEVER:
            exchange.mark("never")
            timetable.at(now + NEVER_S, partial(self._give_up, exchange))
        elif outcome.answer is RestAnswer.CUT:
            self._cut(exchange)
        elif outcome.behind is not None:
            exchange.mark("held")
            outcome.behind.then = hand_over
            release = outcome.behind.release
            timetable.at(now + RECEIPT_FIRST_PATIENCE_S, lambda _: release())
        elif delay_s:
            exchange.mark("late")
            timetable.at(now + delay_s, lambda _: hand_over())
        else:
            hand_over()

    def _hand_over(self, exchange: Exchange, reply: Reply) -> None:
        """Send an answer, or keep it back when that was ordered for those to a submit."""
        if self._state.faults.holds_answers and exchange.command == SUBMIT and not exchange.ended:
            exchange.mark("held")
            self._held.append((exchange, reply))
        else:
            self._send(exchange, reply)

    def _send(self, exchange: Exchange, reply: Reply) -> None:
        if not self._end(exchange, reply):
            return
        exchange.mark("sent")
        counts = self._state.ledger.counts
        if exchange.command == SUBMIT:
            counts.answers_sent += 1
        if reply.status >= BAD_REQUEST:
            counts.rest_refused += 1

    def _cut(self, exchange: Exchange) -> None:
        if self._end(exchange, None):
            exchange.mark("cut")

    def _give_up(self, exchange: Exchange, _now: float) -> None:
        self._end(exchange, None)

    def _end(self, exchange: Exchange, reply: Reply | None) -> bool:
        self._open.discard(exchange)
        return exchange.end(reply)
