"""The error code of a receipt in words: shown as the provider wrote it, because its dictionary is not public.

The field is text ("21b", "0009", sometimes longer), so it is never read as a number; only "", zeros and the
usual spellings of nothing mean that there was no error (provider_interface §7.2 and U20).
"""

from __future__ import annotations

_NOTHING = frozenset({"", "-", "none", "null", "nil"})


def has_error(error_code: str) -> bool:
    """Say whether the code tells of an error at all."""
    code = error_code.strip().casefold()
    return bool(code.strip("0")) and code not in _NOTHING


def delivery_error_words(error_code: str, *, network_error: str = "") -> str:
    """Give "" for no error, else words that quote the code verbatim.

    network_error: what TLV network_error_code said ("GSM 27"), the more specific of the two when present.
    """
    words = f"network error {error_code.strip()}" if has_error(error_code) else ""
    if not network_error:
        return words
    return f"{words} ({network_error})" if words else f"network error {network_error}"
