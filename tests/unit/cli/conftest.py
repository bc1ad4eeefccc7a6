"""The program as a shell would call it, in this process."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.support.program import Told
from vox_console.__main__ import main


class Shell:
    """Calls the program on a data folder of its own, with what is piped into it."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *words: str, stdin: bytes = b"") -> Told:
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main([*words, "--data-dir", str(self.folder)])
        told = self._capsys.readouterr()
        return Told(code, told.out, told.err)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "tree", monkeypatch, capsys)
