"""What the child that reads a workbook is asked, as its command line carries it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from vox_console.imports.sheet_limits import SheetLimits


@dataclass(frozen=True, slots=True)
class Request:
    """What to read. sheet: its name, or None for the first visible one."""

    path: str
    sheet: str | None
    limits: SheetLimits

    def as_json(self) -> str:
        """Give the request for the command line."""
        return json.dumps(asdict(self))

    @classmethod
    def of_json(cls, text: str) -> Request:
        """Give back what as_json gave."""
        values = json.loads(text)
        return cls(values["path"], values["sheet"], SheetLimits(**values["limits"]))
