"""What the commands end with, beside 0. They are a promise to scripts."""

from __future__ import annotations

from typing import Final

FAILED: Final = 1
WRONG_USAGE: Final = 2
NOT_SENT: Final = 3
NOTHING_CHANGED: Final = 3
UNKNOWN_FATE: Final = 4
