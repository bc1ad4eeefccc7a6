"""Starts the practice provider as its own process and ends it with us."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from vox_console.domain.errors import LinkError
from vox_console.domain.secret import Secret
from vox_console.settings.profiles import Profile, ProfileKind

PRACTICE_NAME = "Practice"
_CREDENTIAL = "practice"  # the provider's documented default account, on loopback only


@dataclass(frozen=True, slots=True)
class PracticePorts:
    """Where the provider listens, on 127.0.0.1."""

    smpp: int
    control: int
    rest: int


class PracticeProcess:
    """A running practice provider. Blocking; start and stop it off the event loop.

    It ends when its standard input closes, so it never outlives this program, however that ends.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "vox_console", "practice", "--smpp-port", "0", "--exit-with-parent"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.ports = self._read_ports()

    def _read_ports(self) -> PracticePorts:
        stdout = self._process.stdout
        line = stdout.readline() if stdout is not None else ""
        try:
            told = json.loads(line)
            return PracticePorts(smpp=told["smpp_port"], control=told["control_port"], rest=told["rest_port"])
        except (ValueError, KeyError) as fault:
            self.stop()
            raise LinkError(
                "The practice provider did not start",
                detail=f"exit code {self._process.poll()}",
                hint='Run "vox-console practice" in a terminal to see why.',
            ) from fault

    def stop(self) -> None:
        """End the provider and wait for it."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        try:
            self._process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def practice_profile(ports: PracticePorts) -> tuple[Profile, Secret]:
    """Give the account the practice provider knows; both of its ways take the one password."""
    profile = Profile(
        name=PRACTICE_NAME,
        kind=ProfileKind.PRACTICE,
        host="127.0.0.1",
        port=ports.smpp,
        system_id=_CREDENTIAL,
        rest_url=f"http://127.0.0.1:{ports.rest}/api",
        rest_username=_CREDENTIAL,
        default_sender="Vox SMS",
    )
    return profile, Secret(_CREDENTIAL)
