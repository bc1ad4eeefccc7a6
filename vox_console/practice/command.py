"""``vox-console practice``: starts the provider and says on one line where it is.

Standard output carries exactly one JSON line, written when all ports are open::

    {"smpp_port": 2876, "control_port": 40123, "rest_port": 40124, "rest_ca_file": "",
     "system_id": "practice", "pid": 4711}
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import http
import http.client
import json
import os
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from vox_console.domain.customer_scene import Scene
from vox_console.domain.errors import VoxError
from vox_console.practice import behaviours, rest_behaviours
from vox_console.practice.orders import CUSTOMER
from vox_console.practice.scenario import ScenarioFault
from vox_console.practice.server import DEFAULT_SMPP_PORT, Announcement, PracticeOptions, serve

EXIT_OK = 0
EXIT_FAILED = 1
_STDIN = 0
PATIENCE_S = 10.0


def parser() -> argparse.ArgumentParser:
    """Give the command's argument parser."""
    arguments = argparse.ArgumentParser(
        prog="vox-console practice",
        description="A provider to practise with: SMPP 3.4 and REST, on this computer only.\n"
        'The account is "practice" with the password "practice".',
        epilog="The last four digits of a destination choose what happens to the message:\n"
        + behaviours.table()
        + "\nOver REST alone:\n"
        + rest_behaviours.table(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    arguments.add_argument("--host", default="127.0.0.1", help="loopback address (default 127.0.0.1)")
    arguments.add_argument(
        "--smpp-port", type=_port, default=DEFAULT_SMPP_PORT, metavar="N", help="0: any free one"
    )
    arguments.add_argument("--control-port", type=_port, default=0, metavar="N", help="0: any free one")
    arguments.add_argument("--rest-port", type=_port, default=0, metavar="N", help="0: any free one")
    arguments.add_argument(
        "--rest-tls", action="store_true", help="serve REST over TLS, with a certificate made for this run"
    )
    arguments.add_argument("--scenario", type=Path, metavar="FILE", help="TOML or JSON, commands by time")
    arguments.add_argument("--ledger", type=Path, metavar="FILE", help="append each fact as a JSON line")
    arguments.add_argument(
        "--ledger-mode", choices=("rows", "counts"), default="rows", help="counts: for benchmarks"
    )
    arguments.add_argument(
        "--speed", type=_speed, default=1.0, metavar="X", help="receipts X times faster; 0: at once"
    )
    customers = arguments.add_argument_group(
        "write to a provider that runs already (--control-port), as a customer, and start none"
    )
    customers.add_argument("--write", choices=list(Scene), metavar="SCENE", help=f"one of {', '.join(Scene)}")
    customers.add_argument("--from", dest="source", default=CUSTOMER, metavar="NUMBER", help="the customer")
    customers.add_argument("--to", default="38164000", metavar="NUMBER", help="who is written to")
    customers.add_argument("--text", default="", metavar="TEXT", help="default: the scene's own")
    customers.add_argument("--count", type=int, default=1, metavar="N", help="so many customers at once")
    arguments.add_argument("--exit-with-parent", action="store_true", help="end when standard input does")
    return arguments


def main(argv: Sequence[str] | None = None) -> int:
    """Run until SIGTERM, SIGINT, POST /shutdown or the end of standard input; give the exit code.

    0 after a clean end, 1 when it could not start (the reason is on standard error). Wrong usage
    exits with 2 through argparse.
    """
    arguments = parser().parse_args(argv)
    if arguments.write is not None:
        return _write(arguments)
    options = PracticeOptions(
        host=arguments.host,
        smpp_port=arguments.smpp_port,
        control_port=arguments.control_port,
        rest_port=arguments.rest_port,
        rest_tls=arguments.rest_tls,
        scenario_file=arguments.scenario,
        ledger_file=arguments.ledger,
        ledger_rows=arguments.ledger_mode == "rows",
        speed=arguments.speed,
    )
    try:
        asyncio.run(_run(options, exit_with_parent=arguments.exit_with_parent))
    except (VoxError, ScenarioFault, OSError) as fault:
        print(f"vox-console practice: {fault}", file=sys.stderr)  # noqa: T201 - a command's error
        return EXIT_FAILED
    return EXIT_OK


def _write(arguments: argparse.Namespace) -> int:
    """Have a provider that runs already play a scene, and tell its answer as a line of JSON."""
    body = {
        "scene": arguments.write,
        "from": arguments.source,
        "to": arguments.to,
        "text": arguments.text,
        "count": arguments.count,
    }
    connection = http.client.HTTPConnection(arguments.host, arguments.control_port, timeout=PATIENCE_S)
    try:
        connection.request("POST", "/customer", json.dumps(body))
        response = connection.getresponse()
        answer = json.loads(response.read())
    except (OSError, http.client.HTTPException, ValueError) as fault:
        print(f"vox-console practice: no provider answers: {fault}", file=sys.stderr)  # noqa: T201 - the same
        return EXIT_FAILED
    finally:
        connection.close()
    if response.status != http.HTTPStatus.OK:
        print(f"vox-console practice: {answer['error']}", file=sys.stderr)  # noqa: T201 - the same
        return EXIT_FAILED
    print(json.dumps(answer))  # noqa: T201 - what the caller waits for
    return EXIT_OK


async def _run(options: PracticeOptions, *, exit_with_parent: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows: asyncio.run turns Ctrl-C into a cancellation there
            break
    if exit_with_parent:
        watcher = threading.Thread(target=_watch_stdin, args=(loop, stop), daemon=True)
        watcher.start()
    await serve(options, announce=_announce, stop=stop)


def _announce(announcement: Announcement) -> None:
    print(json.dumps(asdict(announcement)), flush=True)  # noqa: T201 - the line the caller waits for


def _watch_stdin(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Wait for the end of standard input, which comes with the end of the parent.

    By os.read, because a daemon thread inside sys.stdin would hold its lock at interpreter exit.
    """
    while os.read(_STDIN, 4_096):
        pass
    with contextlib.suppress(RuntimeError):  # the loop has ended by itself in the meantime
        loop.call_soon_threadsafe(stop.set)


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port


def _speed(text: str) -> float:
    speed = float(text)
    if not 0 <= speed <= 1_000_000:
        raise argparse.ArgumentTypeError("a number from 0 to 1000000")
    return speed
