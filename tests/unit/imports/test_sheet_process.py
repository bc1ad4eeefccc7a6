"""The child is a real one; what is done to it here must end in words."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from tests.unit.imports.workbook_file import Sheet, workbook
from vox_console.imports.faults import ImportFault
from vox_console.imports.sheet_limits import SheetLimits
from vox_console.imports.sheet_process import SheetProcess
from vox_console.imports.sheet_request import Request
from vox_console.imports.stopper import Stopper

SMALL = Sheet([["a", float(at)] for at in range(3)])
LONG = Sheet([["a", float(at)] for at in range(5_000)])
WIDE = Sheet([["a"]], far={"Z1000000": "b"})  # 26 million cells, two of them with something in them


def request(tmp_path: Path, sheet: Sheet = SMALL, limits: SheetLimits | None = None) -> Request:
    path = tmp_path / "č book.xlsx"
    path.write_bytes(workbook(sheet))
    return Request(str(path), None, limits or SheetLimits())


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_child_answers_and_ends(tmp_path: Path) -> None:
    with SheetProcess(request(tmp_path)) as child:
        given = list(child.answers())
    assert given[-1]["rows"][2] == [3, ["a", "2"], "", False]


def test_a_fault_of_the_child_is_raised_here(tmp_path: Path) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04")
    asked = Request(str(tmp_path / "bad.xlsx"), None, SheetLimits())
    with SheetProcess(asked) as child, pytest.raises(ImportFault, match="broken"):
        list(child.answers())


@pytest.mark.skipif(sys.platform == "win32", reason="signal 0 ends a process there")
def test_the_child_ends_when_nobody_reads_on(tmp_path: Path) -> None:
    with SheetProcess(request(tmp_path, LONG)) as child:
        assert "sheets" in next(child.answers())
        assert is_alive(child.pid)
    assert not is_alive(child.pid)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals there")
def test_a_child_that_is_busy_is_not_waited_for(tmp_path: Path) -> None:
    """It is killed, rather than left to find out that nobody reads what it says."""
    with SheetProcess(request(tmp_path, WIDE)) as child:
        assert "sheets" in next(child.answers())
    assert child._process.returncode == -signal.SIGKILL


def test_waiting_ends_at_the_limit(tmp_path: Path) -> None:
    with (
        SheetProcess(request(tmp_path, limits=SheetLimits(wall_s=0.0))) as child,
        pytest.raises(ImportFault, match="too long"),
    ):
        list(child.answers())


def test_who_no_longer_wants_it_does_not_wait_for_it(tmp_path: Path) -> None:
    """The child is at work for seconds here; another thread stops it while this one waits for it."""
    stopper = Stopper()
    with SheetProcess(request(tmp_path, WIDE), stopper=stopper) as child:
        answers = child.answers()
        assert "sheets" in next(answers)
        thread = threading.Thread(target=stopper.stop)
        thread.start()
        with pytest.raises(ImportFault, match="not read to its end"):
            list(answers)
    thread.join()


def test_who_stopped_before_it_began_waits_for_nothing(tmp_path: Path) -> None:
    stopper = Stopper()
    stopper.stop()
    with (
        SheetProcess(request(tmp_path, WIDE), stopper=stopper) as child,
        pytest.raises(ImportFault, match="not read to its end"),
    ):
        list(child.answers())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit address space")
def test_a_child_without_memory_is_told(tmp_path: Path) -> None:
    limits = SheetLimits(memory_octets=300_000_000)
    with (
        SheetProcess(request(tmp_path, WIDE, limits)) as child,
        pytest.raises(ImportFault, match="more memory"),
    ):
        list(child.answers())


@pytest.mark.skipif(sys.platform == "win32", reason="other systems do not limit processor time")
def test_a_child_without_processor_time_is_told(tmp_path: Path) -> None:
    limits = SheetLimits(cpu_s=1)
    with SheetProcess(request(tmp_path, WIDE, limits)) as child, pytest.raises(ImportFault, match="too long"):
        list(child.answers())


def test_a_module_beside_the_workbook_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = request(tmp_path)
    (tmp_path / "json.py").write_text("raise SystemExit(7)")
    monkeypatch.chdir(tmp_path)
    with SheetProcess(asked) as child:
        assert list(child.answers())
