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
            if number not in numbers and fits([*numbers, number]):
                chunk.append(request)
                numbers.append(number)
            else:
                later.append(request)
        yield chunk
        left = later


class Submit:
    """One HTTP request on its way. tell: takes its outcomes. overdue: hears that an answer is missing.

    Every part ends in one outcome; one that was told as unanswered may get a late second.
    """

    def __init__(
        self,
        requests: Sequence[SubmitRequest],
        tell: Callable[[list[SubmitOutcome]], None],
        *,
        overdue: Callable[[LinkError], None],
    ) -> None:
        self._requests = requests
        self._tell = tell
        self._flight = Flight()
        self._tell_overdue = overdue
        self._overdue = False

    async def send(
        self, client: RestClient, username: str, password: Secret, *, response_timeout_s: float
    ) -> Answer | LinkError:
        """Post it, tell what came of it, and give the answer or why there is none."""
        clock = asyncio.get_running_loop().call_later(response_timeout_s, self._give_up, response_timeout_s)
        try:
            return await self._post(client, username, password, timeout_s=response_timeout_s + LATE_S)
        except asyncio.CancelledError:
            self._unheard("the link was closed here before the answer came")
            raise
        finally:
            clock.cancel()

    async def _post(
        self, client: RestClient, username: str, password: Secret, *, timeout_s: float
    ) -> Answer | LinkError:
        first = self._requests[0]
        shared = SharedText(
            first.source.digits, first.text, first.data_coding, LongMessageMode(first.long_mode)
        )
        numbers = [request.destination.digits for request in self._requests]
        body = with_credentials(submit_fields(shared, numbers, own_id=first.own_id), username, password)
        try:
            answer = await client.post(body, self._flight, timeout_s=timeout_s)
        except LinkError as fault:
            self._unheard(str(fault))
            return fault
        outcomes = outcomes_of(answer, self._requests)
        self._tell([_late(each) for each in outcomes] if self._overdue else outcomes)
        return answer

    def _give_up(self, response_timeout_s: float) -> None:
        # Not begun is not unanswered: it waits for a connection, and goes when there is one.
        if self._flight.written:
            self._overdue = True
            reason = f"no answer within {response_timeout_s:g} s"
            self._unanswered(reason)
            self._tell_overdue(LinkError("The provider does not answer", detail=f"There was {reason}."))

    def _unheard(self, reason: str) -> None:
        if not self._flight.written:
            self._tell([NotSent(request.attempt_id, reason) for request in self._requests])
        elif not self._overdue:
            self._unanswered(reason)

    def _unanswered(self, reason: str) -> None:
        self._tell([Unanswered(request.attempt_id, reason) for request in self._requests])


def _late(outcome: SubmitOutcome) -> SubmitOutcome:
    """Give an outcome as it counts after the doubt was told: what is unknown is never queued by itself."""
    if isinstance(outcome, NotSent):
        return Refused(outcome.attempt_id, reason=outcome.reason, answer=outcome.answer)
    return outcome
