from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from vox_console import __version__
from vox_console.cli import command_line


class Above:
    """Stands for the window and the practice provider; remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def open_window(self, data_dir: Path | None, *, practice: bool) -> int:
        self.asked.append((data_dir, practice))
        return 0

    def run_practice(self, arguments: Sequence[str]) -> int:
        self.asked.append(list(arguments))
        return 0

    def main(self, *words: str) -> int:
        return command_line.main(words, open_window=self.open_window, run_practice=self.run_practice)


@pytest.fixture
def above(monkeypatch: pytest.MonkeyPatch) -> Above:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    return Above()


def test_the_version_is_told(above: Above, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        above.main("--version")
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"vox-console {__version__}\n"


def test_without_a_command_the_window_opens(above: Above) -> None:
    assert above.main("--data-dir", "/data", "--practice") == 0
    assert above.asked == [(Path("/data"), True)]


def test_without_a_display_nothing_is_opened(
    above: Above, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert above.main() == 1
    assert above.asked == []
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_practice_gets_its_own_options(above: Above) -> None:
    above.main("practice", "--smpp-port", "0", "--scenario", "file.json", "-h")
    assert above.asked == [["--smpp-port", "0", "--scenario", "file.json", "-h"]]


@pytest.mark.parametrize(
    "words",
    [
        ["history", "--jsno"],
        ["segment", "text", "--coding", "4"],
        ["send", "--profile", "p"],
        ["profile"],
        ["unheard-of"],
    ],
)
def test_wrong_usage_ends_with_2(above: Above, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        above.main(*words)
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


def test_nobody_reading_our_output_is_no_error() -> None:
    text = json.dumps("word " * 2000)
    stdin = f"{text}\n" * 200
    command = (
        f'"{sys.executable}" -m vox_console segment --lines --json | head -c 10; echo "${{PIPESTATUS[0]}}"'
    )
    done = subprocess.run(["bash", "-c", command], input=stdin, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1].endswith("141")
    assert done.stderr == ""


def test_a_program_may_ask_line_by_line() -> None:
    """Answers do not wait for the end of the input."""
    command = [sys.executable, "-m", "vox_console", "segment", "--lines", "--json"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as child:
        assert child.stdin
        assert child.stdout
        for word in ("one", "two"):
            child.stdin.write(f'"{word}"\n')
            child.stdin.flush()
            assert json.loads(child.stdout.readline())["text"] == word
        child.stdin.close()
        assert child.wait() == 0


@pytest.mark.parametrize(
    "words",
    [
        ("send", "--profile", "work", "--from", "Vox", "--to", "38164", "--text", "Hi"),
        ("bulk", "list.csv", "--profile", "work"),
        ("listen", "--profile", "work"),
        ("query", "7"),
        ("doctor",),
    ],
)
def test_what_would_be_done_for_real_takes_no_practice(
    above: Above, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as ended:
        above.main("--practice", *words)
    assert ended.value.code == 2
    assert f"makes no practice of {words[0]}" in capsys.readouterr().err
