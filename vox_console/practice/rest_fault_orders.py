"""Carries out the faults of POST /faults that concern the REST port alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from vox_console.practice.fields import Fields
from vox_console.practice.provider import Provider
from vox_console.practice.rest_behaviours import UNAUTHORIZED, UNAVAILABLE, HttpRefusal, RestAnswer
from vox_console.practice.rest_faults import SPOILED, NextRequests

Answer = dict[str, object]
Order = Callable[[Fields, float], Answer]

_TEXTS = {
    400: "NO ROUTES",
    401: UNAUTHORIZED.text,
    429: "Too Many Requests",
    503: UNAVAILABLE.text,
    508: "loop detected",
}
_ANY_COMMAND = ""
ELSEWHERE = "https://elsewhere.invalid/api"  # a name that nobody has (RFC 2606)


class RestFaultOrders:
    """The REST faults of one provider, by the words that order them."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._faults = provider.state.faults.rest
        self.orders: dict[str, Order] = {
            "refuse_requests": self._refuse_requests,
            "close_after_read": self._close_after_read,
            "redirect": self._redirect,
            **{answer.value: partial(self._spoil, answer) for answer in SPOILED},
            "slow": self._slow,
            "refuse_rest_connections": self._refuse_connections,
            "rest_disconnect": self._disconnect,
            "forget_statuses": self._forget,
        }

    def _refuse_requests(self, fields: Fields, _now: float) -> Answer:
        status = fields.integer("status", UNAVAILABLE.status, low=400, high=599)
        refusal = HttpRefusal(
            status,
            fields.text("text", _TEXTS.get(status, "Request was refused")),
            fields.optional_integer("retry_after_s", high=86_400),
            wrapped=fields.switch("wrapped", default=False),
        )
        count = self._next(fields, self._faults.refusing)
        self._faults.refusal = refusal
        return {"refusing": count}

    def _close_after_read(self, fields: Fields, _now: float) -> Answer:
        accept = fields.switch("accept", default=False)
        count = self._next(fields, self._faults.closing)
        self._faults.closing_accepts = accept
        return {"closing": count}

    def _redirect(self, fields: Fields, _now: float) -> Answer:
        location = fields.text("location", ELSEWHERE)
        count = self._next(fields, self._faults.refusing)
        self._faults.refusal = HttpRefusal(302, "Found", location=location)
        return {"redirecting": count}

    def _spoil(self, answer: RestAnswer, fields: Fields, _now: float) -> Answer:
        return {"spoiling": self._next(fields, self._faults.spoiling[answer])}

    def _slow(self, fields: Fields, _now: float) -> Answer:
        seconds = fields.number("seconds")
        fields.finish()
        self._faults.slow_s = seconds
        return {"seconds": seconds}

    def _refuse_connections(self, fields: Fields, _now: float) -> Answer:
        on = fields.switch("on", default=True)
        fields.finish()
        self._faults.refuses_connections = on
        return {"on": on}

    def _disconnect(self, fields: Fields, _now: float) -> Answer:
        fields.finish()
        self._provider.desk.cut()
        return {}

    def _forget(self, fields: Fields, _now: float) -> Answer:
        fields.finish()
        count = len(self._provider.state.statuses)
        self._provider.state.statuses.clear()
        return {"forgotten": count}

    def _next(self, fields: Fields, order: NextRequests) -> int:
        count, command = fields.integer("count", 1), fields.text("command", _ANY_COMMAND)
        fields.finish()
        order.order(count, command)
        return count
