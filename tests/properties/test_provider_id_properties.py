"""Ids: the index finds what the relation knows, and one candidate is never mistaken for another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.provider_id import (
    CONVERSIONS,
    Candidate,
    IdRelation,
    Match,
    choose,
    fold,
    lookups,
    relation,
)

IDS = st.one_of(
    st.from_regex(r"0{0,4}[0-9]{1,20}", fullmatch=True),
    st.from_regex(r"0{0,4}[0-9a-fA-F]{1,16}", fullmatch=True),
    st.uuids().map(str),
    st.text(max_size=20),
)
NOW_US = 1_800_000_000_000_000


@given(IDS)
def test_every_id_is_the_same_as_itself_and_folds_once(provider_id: str) -> None:
    assert relation(provider_id, provider_id) is IdRelation.SAME
    assert fold(fold(provider_id)) == fold(provider_id)


@given(IDS, IDS)
def test_whatever_is_related_is_found_through_the_index(receipt_id: str, sent_id: str) -> None:
    if fold(receipt_id) and relation(receipt_id, sent_id) is not None:
        assert fold(sent_id) in {key for _, key in lookups(receipt_id)}


@given(st.integers(1, 2**63 - 1))
def test_hexadecimal_and_decimal_spellings_of_a_number_find_each_other(number: int) -> None:
    assert relation(str(number), f"{number:x}") in {IdRelation.SENT_HEX, IdRelation.SAME}
    assert relation(f"{number:X}", str(number)) in {IdRelation.SENT_DECIMAL, IdRelation.SAME}


@given(IDS, st.lists(st.tuples(IDS, st.sampled_from(["381641234567", "447700900123", ""])), max_size=5))
def test_a_conversion_is_never_accepted_without_its_witness(
    receipt_id: str, sent: list[tuple[str, str]]
) -> None:
    candidates = [
        Candidate(number, provider_id, recipient, NOW_US)
        for number, (provider_id, recipient) in enumerate(sent)
    ]
    match = choose(receipt_id, candidates, addresses=("381641234567", ""), now_us=NOW_US)
    if isinstance(match, Match) and match.relation in CONVERSIONS:
        assert match.candidate.recipient == "381641234567"
