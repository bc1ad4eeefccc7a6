"""Message ids as providers write them: once in the answer to submit_sm and once more in the receipt.

The two need not look alike. Vox gives opaque text; other centres answer in hexadecimal and report in
decimal, pad with zeros or change the letter case (interface reference §7.3). Each form below is one
such pairing, so that a console's matching can be tried against all of them.
"""

from __future__ import annotations

import os
from enum import StrEnum


class IdForm(StrEnum):
    """How an id looks in the answer, and what the receipt makes of it."""

    OPAQUE = "opaque"  # UUID-like in both
    DECIMAL = "decimal"  # ten decimal digits in both
    HEX_THEN_DECIMAL = "hex_then_decimal"  # 39f99dd5 answered, 0972660181 reported
    DECIMAL_THEN_HEX = "decimal_then_hex"
    PADDED_THEN_BARE = "padded_then_bare"  # 00B8BE19 answered, B8BE19 reported
    LOWER_THEN_UPPER = "lower_then_upper"


class IdMint:
    """Makes ids that are unique within one run and do not repeat those of an earlier run.

    seed: ten octets; the default is drawn from the operating system. Numeric forms keep to 32 bits
    as the real ones do, and start high enough that their decimal form needs all ten digits.
    """

    __slots__ = ("_count", "_prefix", "_start")

    def __init__(self, seed: bytes | None = None) -> None:
        octets = os.urandom(10) if seed is None else seed
        text = octets.hex()
        # The shape of RFC 9562 version 4: 8-4-4-4-12 with the version and variant nibbles in place.
        self._prefix = f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-"
        self._start = 1_000_000_000 + int.from_bytes(octets[:4], "big") % 2_000_000_000
        self._count = 0

    def next(self, form: IdForm = IdForm.OPAQUE) -> tuple[str, str]:
        """Give (the id for the answer, the id for the receipt)."""
        self._count = count = self._count + 1
        if form is IdForm.OPAQUE:
            opaque = f"{self._prefix}{count:012x}"
            return opaque, opaque
        number = self._start + count
        match form:
            case IdForm.DECIMAL:
                return f"{number:010d}", f"{number:010d}"
            case IdForm.HEX_THEN_DECIMAL:
                return f"{number:08x}", f"{number:010d}"
            case IdForm.DECIMAL_THEN_HEX:
                return f"{number:010d}", f"{number:x}"
            case IdForm.PADDED_THEN_BARE:
                bare = f"{number & 0xFFFFFF | 0x800000:X}"
                return f"00{bare}", bare
            case IdForm.LOWER_THEN_UPPER:
                # A letter is guaranteed, or there would be no case to change.
                return f"{number:08x}ab", f"{number:08X}AB"
