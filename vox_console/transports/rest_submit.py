"""Submits as HTTP requests: which parts travel together, and one request's way to its outcomes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from vox_console.domain.errors import LinkError
from vox_console.domain.rest_message import LongMessageMode
from vox_console.domain.secret import Secret
from vox_console.domain.submission import SubmitRequest
from vox_console.transports.base import NotSent, Refused, SubmitOutcome, Unanswered
from vox_console.transports.rest_answers import Answer, outcomes_of
from vox_console.transports.rest_body import SharedText, fits, submit_fields, with_credentials
from vox_console.transports.rest_client import Flight, RestClient

Outcomes = list[SubmitOutcome]

LATE_S: Final = 60.0  # how long an answer is waited for after its request was called unanswered


def in_requests(requests: Sequence[SubmitRequest]) -> Iterator[list[SubmitRequest]]:
    """Put together what may travel in one HTTP request, in order.

    One sender, text, coding and mode; each number once, because a copy's id may never be reported
    (provider_interface §2.2); a number alone where an id of ours goes along.
    """
    shared: dict[object, list[SubmitRequest]] = {}
    for request in requests:
        shared.setdefault(_common(request), []).append(request)
    for alike in shared.values():
        yield from _chunks(alike)


def _common(request: SubmitRequest) -> object:
    return request.source.digits, request.text, request.data_coding, request.long_mode, request.own_id


def _chunks(alike: Sequence[SubmitRequest]) -> Iterator[list[SubmitRequest]]:
    left = list(alike)
    while left:
        chunk: list[SubmitRequest] = []
        numbers: list[str] = []
        later: list[SubmitRequest] = []
        for request in left:
            number = request.destination.digits
            if not chunk or (number not in numbers and fits([*numbers, number])):
                chunk.append(request)
                numbers.append(number)
            else:
                later.append(request)
        yield chunk
        left = later


class Submit:
    """One HTTP request on its way. tell: takes the outcomes of a request whose answer is overdue.

    Every part ends in one outcome; one that was told as unanswered may get a late second.
    """

    def __init__(
        self,
        requests: Sequence[SubmitRequest],
        *,
        response_timeout_s: float,
        tell: Callable[[Outcomes], None],
    ) -> None:
        self._requests = requests
        self._response_timeout_s = response_timeout_s
        self._tell = tell
        self._flight = Flight(on_written=self._watch)
        self._clock: asyncio.TimerHandle | None = None
        self._begun = False
        self.overdue = False

    async def send(
        self, client: RestClient, username: str, password: Secret
    ) -> tuple[Outcomes, Answer | LinkError]:
        """Post it; give what came of it, unless that was told already, and the answer or why none came."""
        self._begun = True
        try:
            answer = await client.post(
                self._body(username, password), self._flight, timeout_s=self._response_timeout_s + LATE_S
            )
        except LinkError as fault:
            return self._unheard(str(fault)), fault
        except asyncio.CancelledError:
            self._tell(self._unheard("the link was closed here before the answer came"))
            raise
        finally:
            if self._clock is not None:
                self._clock.cancel()
        outcomes = outcomes_of(answer, self._requests)
        return [_late(each) for each in outcomes] if self.overdue else outcomes, answer

    def never_begun(self) -> Outcomes:
        """Give the outcomes when the task of :meth:`send` ended before its first step; else none."""
        return [] if self._begun else self._unheard("the link was closed before it was sent")

    def broken(self) -> Outcomes:
        """Give the outcomes when :meth:`send` failed by a fault of this program."""
        return self._unheard("a fault in this program ended the request")

    def _body(self, username: str, password: Secret) -> bytes:
        first = self._requests[0]
        mode = LongMessageMode(first.long_mode)
        shared = SharedText(first.source.digits, first.text, first.data_coding, mode)
        numbers = [request.destination.digits for request in self._requests]
        return with_credentials(submit_fields(shared, numbers, own_id=first.own_id), username, password)

    def _watch(self) -> None:
        """Wait for the answer from now on: until it is written a request waits for nobody but us."""
        loop = asyncio.get_running_loop()
        self._clock = loop.call_later(self._response_timeout_s, self._give_up)

    def _give_up(self) -> None:
        self.overdue = True
        self._tell(self._all_unanswered(f"no answer within {self._response_timeout_s:g} s"))

    def _unheard(self, reason: str) -> Outcomes:
        if not self._flight.written:
            return [NotSent(request.attempt_id, reason) for request in self._requests]
        return [] if self.overdue else self._all_unanswered(reason)

    def _all_unanswered(self, reason: str) -> Outcomes:
        return [Unanswered(request.attempt_id, reason) for request in self._requests]


def _late(outcome: SubmitOutcome) -> SubmitOutcome:
    """Give an outcome as it counts after the doubt was told: what is unknown is never queued by itself."""
    if isinstance(outcome, NotSent):
        return Refused(outcome.attempt_id, reason=outcome.reason, answer=outcome.answer)
    return outcome
