from __future__ import annotations

import subprocess
import sys

import pytest

from vox_console.imports.sheet_limits import SheetLimits, limit_this_process

LIMITED = """
from vox_console.imports.sheet_limits import SheetLimits, limit_this_process
limit_this_process(SheetLimits(memory_octets=400_000_000, cpu_s=60))
try:
    bytearray(500_000_000)
except MemoryError:
    print("refused", len(bytearray(1_000_000)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit address space")
def test_a_process_that_limits_itself_gets_no_more_memory() -> None:
    done = subprocess.run([sys.executable, "-c", LIMITED], capture_output=True, text=True, check=True)
    assert done.stdout == "refused 1000000\n"


def test_limiting_a_process_is_a_function_of_its_own() -> None:
    assert callable(limit_this_process)
    assert SheetLimits().rows == 2**20
