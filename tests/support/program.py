"""The program as another program calls it: in a process of its own, on a data folder."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PASSWORD = b"practice\n"
PATIENCE_S = 120


@dataclass(frozen=True, slots=True)
class Told:
    """What a call answered with."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The lines of its output, each a JSON object."""
        return [json.loads(line) for line in self.out.splitlines()]


class Program:
    """Calls the program on a data folder, with what is piped into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def words(self, *words: str) -> list[str]:
        """Give the whole command of a call."""
        return [sys.executable, "-m", "vox_console", *words, "--data-dir", str(self.folder)]

    def __call__(self, *words: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Told:
        """Call it and wait for its end."""
        done = subprocess.run(
            self.words(*words), input=stdin, capture_output=True, timeout=PATIENCE_S, check=False, env=env
        )
        return Told(done.returncode, done.stdout.decode(), done.stderr.decode())

    @contextmanager
    def started(self, *words: str, stdin: bytes = b"") -> Iterator[subprocess.Popen[str]]:
        """Call it and go on; it is ended with the block, if it has not ended by then."""
        pipe = subprocess.PIPE
        with subprocess.Popen(self.words(*words), stdin=pipe, stdout=pipe, stderr=pipe, text=True) as child:
            try:
                assert child.stdin is not None
                child.stdin.write(stdin.decode())
                child.stdin.close()
                child.stdin = None
                yield child
            finally:
                child.kill()

    def history(self) -> list[dict[str, Any]]:
        """Give the messages it knows."""
        return self("history", "--json").objects


def told_by(child: subprocess.Popen[str]) -> dict[str, Any]:
    """Give the next object that a running call tells."""
    assert child.stdout is not None
    told: dict[str, Any] = json.loads(child.stdout.readline())
    return told


def at_smpp(port: int) -> tuple[str, ...]:
    """Give the words of `profile add` for practice's account over SMPP."""
    return ("--smpp-host", "127.0.0.1", "--smpp-port", str(port), "--system-id", "practice")


def at_rest(port: int) -> tuple[str, ...]:
    """Give those for its account over REST."""
    return ("--rest-url", f"http://127.0.0.1:{port}/api", "--rest-username", "practice")
