"""The machine: which it is, which core a process gets, how long its disk takes to make a page durable."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
OUT: Final = ROOT / "bench-out"
CLIENT_CORE: Final = 0
SERVER_CORE: Final = 1

_TOLD: Final = ("smpplib", "smpp34", "qasync", "PySide6-Essentials", "apsw", "pydantic")
_TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def pin(core: int) -> None:
    """Keep this process on one core, where the system can and there is more than one."""
    if sys.platform == "linux" and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {core})


def cpu_s(pid: int) -> float | None:
    """Give the processor seconds another process has used; None where /proc does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S


def scratch() -> tempfile.TemporaryDirectory[str]:
    """Give a temporary folder on the disk of this checkout: /tmp may be memory, where fsync is free."""
    OUT.mkdir(exist_ok=True)
    return tempfile.TemporaryDirectory(dir=OUT, prefix="scratch-")


def describe() -> dict[str, object]:
    """Give what a reader needs to judge the figures."""
    return {
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "cores": os.cpu_count(),
        "load_1min": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "fsync_ms": round(_fsync_ms(), 2),
        "packages": {name: _version(name) for name in _TOLD},
    }


def _fsync_ms() -> float:
    waits: list[float] = []
    with scratch() as folder, (Path(folder) / "page").open("wb", buffering=0) as file:
        for _ in range(20):
            file.write(bytes(4096))
            start_s = time.perf_counter()
            os.fsync(file.fileno())
            waits.append((time.perf_counter() - start_s) * 1000)
    return median(waits)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
