"""REST as a transport: requests of up to a hundred numbers, and a link that means "the provider answers us".

Theory of operation. HTTP has no session, so one is made and kept up by :mod:`.rest_link`.

A lease is for one HTTP request: one text and sender, each number at most once, as many as the provider takes.
None is given while :data:`REQUESTS_AT_ONCE` are on their way, and the client has connections to spare for
those that are overdue, so that a crash leaves no doubt about parts that only waited for one. Questions have a
client of their own: they wait for no submit. Each request is a task of the transport's own task group. What
an answer decides is the business of :mod:`.rest_answers`, whether a missing answer leaves doubt that of
:class:`.rest_client.Flight`. A request that is unanswered for `response_timeout_s` is told so and goes on
waiting: an answer that comes late decides.

Nobody pushes over REST; receipts are asked for (:mod:`.rest_questions`) or come to the listener for
callbacks, which runs beside the requests when there is one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from itertools import count
from random import Random
from typing import Final

from vox_console.domain.errors import LinkError
from vox_console.domain.link import Offline
from vox_console.domain.rest_message import DATA_CODINGS, SENDER_OCTETS
from vox_console.domain.status_answer import StatusAnswer
from vox_console.domain.submission import SubmitRequest
from vox_console.transports.base import (
    Capabilities,
    Clock,
    Confirm,
    Lease,
    NotSent,
    Sink,
    SubmitOutcome,
    Unanswered,
)
from vox_console.transports.callbacks import ArrivalsAlone, CallbackListener
from vox_console.transports.rest_answers import Answer
from vox_console.transports.rest_body import MOST_NUMBERS, with_credentials
from vox_console.transports.rest_client import Flight, RestClient
from vox_console.transports.rest_link import RestLink
from vox_console.transports.rest_questions import RestQuestions
from vox_console.transports.rest_settings import RestSettings
from vox_console.transports.rest_submit import Submit, in_requests

REQUESTS_AT_ONCE: Final = 10  # that are not overdue
CONNECTIONS: Final = 4 * REQUESTS_AT_ONCE
_QUESTIONS_AT_ONCE: Final = 3
_INJECT_TIMEOUT_S: Final = 20.0


class RestTransport:
    """A way to the provider (see :class:`vox_console.transports.base.Transport`)."""

    def __init__(
        self,
        settings: RestSettings,
        *,
        clock: Clock,
        rng: Random,
        callbacks: CallbackListener | None = None,
    ) -> None:
        self.capabilities = Capabilities(
            name="rest",
            receipts=True,
            data_codings=DATA_CODINGS,
            sender_octets=SENDER_OCTETS,
            caller_splits=False,
            validity=False,
            queries=True,
            own_ids=settings.own_ids,
            window=REQUESTS_AT_ONCE * MOST_NUMBERS,
            burst=1 if settings.own_ids else MOST_NUMBERS,
        )
        self._settings = settings
        self._callbacks = callbacks
        self._questions = RestQuestions(settings, clock=clock, heard=self._heard)
        self._link = RestLink(settings, clock=clock, rng=rng, ask=self._questions.ask)
        self._sequences = count(1)
        self._sink: Sink | None = None
        self._client: RestClient | None = None
        self._tasks: asyncio.TaskGroup | None = None
        self._flying: set[Submit] = set()
        self._refused_lease = False

    # ---- Transport

    async def run(self, sink: Sink) -> None:
        """Keep asking whether the provider answers, until cancelled; then report what stays unanswered."""
        self._sink = self._link.sink = sink
        try:
            async with (
                await self._usable_client() as client,
                self._settings.client(_QUESTIONS_AT_ONCE) as asking,
                asyncio.TaskGroup() as tasks,
            ):
                self._client, self._questions.client, self._tasks = client, asking, tasks
                if self._callbacks is not None:
                    tasks.create_task(self._callbacks.run(ArrivalsAlone(sink)), name="callbacks")
                await self._link.keep_up(tasks)
        finally:
            self._client = self._questions.client = self._tasks = None
            self._flying.clear()
            sink.link_changed(Offline())

    def bind_now(self) -> None:
        """Skip the wait, or leave Stopped, and check at once."""
        self._link.check_now()
        if self._callbacks is not None:
            self._callbacks.bind_now()

    def lease(self, count: int) -> Lease | None:
        """Give numbers for what one request may carry, None while nobody answers or no connection is free."""
        if not self._link.session:
            return None
        if len(self._flying) >= REQUESTS_AT_ONCE:
            self._refused_lease = True
            return None
        return Lease(self._link.session, [next(self._sequences) for _ in range(min(count, MOST_NUMBERS))])

    def submit(self, session: str, requests: Sequence[SubmitRequest]) -> None:
        """Send parts leased for `session`; if it is gone, each is NotSent."""
        if session != self._link.session or self._tasks is None or self._client is None:
            gone: list[SubmitOutcome] = [
                NotSent(request.attempt_id, "the link it was meant for is gone") for request in requests
            ]
            asyncio.get_running_loop().call_soon(self._tell, gone)
            return
        for together in in_requests(requests):
            submit = self._submit(session, together)
            self._flying.add(submit)
            task = self._tasks.create_task(self._send(self._client, session, submit), name="submit")
            task.add_done_callback(partial(self._ended, submit))

    def _submit(self, session: str, together: Sequence[SubmitRequest]) -> Submit:
        def overdue(outcomes: list[SubmitOutcome]) -> None:
            self._tell_missing(session, submit, outcomes)

        submit = Submit(together, response_timeout_s=self._settings.response_timeout_s, tell=overdue)
        return submit

    def confirm(self, tokens: Sequence[object], verdict: Confirm) -> None:
        """Acknowledge arrivals, all of which came by callback."""
        if self._callbacks is not None:
            self._callbacks.confirm(tokens, verdict)

    # ---- what only REST can do

    async def query(self, query_id: str) -> StatusAnswer:
        """Ask what became of a message.

        Raises LinkError when that cannot be known now, QueryRefused when asking soon again has no use.
        """
        return await self._questions.query(query_id)

    async def inject(self, sender: str, number: str, text: str) -> None:
        """Hand the platform an inbound message as if a customer had sent it (command=mo, experts only).

        Raises LinkError, in words; after a missing answer nobody knows whether it was taken.
        """
        self._settings.require_consent()
        fields = {"command": "mo", "ani": sender, "dnis": number, "message": text}
        body = with_credentials(fields, self._settings.username, self._settings.password)
        async with self._settings.client(1) as client:
            answer = await client.post(body, Flight(), timeout_s=_INJECT_TIMEOUT_S)
        if answer.status != 200:
            error = answer.error()
            raise LinkError("The inbound message was not taken", detail=error.words, hint=error.action)

    # ---- exchanges

    async def _send(self, client: RestClient, session: str, submit: Submit) -> None:
        settings = self._settings
        try:
            outcomes, answer = await submit.send(client, settings.username, settings.password)
        except Exception as bug:  # noqa: BLE001 - whatever it is, no part stays without an outcome
            _report("a submit failed", bug)
            outcomes, answer = submit.broken(), LinkError("Internal error", detail=type(bug).__name__)
        finally:
            self._flying.discard(submit)  # before the outcomes are told: they are the sign to send more
        if isinstance(answer, LinkError):
            self._link.doubt(answer, session)
        else:
            undecided = bool(outcomes) and all(isinstance(each, Unanswered) for each in outcomes)
            self._link.heard_submit(answer, session, undecided=undecided)
        if outcomes:
            self._tell(outcomes)
        elif self._refused_lease and self._link.session:
            self._refused_lease = False
            self._link.tell_again()

    def _ended(self, submit: Submit, _task: asyncio.Task[None]) -> None:
        """Tell of a request that was handed over and cancelled before its task took its first step."""
        never = submit.never_begun()
        if never:
            self._flying.discard(submit)
            self._tell(never)

    def _tell_missing(self, session: str, submit: Submit, outcomes: list[SubmitOutcome]) -> None:
        """Tell of an answer that is overdue, or will not be heard any more."""
        self._flying.discard(submit)  # it goes on waiting, on a connection that nobody else needs
        self._tell(outcomes)
        self._link.doubt(LinkError("The provider does not answer"), session)

    def _heard(self, answer: Answer) -> None:
        self._link.heard(answer)

    async def _usable_client(self) -> RestClient:
        """Give a client; a file of authorities or a proxy that is no use is a person's to put right."""
        while True:
            try:
                return self._settings.client(CONNECTIONS)
            except LinkError as fault:
                await self._link.stop(fault)

    def _tell(self, outcomes: list[SubmitOutcome]) -> None:
        if self._sink is None:
            return
        try:
            self._sink.outcomes(outcomes)
        except Exception as bug:  # noqa: BLE001 - a bug in who takes it must not end every other request
            asyncio.get_running_loop().call_exception_handler(
                {"message": "a transport's sink failed", "exception": bug}
            )


def _report(message: str, bug: Exception) -> None:
    """Tell the loop of a bug by its kind alone: the text of it may hold the password."""
    asyncio.get_running_loop().call_exception_handler({"message": f"{message}: {type(bug).__name__}"})
