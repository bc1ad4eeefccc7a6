"""REST as a transport: requests of up to a hundred numbers, and a link that means "the provider answers us".

Theory of operation. HTTP has no session, so one is made: the transport asks about a message that cannot
exist (the platform's own free check, provider_interface §3), and while that is answered it is Bound. Any
failure, every missing answer and every answer that decides nothing ends this session and the check is made
anew: at once after a session that lived long, else after a pause (:mod:`.backoff`), so that a provider that
takes requests and answers none, or answers with faults of its own, does not turn a whole queue into
unknowns. A refused password stops it until a person acts.
An idle link is checked every `check_every_s`, so that the badge does not claim what was true an hour ago.

A lease is for one HTTP request: one text and sender, each number at most once, as many as the provider takes.
None is given while :data:`REQUESTS_AT_ONCE` are on their way, and the client has connections to spare for
those that are overdue, so that a crash leaves no doubt about parts that only waited for one. Questions have a
client of their own: they wait for no submit. Each request is a task of the transport's own task group. What
an answer decides is the business of :mod:`.rest_answers`, whether a missing answer leaves doubt that of
:class:`.rest_client.Flight`. A request that is unanswered for `response_timeout_s` is told so and goes on
waiting: an answer that comes late decides.

Nobody pushes over REST; receipts are asked for (:meth:`RestTransport.query`) or come to the listener for
callbacks, which runs beside the requests when there is one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from random import Random
from typing import Final

from vox_console.domain.errors import AskLater, BindRefused, LinkError, QueryRefused, TlsFault, VoxError
from vox_console.domain.link import Bound, Connecting, LinkState, Offline, Stopped, Waiting, Wanted
from vox_console.domain.rest_message import DATA_CODINGS, SENDER_OCTETS
from vox_console.domain.secret import Secret
from vox_console.domain.status_answer import StatusAnswer, read_status
from vox_console.domain.submission import SubmitRequest
from vox_console.transports.backoff import LIVED_S, Backoff
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
from vox_console.transports.rest_answers import (
    NOT_THE_API,
    REQUEST_TIMEOUT,
    TOO_MANY_REQUESTS,
    UNAUTHORIZED,
    Answer,
    is_ambiguous,
    not_as_it_should,
    retry_after_s,
    unauthorized,
)
from vox_console.transports.rest_body import MOST_NUMBERS, with_credentials
from vox_console.transports.rest_client import Flight, RestClient
from vox_console.transports.rest_submit import Submit, in_requests

CHECK_EVERY_S: Final = 60.0
REQUESTS_AT_ONCE: Final = 10  # that are not overdue
CONNECTIONS: Final = 4 * REQUESTS_AT_ONCE
_QUESTIONS_AT_ONCE: Final = 3
QUERY_TIMEOUT_S: Final = 15.0
_INJECT_TIMEOUT_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class RestSettings:
    """Where and as whom. url: whole, as settings.rest_access completes it. local: it is on this machine.

    post_queries: ask with JSON in a POST instead of everything in the URL. own_ids: see Capabilities.
    plain_text_refused: it would go in the clear through a network, and nobody has agreed to that.
    """

    url: str
    username: str
    password: Secret
    ca_file: str = ""
    local: bool = False
    post_queries: bool = False
    own_ids: bool = False
    plain_text_refused: bool = False
    utc_offset_min: int = 0
    connect_timeout_s: float = 10.0
    response_timeout_s: float = 20.0
    check_every_s: float = CHECK_EVERY_S


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
        self._clock = clock
        self._rng = rng
        self._callbacks = callbacks
        self._backoff = Backoff(rng)
        self._wake = asyncio.Event()
        self._sequences = count(1)
        self._sink: Sink | None = None
        self._client: RestClient | None = None
        self._asking: RestClient | None = None
        self._tasks: asyncio.TaskGroup | None = None
        self._session = ""
        self._state: LinkState = Offline()
        self._flying: set[Submit] = set()
        self._refused_lease = False
        self._trouble: asyncio.Future[VoxError] | None = None
        self._heard_at_s = 0.0

    # ---- Transport

    async def run(self, sink: Sink) -> None:
        """Keep asking whether the provider answers, until cancelled; then report what stays unanswered."""
        self._sink = sink
        try:
            async with (
                await self._usable_client() as client,
                self._new_client(_QUESTIONS_AT_ONCE) as asking,
                asyncio.TaskGroup() as tasks,
            ):
                self._client, self._asking, self._tasks = client, asking, tasks
                if self._callbacks is not None:
                    tasks.create_task(self._callbacks.run(ArrivalsAlone(sink)), name="callbacks")
                try:
                    await self._keep_up(asking, tasks)
                finally:
                    self._session = ""  # what is handed over from now on is told not sent
        finally:
            self._client = self._asking = self._tasks = None
            self._flying.clear()
            sink.link_changed(Offline())

    def bind_now(self) -> None:
        """Skip the wait, or leave Stopped, and check at once."""
        self._wake.set()
        if self._callbacks is not None:
            self._callbacks.bind_now()

    def lease(self, count: int) -> Lease | None:
        """Give numbers for what one request may carry, None while nobody answers or no connection is free."""
        if not self._session:
            return None
        if len(self._flying) >= REQUESTS_AT_ONCE:
            self._refused_lease = True
            return None
        return Lease(self._session, [next(self._sequences) for _ in range(min(count, MOST_NUMBERS))])

    def submit(self, session: str, requests: Sequence[SubmitRequest]) -> None:
        """Send parts leased for `session`; if it is gone, each is NotSent."""
        if session != self._session or self._tasks is None or self._client is None:
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
        self._require_consent()
        answer = await self._ask(self._require_client(), query_id)
        if answer.status != 200:
            error = answer.error()
            title, detail, hint = "The provider did not answer the question", error.words, error.action
            if answer.status >= 500 or answer.status in _PASSING:
                wait_s = retry_after_s(answer.retry_after)
                raise AskLater(title, detail=detail, hint=hint, retry_after_s=wait_s)
            raise QueryRefused(title, detail=detail, hint=hint)
        settings = self._settings
        found = read_status(
            answer.shown, query_id, utc_offset_min=settings.utc_offset_min, now_us=self._clock.now_us()
        )
        if found is None:
            raise QueryRefused("The provider's answer about a message makes no sense")
        return found

    async def inject(self, sender: str, number: str, text: str) -> None:
        """Hand the platform an inbound message as if a customer had sent it (command=mo, experts only).

        Raises LinkError, in words; after a missing answer nobody knows whether it was taken.
        """
        self._require_consent()
        fields = {"command": "mo", "ani": sender, "dnis": number, "message": text}
        body = with_credentials(fields, self._settings.username, self._settings.password)
        async with self._new_client(1) as client:
            answer = await client.post(body, Flight(), timeout_s=_INJECT_TIMEOUT_S)
        if answer.status != 200:
            error = answer.error()
            raise LinkError("The inbound message was not taken", detail=error.words, hint=error.action)

    # ---- the link

    async def _keep_up(self, client: RestClient, tasks: asyncio.TaskGroup) -> None:
        while self._settings.plain_text_refused:
            await self._stop(_plain_text())
        while True:
            lived_s = 0.0
            self._tell_link(Connecting(self._settings.url))
            fault = await self._check(client, tasks)
            if fault is None:
                bound_at_s = self._clock.monotonic_s()
                fault = await self._while_it_lasts(client, tasks)
                self._session = ""
                lived_s = self._clock.monotonic_s() - bound_at_s
                if lived_s >= LIVED_S and not isinstance(fault, BindRefused | TlsFault):
                    self._backoff.attempt = 0
                    continue  # the first doubt in a long while: ask at once
            self._wake.clear()
            await self._pause(fault, lived_s)

    async def _check(self, client: RestClient, tasks: asyncio.TaskGroup) -> VoxError | None:
        """Ask about a message that cannot exist; None when that is answered."""
        started_s = self._clock.monotonic_s()
        # A task of its own: a cancellation that comes as a connection does is lost inside httpx, and must not
        # be the one by which this transport is told to end.
        asking = self._answer_to(client, f"check-{self._rng.getrandbits(96):024x}")
        answer = await asyncio.shield(tasks.create_task(asking, name="check"))
        if isinstance(answer, LinkError):
            return answer
        if answer.status == UNAUTHORIZED:
            return unauthorized(answer)
        if answer.status >= 500 or answer.status in _CLOSED or 300 <= answer.status < 400:
            return not_as_it_should(answer)
        if answer.status == 200 and answer.body.strip() and read_status(answer.body, "") is None:
            detail = "Something answers at this address, but not as Vox does."
            return LinkError("The provider does not answer as it should", detail=detail)
        if self._sink is not None:
            self._sink.round_trip((self._clock.monotonic_s() - started_s) * 1_000)
        return None

    async def _while_it_lasts(self, client: RestClient, tasks: asyncio.TaskGroup) -> VoxError:
        """Be Bound until something speaks against it; give what."""
        self._trouble = asyncio.get_running_loop().create_future()
        self._session = f"{self._rng.getrandbits(64):016x}"
        settings = self._settings
        encrypted = settings.url.startswith("https:")
        self._tell_link(Bound(settings.url, self._session, self._clock.now_us(), encrypted))
        every_s = settings.check_every_s
        while True:
            try:
                async with asyncio.timeout(every_s):
                    return await asyncio.shield(self._trouble)
            except TimeoutError:
                idle_s = self._clock.monotonic_s() - self._heard_at_s
                fault = await self._check(client, tasks) if idle_s >= every_s / 2 else None
                if fault is not None:
                    return fault

    async def _pause(self, fault: VoxError, lived_s: float) -> None:
        url = self._settings.url
        if isinstance(fault, BindRefused | TlsFault):
            await self._stop(fault)
            return
        delay_s = self._backoff.delay_s(lived_s=lived_s, slow=False)
        retry_at_s = self._clock.monotonic_s() + delay_s
        reason = f"{fault} {fault.hint}".strip()
        self._tell_link(Waiting(url, self._backoff.attempt, retry_at_s, reason))
        try:
            async with asyncio.timeout(delay_s):
                await self._wake.wait()
        except TimeoutError:
            pass  # the usual end of a wait

    async def _stop(self, fault: VoxError) -> None:
        """Do nothing until a person acts."""
        wanted = Wanted.PASSWORD if isinstance(fault, BindRefused) else Wanted.NOTHING
        self._wake.clear()
        self._tell_link(Stopped(self._settings.url, fault.title, fault.detail, fault.hint, wanted))
        await self._wake.wait()

    def _doubt(self, fault: VoxError, session: str) -> None:
        """End a session, because something speaks against its being usable; a later one is not concerned."""
        if session and session == self._session and self._trouble is not None and not self._trouble.done():
            self._session = ""  # at once: who hears of the outcome must not be leased the next request
            self._trouble.set_result(fault)

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
            self._doubt(answer, session)
        else:
            self._heard_at_s = self._clock.monotonic_s()
            undecided = bool(outcomes) and all(isinstance(each, Unanswered) for each in outcomes)
            if answer.status == UNAUTHORIZED:
                self._doubt(unauthorized(answer), session)
            elif undecided or is_ambiguous(answer.status) or answer.status in _CLOSED:
                self._doubt(not_as_it_should(answer), session)
        if outcomes:
            self._tell(outcomes)
        elif self._refused_lease and self._session:
            self._refused_lease = False
            self._tell_link(self._state)

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
        self._doubt(LinkError("The provider does not answer"), session)

    async def _answer_to(self, client: RestClient, query_id: str) -> Answer | LinkError:
        try:
            return await self._ask(client, query_id)
        except LinkError as fault:
            return fault

    async def _ask(self, client: RestClient, query_id: str) -> Answer:
        """Ask about a message. Raises LinkError."""
        settings = self._settings
        if settings.post_queries:
            fields = {"command": "query", "messageId": query_id}
            body = with_credentials(fields, settings.username, settings.password)
            answer = await client.post(body, Flight(), timeout_s=QUERY_TIMEOUT_S)
        else:
            query: dict[str, str | Secret] = {
                "username": settings.username,
                "password": settings.password,
                "messageId": query_id,
                "command": "query",
            }
            answer = await client.get(query, timeout_s=QUERY_TIMEOUT_S)
        self._heard_at_s = self._clock.monotonic_s()
        if answer.status == UNAUTHORIZED:
            self._doubt(unauthorized(answer), self._session)
        return answer

    async def _usable_client(self) -> RestClient:
        """Give a client; a file of authorities or a proxy that is no use is a person's to put right."""
        while True:
            try:
                return self._new_client(CONNECTIONS)
            except LinkError as fault:
                await self._stop(fault)

    def _new_client(self, connections: int) -> RestClient:
        settings = self._settings
        return RestClient(
            settings.url,
            secret=settings.password,
            connections=connections,
            ca_file=settings.ca_file,
            connect_timeout_s=settings.connect_timeout_s,
            local=settings.local,
        )

    def _require_consent(self) -> None:
        """Raise LinkError where the password would go in the clear without anybody's having agreed to it."""
        if self._settings.plain_text_refused:
            raise _plain_text()

    def _require_client(self) -> RestClient:
        if self._asking is None:
            raise LinkError("The provider cannot be asked", detail="REST is not connected.")
        return self._asking

    def _tell(self, outcomes: list[SubmitOutcome]) -> None:
        if self._sink is None:
            return
        try:
            self._sink.outcomes(outcomes)
        except Exception as bug:  # noqa: BLE001 - a bug in who takes it must not end every other request
            asyncio.get_running_loop().call_exception_handler(
                {"message": "a transport's sink failed", "exception": bug}
            )

    def _tell_link(self, state: LinkState) -> None:
        self._state = state
        if self._sink is not None:
            self._sink.link_changed(state)


_CLOSED: Final = NOT_THE_API | {403}  # what a whole site answers, not the API to one request
_PASSING: Final = frozenset({UNAUTHORIZED, REQUEST_TIMEOUT, TOO_MANY_REQUESTS})


def _report(message: str, bug: Exception) -> None:
    """Tell the loop of a bug by its kind alone: the text of it may hold the password."""
    asyncio.get_running_loop().call_exception_handler({"message": f"{message}: {type(bug).__name__}"})


def _plain_text() -> LinkError:
    return LinkError(
        "This address is not encrypted",
        detail="Anyone on the network on the way there could read the messages and the password.",
        hint="Use https://, or agree to it in the account.",
    )
