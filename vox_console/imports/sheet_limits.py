"""What reading a workbook may cost, and how the reading child limits itself."""

from __future__ import annotations

import sys
from dataclasses import dataclass

TOO_LARGE = "The workbook needs more memory than we are willing to give it"
AS_CSV = "Save the sheet you need as CSV and choose that."


@dataclass(frozen=True, slots=True)
class SheetLimits:
    """The limits of one reading; what goes over them ends in words, not in a crash.

    memory_octets, cpu_s: of the child, where the operating system can limit them (not on Windows). wall_s:
    how long the parent waits for the child in all, not counting what it does with the rows. packed_ratio: a
    part of large_octets or more that is more than this times its packed size is no sheet. kept_octets: of
    packed rows, which the parent keeps so that it need not ask again.
    """

    memory_octets: int = 1_500_000_000
    cpu_s: int = 120
    wall_s: float = 180.0
    expanded_octets: int = 2_000_000_000
    large_octets: int = 50_000_000
    packed_ratio: int = 250
    members: int = 10_000
    kept_octets: int = 100_000_000
    rows: int = 1_048_576  # of the format itself
    columns: int = 1_000  # the rest of each row is left out, and that is noted
    grid_cells: int = (
        32_000_000  # from A1 to the last cell, empty ones included: the reader makes room for all
    )


def limit_this_process(limits: SheetLimits) -> None:
    """Set the limits of memory and processor time for this process, for good. Does nothing on Windows."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - it is not there on Windows

    for what, value in (
        (resource.RLIMIT_AS, limits.memory_octets),
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_FSIZE, 1 << 20),  # its error output is a file
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (most, most))
