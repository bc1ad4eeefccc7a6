"""Receipt ids against sent ids: every known mismatch, and every way a wrong match is refused."""

from __future__ import annotations

import pytest

from vox_console.domain.provider_id import (
    Ambiguous,
    Candidate,
    IdRelation,
    Match,
    RelationLearner,
    choose,
    fold,
    lookups,
    relation,
)

NOW_US = 1_800_000_000_000_000
DAY_US = 24 * 3600 * 1_000_000
RECIPIENT = "381641234567"
HERE = (RECIPIENT, "VOX")
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def candidate(
    provider_id: str, *, part_id: int = 1, recipient: str = RECIPIENT, age_us: int = DAY_US
) -> Candidate:
    return Candidate(part_id, provider_id, recipient, NOW_US - age_us)


def chosen(
    receipt_id: str,
    *candidates: Candidate,
    addresses: tuple[str, str] = HERE,
    learned: IdRelation | None = None,
) -> Match | Ambiguous | None:
    return choose(receipt_id, candidates, addresses=addresses, now_us=NOW_US, learned=learned)


class TestFolding:
    @pytest.mark.parametrize(
        ("provider_id", "key"),
        [("00B8BE19", "b8be19"), ("000024", "24"), ("0000", "0"), ("", ""), (" A ", "a"), (UUID, UUID[1:])],
    )
    def test_case_and_leading_zeros_go(self, provider_id: str, key: str) -> None:
        assert fold(provider_id) == key

    def test_folding_twice_changes_nothing(self) -> None:
        assert fold(fold("00AbC")) == fold("00AbC")


class TestLookups:
    def test_a_decimal_receipt_id_may_be_a_sent_hexadecimal_one(self) -> None:
        assert lookups("0972660181") == (
            (IdRelation.SAME, "972660181"),
            (IdRelation.SENT_HEX, "39f99dd5"),
            (IdRelation.SENT_DECIMAL, str(0x972660181)),
        )

    def test_a_hexadecimal_receipt_id_may_be_a_sent_decimal_one(self) -> None:
        assert lookups("39F99DD5") == (
            (IdRelation.SAME, "39f99dd5"),
            (IdRelation.SENT_DECIMAL, "972660181"),
        )

    @pytest.mark.parametrize("opaque", [UUID, UUID.replace("-", ""), "alss-01ab-02cd", "id_7", "1" * 21, "٣"])
    def test_an_opaque_id_is_never_converted(self, opaque: str) -> None:
        assert [how for how, _ in lookups(opaque)] == [IdRelation.SAME]

    def test_a_number_that_reads_the_same_both_ways_has_one_key(self) -> None:
        assert lookups("7") == ((IdRelation.SAME, "7"),)

    def test_nothing_is_looked_up_for_nothing(self) -> None:
        assert lookups("") == ()

    @pytest.mark.parametrize(
        ("receipt_id", "sent_id", "how"),
        [
            ("abc", "abc", IdRelation.SAME),
            ("ABC", "abc", IdRelation.CASE_FOLDED),
            ("B8BE19", "00B8BE19", IdRelation.ZERO_STRIPPED),
            ("24", "000024", IdRelation.ZERO_STRIPPED),
            ("0972660181", "39f99dd5", IdRelation.SENT_HEX),
            ("39F99DD5", "0972660181", IdRelation.SENT_DECIMAL),
            ("abc", "abd", None),
            ("", "abc", None),
        ],
    )
    def test_relation(self, receipt_id: str, sent_id: str, how: IdRelation | None) -> None:
        assert relation(receipt_id, sent_id) is how

    @pytest.mark.parametrize("number", [10, 255, 972660181, 2**63])
    def test_every_conversion_is_found_through_the_index(self, number: int) -> None:
        for receipt_id, sent_id in ((str(number), f"{number:X}"), (f"{number:x}", str(number))):
            assert fold(sent_id) in {key for _, key in lookups(receipt_id)}


class TestChoosing:
    def test_the_same_id_needs_no_witness(self) -> None:
        sent = candidate("abc", recipient="", age_us=30 * DAY_US)
        assert chosen("abc", sent, addresses=("", "")) == Match(sent, IdRelation.SAME)

    def test_the_literal_spelling_beats_the_folded_one(self) -> None:
        exact, folded = candidate("ABC"), candidate("abc", part_id=2)
        assert chosen("ABC", folded, exact) == Match(exact, IdRelation.SAME)

    def test_one_id_given_twice_is_decided_by_the_recipient(self) -> None:
        ours, other = candidate("7"), candidate("7", part_id=2, recipient="447700900123")
        assert chosen("7", other, ours) == Match(ours, IdRelation.SAME)

    def test_one_id_given_twice_for_one_recipient_is_refused(self) -> None:
        first, second = candidate("7"), candidate("7", part_id=2)
        assert chosen("7", first, second) == Ambiguous((first, second))

    @pytest.mark.parametrize(
        "addresses",
        [HERE, ("VOX", RECIPIENT), ("+381 64 123-4567", ""), ("0641234567", "VOX"), ("1234567", "")],
    )
    def test_a_converted_id_needs_seven_digits_of_the_recipient(self, addresses: tuple[str, str]) -> None:
        sent = candidate("39f99dd5")
        assert chosen("0972660181", sent, addresses=addresses) == Match(sent, IdRelation.SENT_HEX)

    @pytest.mark.parametrize("addresses", [("", ""), ("234567", "VOX"), ("381641234568", "VOX")])
    def test_a_converted_id_without_a_witness_is_refused(self, addresses: tuple[str, str]) -> None:
        assert chosen("0972660181", candidate("39f99dd5"), addresses=addresses) is None

    def test_a_recipient_too_short_to_witness_is_none(self) -> None:
        assert chosen("0972660181", candidate("39f99dd5", recipient="4567")) is None

    def test_a_converted_id_is_refused_after_seven_days(self) -> None:
        assert chosen("0972660181", candidate("39f99dd5", age_us=7 * DAY_US)) is None
        assert chosen("0972660181", candidate("39f99dd5", age_us=7 * DAY_US - 1)) is not None

    def test_two_converted_candidates_are_refused(self) -> None:
        first, second = candidate("39f99dd5"), candidate("39F99DD5", part_id=2)
        assert chosen("0972660181", first, second) == Ambiguous((first, second))

    def test_two_ways_of_converting_are_refused_until_one_is_learned(self) -> None:
        by_hex, by_decimal = candidate("a"), candidate("16", part_id=2)
        assert chosen("10", by_hex, by_decimal) == Ambiguous((by_hex, by_decimal))
        assert chosen("10", by_hex, by_decimal, learned=IdRelation.SENT_HEX) == Match(
            by_hex, IdRelation.SENT_HEX
        )
        assert chosen("10", by_hex, by_decimal, learned=IdRelation.SENT_DECIMAL) == Match(
            by_decimal, IdRelation.SENT_DECIMAL
        )

    def test_small_numbers_valid_both_ways_are_refused_when_spelling_and_recipient_disagree(self) -> None:
        plain, converted = candidate("16", recipient="447700900123"), candidate("10", part_id=2)
        assert chosen("16", plain, converted) == Ambiguous((plain, converted))

    def test_the_learned_way_is_tried_before_the_plain_one(self) -> None:
        plain, converted = candidate("16", recipient="447700900123"), candidate("10", part_id=2)
        assert chosen("16", plain, converted, learned=IdRelation.SENT_HEX) == Match(
            converted, IdRelation.SENT_HEX
        )

    def test_a_plain_match_that_agrees_beats_an_unlearned_conversion(self) -> None:
        plain, converted = candidate("16"), candidate("10", part_id=2)
        assert chosen("16", plain, converted) == Match(plain, IdRelation.SAME)

    def test_a_profile_may_forbid_conversion(self) -> None:
        assert chosen("0972660181", candidate("39f99dd5"), learned=IdRelation.SAME) is None

    def test_a_candidate_that_is_not_related_is_not_taken(self) -> None:
        assert chosen("abc", candidate("abd")) is None
        assert chosen("abc") is None


class TestLearning:
    def after(self, *seen: IdRelation) -> RelationLearner:
        learner = RelationLearner()
        for how in seen:
            learner = learner.after(how)
        return learner

    def test_five_conversions_in_a_row_settle_it(self) -> None:
        assert self.after(*[IdRelation.SENT_HEX] * 4).learned is None
        assert self.after(*[IdRelation.SENT_HEX] * 5).learned is IdRelation.SENT_HEX

    def test_another_relation_between_starts_again(self) -> None:
        seen = [IdRelation.SENT_HEX] * 4 + [IdRelation.SAME] + [IdRelation.SENT_HEX] * 4
        assert self.after(*seen).learned is None

    def test_what_was_learned_stays_through_a_few_others(self) -> None:
        seen = [IdRelation.SENT_HEX] * 5 + [IdRelation.SAME] * 4
        assert self.after(*seen).learned is IdRelation.SENT_HEX

    def test_five_plain_ones_unsettle_it(self) -> None:
        seen = [IdRelation.SENT_HEX] * 5 + [IdRelation.SAME] * 5
        assert self.after(*seen).learned is None

    def test_plain_ids_are_nothing_to_learn(self) -> None:
        assert self.after(*[IdRelation.SAME] * 9).learned is None

    def test_an_unchanged_learner_is_the_same_object(self) -> None:
        learner = self.after(*[IdRelation.SENT_HEX] * 5)
        assert learner.after(IdRelation.SENT_HEX) is learner


def test_ids_are_the_same_only_after_five_in_a_row_and_until_the_next_that_is_not() -> None:
    learner, same = RelationLearner(), []
    for seen in [IdRelation.SAME] * 6 + [IdRelation.CASE_FOLDED] + [IdRelation.SAME]:
        learner = learner.after(seen)
        same.append(learner.same)
    assert same == [False] * 4 + [True, True, False, False]
