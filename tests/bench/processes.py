"""Servers and clients as processes of their own: started, told their core, asked for one JSON line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from tests.bench.machine import CLIENT_CORE, ROOT, cpu_s

PATIENCE_S: Final = 300.0  # a million rows on a machine with other work
OFFSCREEN: Final = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "default.warning=false"}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server on 127.0.0.1."""

    port: int
    pid: int
    rest_port: int = 0

    def cpu_s(self) -> float | None:
        """Give the processor seconds it has used."""
        return cpu_s(self.pid)


@contextmanager
def serving(module: str, *arguments: str) -> Iterator[Server]:
    """Run a server module that prints {"smpp_port": ...} and ends with its standard input."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    try:
        told = json.loads(process.stdout.readline())
        yield Server(told["smpp_port"], process.pid, told.get("rest_port", 0))
    finally:
        process.communicate(timeout=PATIENCE_S)


def lean_server(*, receipts_after_s: float | None = None) -> Any:  # noqa: ANN401 - the context of `serving`
    """Run the lean server."""
    arguments = [] if receipts_after_s is None else ["--receipts-after", str(receipts_after_s)]
    return serving("tests.bench.programs.lean_server", *arguments)


def practice_server() -> Any:  # noqa: ANN401 - the context of `serving`
    """Run our practice provider, as fast as it goes."""
    return serving(
        "vox_console",
        "practice",
        *("--smpp-port", "0", "--speed", "0", "--ledger-mode", "counts", "--exit-with-parent"),
    )


def smpp34_server() -> Any:  # noqa: ANN401 - the context of `serving`
    """Run smpp34's server."""
    return serving("tests.bench.programs.smpp34_server")


def start(command: Sequence[str], environment: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Start a program that prints one JSON object as its last line."""
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, **(environment or {})}
    )


def on_clients_core(command: Sequence[str]) -> list[str]:
    """Give the command that runs a program of another language on the clients' core."""
    taskset = shutil.which("taskset")
    return [taskset, "--cpu-list", str(CLIENT_CORE), *command] if taskset else list(command)


def answer_of(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Wait for a started program and give what it told. Raises RuntimeError when it failed."""
    told, _ = process.communicate(timeout=PATIENCE_S)
    if process.returncode:
        raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
    answer: dict[str, Any] = json.loads(told.splitlines()[-1])
    return answer


def ask(module: str, *arguments: object, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Run one of our programs and give what it told."""
    return answer_of(start(module_command(module, *arguments), environment))


def module_command(module: str, *arguments: object) -> list[str]:
    """Give the command line of one of the programs beside this module."""
    return [sys.executable, "-m", f"tests.bench.programs.{module}", *map(str, arguments)]
