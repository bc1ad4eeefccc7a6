"""The practice provider as a running service: its three ports, callbacks, scenario, clean end."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from vox_console.practice import views
from vox_console.practice.accounts import DEFAULT_SYSTEM_ID
from vox_console.practice.callback_sender import sending_callbacks
from vox_console.practice.certificates import throw_away_certificate
from vox_console.practice.control import ControlServer, Reply, Request
from vox_console.practice.fields import OrderFault
from vox_console.practice.ledger import Ledger
from vox_console.practice.orders import Orders
from vox_console.practice.provider import Provider
from vox_console.practice.rest_port import RestPort
from vox_console.practice.scenario import ScenarioFault, Step, parse_scenario, read_scenario
from vox_console.practice.smsc import Smsc

DEFAULT_SMPP_PORT = 2876  # the port Vox uses (interface reference §6.1)
DEFAULT_WAIT_S = 10.0
LONGEST_WAIT_S = 300.0


@dataclass(frozen=True, slots=True)
class PracticeOptions:
    """How to run. Port 0 is any free one; ledger_file and scenario_file None: none.

    rest_tls: serve HTTPS with a certificate made for this run.
    """

    host: str = "127.0.0.1"
    smpp_port: int = DEFAULT_SMPP_PORT
    control_port: int = 0
    rest_port: int = 0
    rest_tls: bool = False
    scenario_file: Path | None = None
    ledger_file: Path | None = None
    ledger_rows: bool = True
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Announcement:
    """Where a started provider is found: printed as one JSON line.

    rest_ca_file: the PEM file of the authority to trust, "" when REST is plain HTTP.
    """

    smpp_port: int
    control_port: int
    rest_port: int = 0
    rest_ca_file: str = ""
    system_id: str = DEFAULT_SYSTEM_ID
    pid: int = field(default_factory=os.getpid)


async def serve(
    options: PracticeOptions,
    *,
    announce: Callable[[Announcement], None],
    stop: asyncio.Event | None = None,
) -> None:
    """Run a provider until `stop` is set, POST /shutdown comes, or the task is cancelled.

    announce: called once, when all ports are open. Raises what :func:`running` does.
    """
    async with running(options, stop=stop) as service:
        announce(service.announcement)
        await service.stop.wait()


@asynccontextmanager
async def running(
    options: PracticeOptions, *, stop: asyncio.Event | None = None
) -> AsyncIterator[PracticeService]:
    """Run a provider on this event loop for the length of a block.

    Raises LinkError (not loopback, port taken), ScenarioFault, and OSError (files).
    """
    steps = read_scenario(options.scenario_file) if options.scenario_file is not None else []
    with ExitStack() as files:
        stream = None
        if options.ledger_file is not None:
            stream = files.enter_context(options.ledger_file.open("a", encoding="utf-8"))
        offset_s = time.time() - asyncio.get_running_loop().time()
        provider = Provider(Ledger(rows=options.ledger_rows, stream=stream), epoch_offset_s=offset_s)
        provider.state.tuning.speed = options.speed
        smsc = Smsc(provider)
        service = PracticeService(smsc, stop or asyncio.Event())
        control, rest = ControlServer(service.handle), RestPort(smsc)
        tls, authority_file = None, ""
        if options.rest_tls:
            tls, path = files.enter_context(throw_away_certificate())
            authority_file = str(path)
        try:
            await smsc.listen(options.host, options.smpp_port)
            await control.listen(options.host, options.control_port)
            await rest.listen(options.host, options.rest_port, tls=tls)
            service.announcement = Announcement(smsc.port, control.port, rest.port, authority_file)
            async with sending_callbacks(smsc):
                service.play(steps)
                yield service
        finally:
            control.close()
            await rest.close()
            await smsc.close()


class PracticeService:
    """A running provider: what the control port, scenario files and in-process tests command."""

    def __init__(self, smsc: Smsc, stop: asyncio.Event) -> None:
        self.smsc = smsc
        self.stop = stop
        self.announcement = Announcement(0, 0)
        self._orders = Orders(smsc.provider)

    @property
    def ledger(self) -> Ledger:
        """The witness."""
        return self.smsc.provider.state.ledger

    def post(self, path: str, body: object) -> dict[str, object] | None:
        """Carry out one command at once; None when there is no such path. Raises OrderFault."""
        answer = self._orders.post(path, body, self.smsc.now())
        self.smsc.settle()
        return answer

    async def wait(self, *, timeout_s: float = DEFAULT_WAIT_S, **goals: int) -> bool:
        """Wait until counts (see ledger.Counts, and ``bound``) are at least as high as wanted."""
        state = self.smsc.provider.state
        return await self.smsc.wait_until(lambda: views.reached(state, goals), timeout_s=timeout_s)

    def play(self, steps: list[Step]) -> None:
        """Enter the steps of a scenario into the timetable, counted from now."""
        now = self.smsc.now()
        for step in steps:
            self.smsc.provider.state.timetable.at(now + step.at_s, partial(self._step, step))
        self.smsc.settle()

    async def handle(self, request: Request) -> Reply:
        """Answer one request of the control port."""
        try:
            match request.method:
                case "GET":
                    return await self._get(request)
                case "POST":
                    return self._post(request)
                case _:
                    return Reply(405, {"error": "GET and POST only"})
        except (OrderFault, ScenarioFault) as fault:
            return Reply(400, {"error": str(fault)})

    async def _get(self, request: Request) -> Reply:
        state = self.smsc.provider.state
        match request.path:
            case "/status":
                ports = {"smpp_port": self.smsc.port, "rest_port": self.announcement.rest_port}
                rest = views.rest(self.smsc.provider.desk)
                return Reply(200, {**ports, **views.status(state), "rest": rest})
            case "/ledger":
                return Reply(200, views.ledger(state.ledger, request.query))
            case "/wait":
                query = dict(request.query)
                timeout_s = _seconds(query.pop("timeout_s", str(DEFAULT_WAIT_S)))
                done = await self.wait(timeout_s=timeout_s, **views.goals_of(query))
                return Reply(200 if done else 408, {"reached": done, **views.status(state)})
            case _:
                return Reply(404, {"error": "no such path"})

    def _post(self, request: Request) -> Reply:
        match request.path:
            case "/scenario":
                steps = parse_scenario(request.body)
                self.play(steps)
                return Reply(200, {"steps": len(steps)})
            case "/shutdown":
                self.stop.set()
                return Reply(200, {})
            case path:
                answer = self.post(path, request.body)
                return Reply(404, {"error": "no such path"}) if answer is None else Reply(200, answer)

    def _step(self, step: Step, now: float) -> None:
        """Carry out a step; one that cannot be (no such session, say) is written down and passed over."""
        error = ""
        try:
            if self._orders.post(step.path, step.body, now) is None:
                error = "no such path"
        except OrderFault as fault:
            error = str(fault)
        self.ledger.note("step", at_s=step.at_s, post=step.path, error=error)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= LONGEST_WAIT_S:
        raise OrderFault(f"timeout_s: a number from 0 to {LONGEST_WAIT_S:g} is wanted")
    return seconds
