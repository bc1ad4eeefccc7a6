"""What happens to one request that brings callbacks: screened, read, handed to the sink, answered.

Theory of operation. Everything that one request brings is handed over in one call, and its answer waits for
the verdicts. 200 means that all of it is stored, and nothing else does. Whatever goes wrong on our side is
503, so that the provider sends it again; what cannot be read is 400, after what could be read beside it was
stored. Storing a report twice is harmless, losing one is not.

Nothing is logged. What a person should know is noted once per kind, in sentences that are constants, so
neither the token nor a number nor a text can get into them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Final, TypeVar, cast

from vox_console.domain.callback import CallbackMessage, Unreadable, as_delivery, read_callback
from vox_console.domain.errors import LinkError
from vox_console.domain.receipt import Receipt
from vox_console.http1.messages import Refused, Reply, Request
from vox_console.transports.base import Arrival, Clock, Confirm, Sink
from vox_console.transports.callback_fields import Posted, read_posted
from vox_console.transports.callback_screen import CallbackScreen, RequestBucket
from vox_console.transports.callback_settings import CallbackLimits, CallbackSettings

News = TypeVar("News")

MOST_NOTES: Final = 20  # distinct ones; a broken peer must not flood the person

_STORED: Final = Reply(200, b"OK\n", "text/plain")
_TRY_AGAIN: Final = Reply(503, b"try again\n", "text/plain", (("Retry-After", "10"),))
_TOO_MANY: Final = Reply(429, b"too many\n", "text/plain", (("Retry-After", "1"),))
_UNREADABLE: Final = Reply(400, b"not understood\n", "text/plain")
_ALLOW: Final = (("Allow", "GET, POST"),)
_METHODS: Final = Reply(405, b"GET or POST\n", "text/plain", _ALLOW)
_NOT_HEAD: Final = Reply(405, b"", "text/plain", _ALLOW)  # an answer to HEAD has no body


class CallbackIntake:
    """Takes requests while the listener listens, for one sink."""

    def __init__(
        self,
        settings: CallbackSettings,
        *,
        screen: CallbackScreen,
        sink: Sink,
        clock: Clock,
        limits: CallbackLimits,
    ) -> None:
        self._settings = settings
        self._gate = screen
        self._sink = sink
        self._clock = clock
        self._limits = limits
        self._bucket = RequestBucket(
            per_s=limits.requests_per_s, burst=limits.burst, now_s=clock.monotonic_s()
        )
        self._pending: set[Pending] = set()
        self._idle = asyncio.Event()
        self._leaving = False
        self._notes: set[str] = set()

    def screen(self, head: Request) -> None:
        """Raise Refused for a head that is not heard."""
        if head.method == "HEAD":
            return  # every answer to it is the same; see answer()
        refusal = self._gate.refusal(head)
        if refusal is not None:
            self._note("A request to the address for callbacks was refused", refusal.reason)
            raise refusal

    async def answer(self, request: Request) -> Reply:
        """Answer a request that passed the screen, as late as its arrivals are stored."""
        if request.method not in {"GET", "POST"}:
            return _NOT_HEAD if request.method == "HEAD" else _METHODS
        if self._leaving:
            return _TRY_AGAIN
        if not self._bucket.take(self._clock.monotonic_s()):
            self._note("Callbacks come too fast", f"more than {self._limits.requests_per_s:g} in a second")
            return _TOO_MANY
        try:
            posted = read_posted(request)
        except Refused as refusal:
            self._note("A callback could not be read", refusal.reason)
            return Reply(refusal.status, _UNREADABLE.body, _UNREADABLE.content_type)
        readable = self._read(posted)
        if readable and not await self._store(readable):
            return _TRY_AGAIN
        return _STORED if len(readable) == len(posted) else _UNREADABLE

    async def leave(self) -> None:
        """Answer what waits with 503; each needs a turn of the loop for it, and nothing from its peer."""
        self._leaving = True
        for pending in self._pending:
            pending.give_up()
        if self._pending:
            await self._idle.wait()

    def _read(self, posted: Sequence[Posted]) -> list[tuple[Receipt | CallbackMessage, bytes]]:
        settings, now_us = self._settings, self._clock.now_us()
        readable: list[tuple[Receipt | CallbackMessage, bytes]] = []
        for one in posted:
            callback = read_callback(
                one.fields, settings.names, utc_offset_min=settings.utc_offset_min, now_us=now_us
            )
            if isinstance(callback, Unreadable):
                self._note("A callback could not be read", callback.reason)
            else:
                readable.append((callback, one.raw))
        return readable

    async def _store(self, readable: Sequence[tuple[Receipt | CallbackMessage, bytes]]) -> bool:
        """Hand all over at once and wait; say whether everything was stored in time."""
        pending = Pending(len(readable))
        arrivals = [
            Arrival(
                (pending, index),
                as_delivery(callback, raw),
                callback if isinstance(callback, Receipt) else None,
            )
            for index, (callback, raw) in enumerate(readable)
        ]
        self._pending.add(pending)
        try:
            if not guarded(self._sink.arrivals, arrivals):
                return False
            async with asyncio.timeout(self._limits.confirm_s):
                return await pending.stored
        except TimeoutError:
            return False
        finally:
            self._pending.discard(pending)
            if self._leaving and not self._pending:
                self._idle.set()

    def _note(self, title: str, detail: str) -> None:
        fault = LinkError(title, detail=f"{detail[0].upper()}{detail[1:]}.")
        if len(self._notes) < MOST_NOTES and str(fault) not in self._notes:
            self._notes.add(str(fault))
            guarded(self._sink.noted, fault)


class Pending:
    """One request that waits until each of its arrivals is stored. stored: resolves to whether all are."""

    def __init__(self, arrivals: int) -> None:
        self._left = set(range(arrivals))
        self.stored: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def confirm(self, index: int, verdict: Confirm) -> None:
        """Take the verdict on one arrival; what comes after the answer changes nothing."""
        if verdict is not Confirm.STORED:
            self.give_up()
            return
        self._left.discard(index)
        if not self._left and not self.stored.done():
            self.stored.set_result(True)

    def give_up(self) -> None:
        """Let the request be sent again."""
        if not self.stored.done():
            self.stored.set_result(False)


def confirm(tokens: Sequence[object], verdict: Confirm) -> None:
    """Take the verdict on arrivals; those of requests that are answered already are dropped."""
    for token in tokens:
        pending, index = cast("tuple[Pending, int]", token)
        pending.confirm(index, verdict)


def guarded(tell: Callable[[News], None], news: News) -> bool:
    """Hand on news; a bug in who takes it is reported to the loop and must not end the listener."""
    try:
        tell(news)
    except Exception as bug:  # noqa: BLE001 - the provider must hear 503, not a broken connection
        asyncio.get_running_loop().call_exception_handler(
            {"message": "a transport's sink failed", "exception": bug}
        )
        return False
    return True
