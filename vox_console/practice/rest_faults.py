"""Standing orders for the REST port: what the next requests get instead of what they deserve, and forms."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import NamedTuple

from vox_console.practice.rest_behaviours import AnswerForm, HttpRefusal, QueryForm, RestAnswer


class Reports(StrEnum):
    """Which way reports about messages go, whatever way the messages came."""

    OWN = "own"  # receipts for SMPP, callbacks for REST
    SMPP = "smpp"
    CALLBACK = "callback"
    BOTH = "both"


@dataclass(slots=True)
class NextRequests:
    """The next `count` requests of a command; "" means of any."""

    count: int = 0
    command: str = ""

    def order(self, count: int, command: str) -> None:
        """Replace what was ordered before."""
        self.count, self.command = count, command

    def take(self, command: str) -> bool:
        """Say whether this request is one of them, and use it up."""
        if self.count == 0 or self.command not in {"", command}:
            return False
        self.count -= 1
        return True


class Ordered(NamedTuple):
    """What was ordered for one request. accepts: whether what it asks for is done all the same."""

    refusal: HttpRefusal | None = None
    answer: RestAnswer = RestAnswer.NORMAL
    accepts: bool = True


NOTHING_ORDERED = Ordered()


SPOILED = (RestAnswer.EMPTY, RestAnswer.INVALID_JSON, RestAnswer.GIANT, RestAnswer.ECHO, RestAnswer.DRIP)
"""Answers that say nothing, though what was asked is done; each is ordered by its own name."""


class RestFaults:
    """The standing orders of one provider's REST port. spoiling: by what becomes of the answer."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Take everything back."""
        self.refusing = NextRequests()
        self.refusal = HttpRefusal(503, "")
        self.closing = NextRequests()
        self.closing_accepts = False
        self.spoiling = {answer: NextRequests() for answer in SPOILED}
        self.slow_s = 0.0
        self.refuses_connections = False
        self.form = AnswerForm.OBJECT
        self.query = QueryForm.OBJECT
        self.reports = Reports.OWN

    def take(self, command: str) -> Ordered:
        """Give what was ordered for this request, and use it up; one order at a time."""
        if self.refusing.take(command):
            return Ordered(refusal=self.refusal)
        if self.closing.take(command):
            return Ordered(answer=RestAnswer.CUT, accepts=self.closing_accepts)
        spoiled = next((answer for answer, order in self.spoiling.items() if order.take(command)), None)
        return NOTHING_ORDERED if spoiled is None else Ordered(answer=spoiled)

    def status(self) -> dict[str, object]:
        """Give the standing orders as JSON values."""
        return {
            "refuse_requests": {**asdict(self.refusing), **asdict(self.refusal)},
            "close_after_read": {**asdict(self.closing), "accept": self.closing_accepts},
            **{answer.value: asdict(order) for answer, order in self.spoiling.items()},
            "slow": self.slow_s,
            "refuse_rest_connections": self.refuses_connections,
            "form": self.form.value,
            "query": self.query.value,
            "reports": self.reports.value,
        }
