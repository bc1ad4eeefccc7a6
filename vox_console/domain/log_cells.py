"""Cells of the delivery log that are worked out of others: an id in its other base, masked words.

How the columns are called stands in :mod:`.log_columns`.
"""

from __future__ import annotations

import re
from typing import Final

from vox_console.domain.plain_text import masked_number

BETWEEN: Final = "; "
"""Stands between the ids or codes of several parts in one cell."""

_HEXADECIMAL = re.compile("[0-9a-fA-F]{1,16}")  # of an unsigned 64-bit number
_DECIMAL = re.compile("[0-9]{1,20}")
_LONG_NUMBER = re.compile(r"\+?[0-9]{7,15}(?![0-9])")


def other_bases(ids: str) -> str:
    """Give provider ids, set apart by BETWEEN, in the base they are not in; "" in the place of others.

    Digits alone may be either; they are taken for a decimal number.
    """
    found = [_other_base(each) for each in ids.split(BETWEEN)]
    return BETWEEN.join(found) if any(found) else ""


def _other_base(provider_id: str) -> str:
    if _DECIMAL.fullmatch(provider_id):
        return f"{int(provider_id):x}"
    return str(int(provider_id, 16)) if _HEXADECIMAL.fullmatch(provider_id) else ""


def masked_numbers_in(words: str) -> str:
    """Give words with every phone number in them masked."""
    return _LONG_NUMBER.sub(lambda found: masked_number(found[0]), words)
