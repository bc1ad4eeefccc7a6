"""The session that HTTP has not: as long as it lives, the provider answers us.

Theory of operation. The link asks about a message that cannot exist (the platform's own free check,
provider_interface §3), and while that is answered it is Bound. Any failure, every missing answer and every
answer that decides nothing ends this session and the check is made anew: at once after a session that lived
long, else after a pause (:mod:`.backoff`), so that a provider that takes requests and answers none, or
answers with faults of its own, does not turn a whole queue into unknowns. A refused password stops it until a
person acts. An idle link is checked every `check_every_s`, so that the badge does not claim what was true an
hour ago.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
from typing import Final

from vox_console.domain.errors import BindRefused, LinkError, TlsFault, VoxError
from vox_console.domain.link import Bound, Connecting, LinkState, Offline, Stopped, Waiting, Wanted
from vox_console.domain.status_answer import read_status
from vox_console.transports.backoff import LIVED_S, Backoff
from vox_console.transports.base import Clock, Sink
from vox_console.transports.rest_answers import (
    NOT_THE_API,
    UNAUTHORIZED,
    Answer,
    is_ambiguous,
    not_as_it_should,
    unauthorized,
)
from vox_console.transports.rest_settings import RestSettings, plain_text

_CLOSED: Final = NOT_THE_API | {403}  # what a whole site answers, not the API to one request


class RestLink:
    """Keeps one link. ask: puts a question about a message; raises LinkError.

    session: the name of the one that lives, "" while none does. sink: hears of every state.
    """

    def __init__(
        self, settings: RestSettings, *, clock: Clock, rng: Random, ask: Callable[[str], Awaitable[Answer]]
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._rng = rng
        self._ask = ask
        self._backoff = Backoff(rng)
        self._wake = asyncio.Event()
        self._state: LinkState = Offline()
        self._trouble: asyncio.Future[VoxError] | None = None
        self._heard_at_s = 0.0
        self.session = ""
        self.sink: Sink | None = None

    def check_now(self) -> None:
        """Skip the wait, or leave Stopped."""
        self._wake.set()

    def heard(self, answer: Answer) -> None:
        """Take note of an answer to a question."""
        self._heard_at_s = self._clock.monotonic_s()
        if answer.status == UNAUTHORIZED:
            self.doubt(unauthorized(answer), self.session)

    def heard_submit(self, answer: Answer, session: str, *, undecided: bool) -> None:
        """Take note of an answer to a submit of a session. undecided: it told nothing of any part."""
        self._heard_at_s = self._clock.monotonic_s()
        if answer.status == UNAUTHORIZED:
            self.doubt(unauthorized(answer), session)
        elif undecided or is_ambiguous(answer.status) or answer.status in _CLOSED:
            self.doubt(not_as_it_should(answer), session)

    async def keep_up(self, tasks: asyncio.TaskGroup) -> None:
        """Make a session, and a new one when it ended, until cancelled. tasks: for the checks."""
        try:
            await self._make_sessions(tasks)
        finally:
            self.session = ""  # what is handed over from now on is told not sent

    async def _make_sessions(self, tasks: asyncio.TaskGroup) -> None:
        while self._settings.plain_text_refused:
            await self.stop(plain_text())
        while True:
            lived_s = 0.0
            self._tell(Connecting(self._settings.url))
            fault = await self._check(tasks)
            if fault is None:
                bound_at_s = self._clock.monotonic_s()
                fault = await self._while_it_lasts(tasks)
                self.session = ""
                lived_s = self._clock.monotonic_s() - bound_at_s
                if lived_s >= LIVED_S and not isinstance(fault, BindRefused | TlsFault):
                    self._backoff.attempt = 0
                    continue  # the first doubt in a long while: ask at once
            self._wake.clear()
            await self._pause(fault, lived_s)

    async def _check(self, tasks: asyncio.TaskGroup) -> VoxError | None:
        """Ask about a message that cannot exist; None when that is answered."""
        started_s = self._clock.monotonic_s()
        # A task of its own: a cancellation that comes as a connection does is lost inside httpx, and must not
        # be the one by which this transport is told to end.
        asking = self._answer_to(f"check-{self._rng.getrandbits(96):024x}")
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
        if self.sink is not None:
            self.sink.round_trip((self._clock.monotonic_s() - started_s) * 1_000)
        return None

    async def _while_it_lasts(self, tasks: asyncio.TaskGroup) -> VoxError:
        """Be Bound until something speaks against it; give what."""
        self._trouble = asyncio.get_running_loop().create_future()
        self.session = f"{self._rng.getrandbits(64):016x}"
        settings = self._settings
        encrypted = settings.url.startswith("https:")
        self._tell(Bound(settings.url, self.session, self._clock.now_us(), encrypted))
        every_s = settings.check_every_s
        while True:
            try:
                async with asyncio.timeout(every_s):
                    return await asyncio.shield(self._trouble)
            except TimeoutError:
                idle_s = self._clock.monotonic_s() - self._heard_at_s
                fault = await self._check(tasks) if idle_s >= every_s / 2 else None
                if fault is not None:
                    return fault

    async def _pause(self, fault: VoxError, lived_s: float) -> None:
        url = self._settings.url
        if isinstance(fault, BindRefused | TlsFault):
            await self.stop(fault)
            return
        delay_s = self._backoff.delay_s(lived_s=lived_s, slow=False)
        retry_at_s = self._clock.monotonic_s() + delay_s
        reason = f"{fault} {fault.hint}".strip()
        self._tell(Waiting(url, self._backoff.attempt, retry_at_s, reason))
        try:
            async with asyncio.timeout(delay_s):
                await self._wake.wait()
        except TimeoutError:
            pass  # the usual end of a wait

    async def stop(self, fault: VoxError) -> None:
        """Do nothing until a person acts."""
        wanted = Wanted.PASSWORD if isinstance(fault, BindRefused) else Wanted.NOTHING
        self._wake.clear()
        self._tell(Stopped(self._settings.url, fault.title, fault.detail, fault.hint, wanted))
        await self._wake.wait()

    def doubt(self, fault: VoxError, session: str) -> None:
        """End a session, because something speaks against its being usable; a later one is not concerned."""
        if session and session == self.session and self._trouble is not None and not self._trouble.done():
            self.session = ""  # at once: who hears of the outcome must not be leased the next request
            self._trouble.set_result(fault)

    async def _answer_to(self, query_id: str) -> Answer | LinkError:
        try:
            return await self._ask(query_id)
        except LinkError as fault:
            return fault

    def tell_again(self) -> None:
        """Repeat the state: there is something to do again."""
        self._tell(self._state)

    def _tell(self, state: LinkState) -> None:
        self._state = state
        if self.sink is not None:
            self.sink.link_changed(state)
