"""Which message a receipt is about, when its id is not spelled as the answer to the submit spelled it.

Theory of operation. Providers answer a submit with one spelling of an id and put another into the receipt:
other case, zeros stripped or added, hexadecimal here and decimal there. The journal indexes every sent id
under :func:`fold`; :func:`lookups` gives the keys to ask that index for, and :func:`choose` judges what it
found. A wrong match would tell the operator that the wrong message was delivered, so a match through number
conversion needs a witness (the recipient's digits), must be young, and must be the only one; anything
ambiguous is refused and the receipt stays unmatched. Once a provider has converted five times in a row
its way is known (:class:`RelationLearner`) and tried first.

Sources: provider_interface §7.3.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

_DECIMAL = re.compile("[0-9]{1,20}")  # an unsigned 64-bit number has at most 20 digits
_HEXADECIMAL = re.compile("[0-9a-fA-F]{1,16}")
_WITNESS_DIGITS = 7
_CONVERTED_AGE_US = 7 * 24 * 3600 * 1_000_000
_LEARNED_AFTER = 5


class IdRelation(StrEnum):
    """How the receipt's id relates to the id that the submit was answered with."""

    SAME = "same"
    CASE_FOLDED = "case_folded"
    ZERO_STRIPPED = "zero_stripped"
    SENT_HEX = "sent_hex"  # the receipt's decimal number is the sent hexadecimal one
    SENT_DECIMAL = "sent_decimal"  # the receipt's hexadecimal number is the sent decimal one


CONVERSIONS = frozenset({IdRelation.SENT_HEX, IdRelation.SENT_DECIMAL})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sent part whose folded id equals one of the lookups. recipient: its number's digits."""

    part_id: int
    provider_id: str
    recipient: str
    accepted_at_us: int


@dataclass(frozen=True, slots=True)
class Match:
    """The part a receipt is about, and how its id had to be read."""

    candidate: Candidate
    relation: IdRelation


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several parts could be meant: none is taken."""

    candidates: tuple[Candidate, ...]


def fold(provider_id: str) -> str:
    """Give the key ids are indexed under: case-folded, without leading zeros (all zeros become "0")."""
    folded = provider_id.strip().casefold()
    return folded.lstrip("0") or folded[:1]


def lookups(receipt_id: str) -> tuple[tuple[IdRelation, str], ...]:
    """Give the folded sent ids that `receipt_id` may mean, surest first.

    SAME stands for the family same, case_folded and zero_stripped, which share one key. An id with a dash,
    or longer than a 64-bit number, is opaque and never converted.
    """
    key = fold(receipt_id)
    if not key:
        return ()
    found = [(IdRelation.SAME, key)]
    if _DECIMAL.fullmatch(receipt_id):
        found.append((IdRelation.SENT_HEX, f"{int(receipt_id):x}"))
    if _HEXADECIMAL.fullmatch(receipt_id):
        found.append((IdRelation.SENT_DECIMAL, str(int(receipt_id, 16))))
    return tuple(
        (relation, other) for relation, other in found if relation is IdRelation.SAME or other != key
    )


def relation(receipt_id: str, sent_id: str) -> IdRelation | None:
    """Say how the two ids are one, or None when they are not."""
    if receipt_id == sent_id:
        return IdRelation.SAME
    if receipt_id.casefold() == sent_id.casefold():
        return IdRelation.CASE_FOLDED
    sent_key = fold(sent_id)
    for family, key in lookups(receipt_id):
        if key == sent_key:
            return IdRelation.ZERO_STRIPPED if family is IdRelation.SAME else family
    return None


def choose(
    receipt_id: str,
    candidates: Sequence[Candidate],
    *,
    addresses: tuple[str, str],
    now_us: int,
    learned: IdRelation | None = None,
) -> Match | Ambiguous | None:
    """Pick the part that a receipt with this id and these two addresses is about.

    candidates: what the index held under the lookups. addresses: the receipt's source and destination, in
    either order, because some SMSCs do not swap them. learned: the profile's known way of converting, tried
    first; SAME forbids conversion.
    None: nothing fits. Ambiguous: more than one part fits, or the plain reading and the addresses disagree.
    """
    if len(candidates) == 1 and candidates[0].provider_id == receipt_id:
        return Match(candidates[0], IdRelation.SAME)  # nearly every receipt: nothing to weigh it against
    plain: list[Match] = []
    converted: list[Match] = []
    for candidate in candidates:
        how = relation(receipt_id, candidate.provider_id)
        if how is None:
            continue
        if how not in CONVERSIONS:
            plain.append(Match(candidate, how))
        elif (
            learned is not IdRelation.SAME
            and now_us - candidate.accepted_at_us < _CONVERTED_AGE_US
            and _agrees(candidate, addresses)
        ):
            converted.append(Match(candidate, how))
    usual = [match for match in converted if match.relation is learned]
    if usual:
        return _only(usual)
    if plain:
        return _plain_choice(plain, converted, addresses)
    return _only(converted)


def _plain_choice(
    plain: list[Match], converted: list[Match], addresses: tuple[str, str]
) -> Match | Ambiguous | None:
    """Choose among ids that are equal but for case and zeros: the most literal, then by recipient."""
    order = (IdRelation.SAME, IdRelation.CASE_FOLDED, IdRelation.ZERO_STRIPPED)
    nearest = min(order.index(match.relation) for match in plain)
    literal = [match for match in plain if match.relation is order[nearest]]
    agreeing = [match for match in literal if _agrees(match.candidate, addresses)]
    if not agreeing and converted:
        # Small numbers are valid both ways; the recipient speaks for the converted reading, the spelling
        # for the plain one. Nothing decides.
        return _only(literal + converted)
    return _only(agreeing or literal)


def _only(matches: list[Match]) -> Match | Ambiguous | None:
    if len(matches) > 1:
        return Ambiguous(tuple(match.candidate for match in matches))
    return matches[0] if matches else None


def _agrees(candidate: Candidate, addresses: tuple[str, str]) -> bool:
    tail = _digits(candidate.recipient)[-_WITNESS_DIGITS:]
    return len(tail) == _WITNESS_DIGITS and any(_digits(address).endswith(tail) for address in addresses)


def _digits(address: str) -> str:
    if address.isascii() and address.isdigit():
        return address
    return "".join(character for character in address if "0" <= character <= "9")


@dataclass(frozen=True, slots=True)
class RelationLearner:
    """What a profile's receipts have taught so far; a value, stored with the profile's state.

    streak: how many times in a row the last relation was seen, counted up to five.
    """

    last: IdRelation | None = None
    streak: int = 0
    learned: IdRelation | None = None

    @property
    def same(self) -> bool:
        """Whether ids are spelled everywhere as the submit was answered: the last five times at least."""
        return self.last is IdRelation.SAME and self.streak == _LEARNED_AFTER

    def after(self, seen: IdRelation) -> RelationLearner:
        """Give what is known after one more match: five alike settle the mode, or unsettle it again.

        Gives the same object when nothing changed, so that nothing need be stored.
        """
        streak = min(self.streak + 1, _LEARNED_AFTER) if seen is self.last else 1
        learned = self.learned
        if streak == _LEARNED_AFTER:
            learned = seen if seen in CONVERSIONS else None
        if (seen, streak, learned) == (self.last, self.streak, self.learned):
            return self
        return replace(self, last=seen, streak=streak, learned=learned)
