"""What the bar of notices draws: a frozen value, made by whoever has something to tell."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.errors import Severity


@dataclass(frozen=True, slots=True)
class Notice:
    """One line under the title. key: equal keys replace each other. action: label of its one button."""

    key: str
    title: str
    detail: str
    severity: Severity
    action: str = ""
    count: int = 1
