"""Which network a number is in, as status queries and callbacks tell it: E.212 codes and the country.

A handful of countries, each with one network, chosen by the longest prefix: enough to fill the fields with
something true to form. A number of any other country has no network.
"""

from __future__ import annotations

from typing import NamedTuple


class Network(NamedTuple):
    """A mobile network. All three are text, as they travel."""

    mcc: str
    mnc: str
    country: str

    @property
    def mccmnc(self) -> str:
        """Six digits, the second half padded (interface reference §3); "" when there is none."""
        return self.mcc and f"{self.mcc}{self.mnc:0>3}"


NOWHERE = Network("", "", "")

_BY_PREFIX = {
    "1": Network("310", "260", "United States"),
    "33": Network("208", "01", "France"),
    "34": Network("214", "07", "Spain"),
    "39": Network("222", "01", "Italy"),
    "41": Network("228", "01", "Switzerland"),
    "43": Network("232", "01", "Austria"),
    "44": Network("234", "10", "United Kingdom"),
    "49": Network("262", "01", "Germany"),
    "381": Network("220", "01", "Serbia"),
    "382": Network("297", "01", "Montenegro"),
    "385": Network("219", "01", "Croatia"),
    "386": Network("293", "41", "Slovenia"),
    "387": Network("218", "05", "Bosnia and Herzegovina"),
    "389": Network("294", "01", "North Macedonia"),
}
_LONGEST_PREFIX = 3


def network_of(number: str) -> Network:
    """Give the network of an international number without a plus."""
    for digits in range(_LONGEST_PREFIX, 0, -1):
        found = _BY_PREFIX.get(number[:digits])
        if found is not None:
            return found
    return NOWHERE
