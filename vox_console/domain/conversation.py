"""Which conversation a message belongs to: whose it is and to which of our numbers, however they are spelled.

Theory of operation. One person must not have two threads because one gateway writes "+381 64..." and another
"064...". A number in any spelling that domain.address reads is known by its E.164 digits, behind a plus.
Short codes, and digits that are no number of any country, stand as they are. A name is compared without
capitals, runs of blanks and what cannot be seen. So the three kinds cannot be taken for each other.

What a number plan cannot know (a ported number, one person with two telephones) is for a person, who merges
and splits by hand.

Sources: product §2 row 27; provider_interface U24; SMPP 3.4 §5.2.5 (type of number).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from vox_console.domain.address import SHORT_CODE_DIGITS
from vox_console.domain.bulk_number import read_number

__all__ = ["ConversationKey", "conversation_key", "party_key"]

_INTERNATIONAL = 1  # SMPP 3.4 §5.2.5


@dataclass(frozen=True, slots=True)
class ConversationKey:
    """Who writes with which of our numbers or names. theirs, ours: see `party_key`."""

    theirs: str
    ours: str


def conversation_key(
    theirs: str, ours: str, *, default_region: str = "", their_ton: int = 0, our_ton: int = 0
) -> ConversationKey:
    """Give the key of a conversation. default_region: of the account, as for address.parse_recipient."""
    return ConversationKey(
        party_key(theirs, default_region=default_region, ton=their_ton),
        party_key(ours, default_region=default_region, ton=our_ton),
    )


def party_key(address: str, *, default_region: str = "", ton: int = 0) -> str:
    """Give what all spellings of one address have in common: "+381641234567", "12345" or "vox bank".

    ton: type of number as it travelled; international (1) tells how digits without a plus are meant. Gateways
    set it wrongly too, so it only comes first. "" for an address of nothing that can be seen.
    """
    visible = _visible(address)
    digits = visible.removeprefix("+")
    plain = digits.isascii() and digits.isdecimal()
    if plain and len(visible) <= SHORT_CODE_DIGITS:
        return visible
    if plain and ton == _INTERNATIONAL:
        number = read_number(f"+{digits}", repair=False).digits
        if number:
            return f"+{number}"
    number = read_number(address, default_region, repair=False).digits
    if number:
        return f"+{number}"
    return digits.removeprefix("00") if plain else visible.casefold()


def _visible(address: str) -> str:
    """Bring compatible characters together, drop what cannot be seen, and make runs of blanks one."""
    compatible = unicodedata.normalize("NFKC", address)
    seen = (" " if c.isspace() else c for c in compatible if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join("".join(seen).split())
