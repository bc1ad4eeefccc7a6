"""One try to see whether an account works: connect, bind or ask, tell the real answer, leave."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from vox_console.domain.errors import VoxError
from vox_console.domain.link import Bound, LinkState, Stopped, Waiting
from vox_console.services.clocks import Clocks
from vox_console.services.transport_choice import Passwords, transports
from vox_console.settings.profiles import Profile
from vox_console.transports.base import Arrival, Confirm, SubmitOutcome, Transport


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the bind worked, and in words what happened."""

    ok: bool
    words: str


class _Listener:
    """A sink that waits for the first decisive state. What is pushed meanwhile is not taken."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.decided: asyncio.Future[LinkState] = asyncio.get_running_loop().create_future()

    def link_changed(self, state: LinkState) -> None:
        if isinstance(state, Bound | Waiting | Stopped) and not self.decided.done():
            self.decided.set_result(state)

    def outcomes(self, outcomes: Sequence[SubmitOutcome]) -> None:
        """Nothing is ever submitted here."""

    def arrivals(self, arrivals: Sequence[Arrival]) -> None:
        # Nothing is stored here, so nothing may be acknowledged: the provider sends it again later.
        self._transport.confirm([arrival.token for arrival in arrivals], Confirm.TRY_AGAIN)

    def round_trip(self, milliseconds: float) -> None:
        """Not of interest for one bind."""

    def noted(self, fault: VoxError) -> None:
        """Not of interest for one bind."""


async def try_account(profile: Profile, passwords: Passwords, clocks: Clocks) -> Verdict:
    """Try every way an account has, one after the other; all of them have to work."""
    quiet = profile.model_copy(update={"callback_port": 0})  # a trial takes nobody's callbacks
    ways = transports(quiet, passwords, clocks)
    verdicts = [(way.capabilities.name.upper(), await try_bind(way)) for way in ways]
    if len(verdicts) == 1:
        return verdicts[0][1]
    words = " ".join(f"{name}: {verdict.words}" for name, verdict in verdicts)
    return Verdict(ok=all(verdict.ok for _, verdict in verdicts), words=words)


async def try_bind(transport: Transport) -> Verdict:
    """Bind once and tell the answer. The transport's own time-outs bound how long it takes."""
    listener = _Listener(transport)
    async with asyncio.TaskGroup() as tasks:
        link = tasks.create_task(transport.run(listener), name="bind trial")
        state = await listener.decided
        link.cancel()
    match state:
        case Bound(address, system_id=system_id, encrypted=encrypted):
            how = "encrypted" if encrypted else "not encrypted"
            done = "Answered by" if transport.capabilities.queries else "Bound to"
            return Verdict(ok=True, words=f"{done} {system_id or address}, {how}.")
        case Stopped(title=title, reason=reason, hint=hint):
            return Verdict(ok=False, words=" ".join(filter(None, (f"{title}:", reason, hint))))
        case Waiting(reason=reason):
            return Verdict(ok=False, words=reason)
        case _:
            return Verdict(ok=False, words="The link ended before the provider answered.")
