"""Number formats that show digits the value does not have: leading zeros and plus signs of telephone numbers.

A column in the format 0000000000 holds 641234567 and shows 0641234567; one in the format +0 holds
381641234567 and shows +381641234567. Reading the value alone would lose what the person sees. Only formats
of digits and literal characters are understood; to all others (fractions, dates, conditions, colours) the
answer is None, and the value is written plainly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = re.compile(r'"([^"]*)"|\\(.)|([-+()/ ])|([0#])')


@dataclass(frozen=True, slots=True)
class DigitFormat:
    """A format of digits. parts: "0" and "#" for places of digits, and literal text as ("text",)."""

    parts: tuple[str | tuple[str], ...]

    def show(self, number: int) -> str:
        """Write a whole number that is not negative. Digits beyond the places go before the first."""
        digits = str(number) if number else ""
        shown: list[str] = []
        places = sum(isinstance(part, str) for part in self.parts)
        for part in reversed(self.parts):
            if isinstance(part, tuple):
                shown.append(part[0])
                continue
            places -= 1
            if not places:
                shown.append(digits or ("0" if part == "0" else ""))
            elif digits:
                shown.append(digits[-1])
                digits = digits[:-1]
            elif part == "0":
                shown.append("0")
        return "".join(reversed(shown)).strip()


def digit_format(code: str) -> DigitFormat | None:
    """Understand a format code that adds zeros or literal characters; None for every other."""
    section, _, _ = code.partition(";")
    parts: list[str | tuple[str]] = []
    at = 0
    while at < len(section):
        found = _PART.match(section, at)
        if found is None:
            return None
        quoted, escaped, literal, place = found.groups()
        parts.append(place or (quoted or escaped or literal or "",))
        at = found.end()
    places = [part for part in parts if isinstance(part, str)]
    if not places or (len(parts) == len(places) and places.count("0") < 2):  # "0" is the plain one
        return None
    return DigitFormat(tuple(parts))
