"""Throughput: how many submits a second leave and are answered, each client against the same server.

The server is the lean one (programs/lean_server.py), because the others are busier than a fast client; the
*ceilings* part of this group proves it, with two clients at once. Servers stay on one core, bare clients
on the other. The whole program (journal with a durable commit before each write, receipts, live view) is
not pinned: its writer is a thread of its own. With two cores in lock-step each waits for the other, so
that the processor time per message is the firmer figure.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from tests.bench.measure import Options, Sheet
from tests.bench.processes import (
    OFFSCREEN,
    Server,
    answer_of,
    ask,
    lean_server,
    module_command,
    on_clients_core,
    practice_server,
    smpp34_server,
    start,
)

_NODE_CLIENT: Final = Path(__file__).parent / "programs" / "node_client.js"
_NODE_PACKAGE: Final = "smpp@0.5.1"

_Client = Callable[..., list[str]]


def measure(sheet: Sheet, options: Options) -> None:
    """Run the group."""
    with ExitStack() as stack:
        clients = _clients(sheet, stack)
        plain = stack.enter_context(lean_server())
        receipts = stack.enter_context(lean_server(receipts_after_s=0))
        for _ in range(options.rounds):
            for window in (100,) if options.quick else (1, 10, 100):
                for name, command in clients.items():
                    _one(sheet, name, command, plain, window=window, seconds=_seconds(options))
                _whole(sheet, receipts, window=window, count=_messages(options, window))
            for name, command in clients.items():
                _one(sheet, name, command, receipts, window=100, seconds=_seconds(options), receipts=True)
        _ceilings(sheet, options)
    _compare(sheet)


def _seconds(options: Options) -> float:
    return options.pick(0.8, 0.3)


def _messages(options: Options, window: int) -> int:
    return {1: 200, 10: 2_000}.get(window, int(options.pick(20_000, 2_000)))


def _clients(sheet: Sheet, stack: ExitStack) -> dict[str, _Client]:
    clients: dict[str, _Client] = {
        "our transport on asyncio": lambda *told: module_command("ours_client", *told),
        "our transport on qasync": lambda *told: module_command("ours_client", *told, "--loop", "qasync"),
        "smpplib": lambda *told: module_command("smpplib_client", *told),
        "smpp34": lambda *told: module_command("smpp34_client", *told),
    }
    modules = stack.enter_context(_node_smpp(sheet))
    if modules is not None:
        clients["node-smpp"] = lambda *told: on_clients_core(
            ["node", str(_NODE_CLIENT), str(modules), *map(str, told)]
        )
    return clients


@contextmanager
def _node_smpp(sheet: Sheet) -> Iterator[Path | None]:
    """Install node-smpp into a temporary folder; None, and a note, where that does not work."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        sheet.notes.append("node-smpp left out: no node or npm on this machine")
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--silent", _NODE_PACKAGE],
            cwd=folder,
            capture_output=True,
            timeout=120,
            check=False,
        )
        if done.returncode:
            sheet.notes.append("node-smpp left out: npm could not install it")
        yield None if done.returncode else Path(folder)


def _one(
    sheet: Sheet,
    name: str,
    command: _Client,
    server: Server,
    *,
    window: int,
    seconds: float,
    receipts: bool = False,
) -> None:
    told = _run(command, server, window=window, seconds=seconds, receipts=receipts)
    case = f"{name}, window {window}" + (", with receipts" if receipts else "")
    sheet.add(case, told["rate"], "1/s")
    sheet.add(f"{case}: processor", told["cpu_us"], "us/message")


def _run(
    command: _Client, server: Server, *, window: int, seconds: float, receipts: bool = False
) -> dict[str, Any]:
    return answer_of(_start(command, server, window=window, seconds=seconds, receipts=receipts))


def _start(
    command: _Client, server: Server, *, window: int, seconds: float, receipts: bool = False
) -> subprocess.Popen[str]:
    told: list[object] = ["--port", server.port, "--window", window, "--seconds", seconds]
    return start(command(*told, *(["--receipts"] if receipts else [])), OFFSCREEN)


def _whole(sheet: Sheet, server: Server, *, window: int, count: int) -> None:
    told = ask("window", "--port", server.port, "--window", window, "--count", count, environment=OFFSCREEN)
    if told["delivered"] != count:
        raise RuntimeError(f"{count} messages were sent and {told['delivered']} are delivered")
    case = f"the whole program, window {window}, with receipts"
    sheet.add(case, told["rate"], "1/s")
    sheet.add(f"{case}: processor", told["cpu_us"], "us/message")


def _ceilings(sheet: Sheet, options: Options) -> None:
    """Load each server with one and with two of our bare clients: what does not double was the server's."""

    def client(*told: object) -> list[str]:
        return module_command("ours_client", *told)

    told: dict[str, object] = {}
    for name, open_server in (
        ("lean", lean_server),
        ("practice provider", practice_server),
        ("smpp34", smpp34_server),
    ):
        with open_server() as server:
            for count in (1, 2):
                before_s = server.cpu_s()
                running = [
                    _start(client, server, window=100, seconds=_seconds(options)) for _ in range(count)
                ]
                answers = [answer_of(process) for process in running]
                after_s = server.cpu_s()
                rate = sum(answer["rate"] for answer in answers)
                busy = None
                if before_s is not None and after_s is not None:
                    # Both ends also count the tenth of warming up.
                    busy = round((after_s - before_s) / (1.1 * _seconds(options)), 2)
                told[f"{name}, clients: {count}"] = {"rate": round(rate), "server_core_busy": busy}
    sheet.facts["server ceilings"] = told


def _compare(sheet: Sheet) -> None:
    for peer, bulk in (("smpplib", 40), ("smpp34", 15), ("node-smpp", 10)):
        mine, theirs = "our transport on asyncio, window 100", f"{peer}, window 100"
        sheet.compare(mine, theirs, at_least=bulk)
        sheet.compare(f"{theirs}: processor", f"{mine}: processor")
    sheet.compare(
        "our transport on qasync, window 100", "our transport on asyncio, window 100", at_least=0.85
    )
    for window in (1, 10):
        for peer in ("smpplib", "smpp34", "node-smpp"):
            sheet.compare(f"our transport on asyncio, window {window}", f"{peer}, window {window}")
    mine = "our transport on asyncio, window 100, with receipts"
    sheet.compare(mine, "smpplib, window 100, with receipts", at_least=25)
    for peer in ("smpp34", "node-smpp"):
        sheet.compare(mine, f"{peer}, window 100, with receipts")
    whole = "the whole program, window 100, with receipts"
    for peer in ("smpplib", "smpp34", "node-smpp"):
        sheet.compare(whole, f"{peer}, window 100, with receipts")
        sheet.compare(f"{peer}, window 100, with receipts: processor", f"{whole}: processor")
