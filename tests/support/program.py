"""The program as another program calls it: in a process of its own, on a data folder."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
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

    def history(self) -> list[dict[str, Any]]:
        """Give the messages it knows."""
        return self("history", "--json").objects
