"""What may be sent, and what an order becomes."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.desk import ORDER, PROFILE
from tests.support.fake_clocks import START_US
from tests.support.fake_transport import REST, FakeTransport
from tests.support.practice_rest import RestMemory
from vox_console.domain.errors import SendRefused, Severity
from vox_console.domain.segmentation import LongMethod
from vox_console.domain.submission import WireAddress
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.services.orders import (
    LONGEST_VALIDITY_H,
    SendOrder,
    check,
    cut,
    to_messages,
    validity_period,
)
from vox_console.settings.profiles import Profile
from vox_console.storage.outbox import NewMessage

SMPP = FakeTransport.capabilities


def made(order: SendOrder, profile: Profile = PROFILE) -> list[NewMessage]:
    rng = Random(7)  # noqa: S311 - the same numbers each time
    return list(to_messages(order, profile, SMPP, now_us=START_US, rng=rng))


def codes(order: SendOrder, profile: Profile = PROFILE) -> set[tuple[str, str]]:
    return {(problem.field, problem.code) for problem in check(order, profile, SMPP).problems}


class TestCheck:
    def test_a_plain_order_has_no_problems(self) -> None:
        assert codes(ORDER) == set()

    @pytest.mark.parametrize(
        ("order", "problem"),
        [
            (replace(ORDER, sender=""), ("from", "empty")),
            (replace(ORDER, sender="A sender too long for SMPP"), ("from", "too_long")),
            (replace(ORDER, recipients=()), ("to", "empty")),
            (replace(ORDER, text=""), ("message", "empty")),
            (replace(ORDER, text="x" * 1_531), ("message", "too_many_parts")),
            (replace(ORDER, text="ж", coding=3), ("message", "cannot_encode")),
            (replace(ORDER, validity_h=-1), ("validity", "out_of_range")),
            (replace(ORDER, validity_h=LONGEST_VALIDITY_H + 1), ("validity", "out_of_range")),
        ],
    )
    def test_each_fault_is_named_by_its_field(self, order: SendOrder, problem: tuple[str, str]) -> None:
        assert codes(order) == {problem}
        with pytest.raises(SendRefused):
            made(order)

    def test_the_part_limit_is_the_accounts(self) -> None:
        longer = PROFILE.model_copy(update={"part_limit": 11})
        assert codes(replace(ORDER, text="x" * 1_531), longer) == set()

    def test_a_warning_does_not_forbid(self) -> None:
        order = replace(ORDER, sender="TwelveLetter")
        assert codes(order) == {("from", "long_for_handsets")}
        assert len(made(order)) == 1

    def test_everything_that_is_wrong_is_said_at_once_and_without_the_text(self) -> None:
        with pytest.raises(SendRefused) as caught:
            made(replace(ORDER, recipients=(), text="secret ж", coding=0))
        assert "Nobody to send to" in caught.value.detail
        assert "Data coding 0" in caught.value.detail
        assert "secret" not in str(caught.value)


class TestMessages:
    def test_one_message_is_an_order_of_one(self) -> None:
        (message,) = made(ORDER)
        assert message.profile == "work"
        assert message.transport == "smpp"
        assert message.source == WireAddress(5, 0, "Vox")
        assert message.recipient == "381641234567"
        assert message.segmentation == cut("Hello")
        assert (message.registered_delivery, message.validity_period, message.hold_until_us) == (1, "", 0)

    def test_each_recipient_once_in_the_order_given(self) -> None:
        order = replace(ORDER, recipients=("381641234567", "381601111111", "381641234567"))
        assert [message.recipient for message in made(order)] == ["381641234567", "381601111111"]

    def test_the_choices_of_the_order_reach_the_message(self) -> None:
        order = replace(
            ORDER, text="a" * 200, method=LongMethod.SAR, receipt=False, validity_h=49, hold_s=2.5
        )
        (message,) = made(order)
        assert message.segmentation.method is LongMethod.SAR
        assert message.registered_delivery == 0
        assert message.validity_period == "000002010000000R"
        assert message.hold_until_us == START_US + 2_500_000

    def test_without_a_method_the_accounts_own_is_used(self) -> None:
        profile = PROFILE.model_copy(update={"long_method": LongMethod.UDH16})
        (message,) = made(replace(ORDER, text="a" * 200), profile)
        assert message.segmentation.method is LongMethod.UDH16

    def test_the_accounts_default_alphabet_decides_what_coding_0_means(self) -> None:
        profile = PROFILE.model_copy(update={"default_alphabet": DefaultAlphabet.LATIN1})
        (message,) = made(replace(ORDER, text="ê"), profile)
        assert (message.segmentation.data_coding, message.segmentation.encoding) == (0, "latin1")

    def test_references_start_anywhere_in_an_octet(self) -> None:
        order = replace(ORDER, recipients=tuple(f"38164{1_000_000 + number}" for number in range(60)))
        references = {message.first_reference for message in made(order)}
        assert len(references) > 30
        assert references <= set(range(256))


class TestValidity:
    @pytest.mark.parametrize(
        ("hours", "written"),
        [(0, ""), (1, "000000010000000R"), (24, "000001000000000R"), (720, "000030000000000R")],
    )
    def test_hours_are_written_as_smpp_relative_time(self, hours: int, written: str) -> None:
        assert validity_period(hours) == written


class TestOverRest:
    """The provider encodes and splits: what is checked is what it takes, and the text goes whole."""

    @pytest.mark.parametrize(
        ("order", "problem"),
        [
            (replace(ORDER, validity_h=24), ("validity", "not_here")),
            (replace(ORDER, sender="x" * 33), ("from", "too_long")),
            (replace(ORDER, text=""), ("message", "empty")),
            (replace(ORDER, text="x" * 1_531), ("message", "too_many_parts")),
            (replace(ORDER, text="ж", coding=3), ("message", "cannot_encode")),
        ],
    )
    def test_what_rest_cannot_carry_is_named_by_its_field(
        self, order: SendOrder, problem: tuple[str, str]
    ) -> None:
        found = check(order, PROFILE, REST).problems
        assert problem in {(each.field, each.code) for each in found}

    def test_a_coding_that_this_way_does_not_take_is_a_problem(self) -> None:
        able = replace(REST, data_codings=frozenset({0, 8}))
        found = [check(replace(ORDER, coding=each), PROFILE, able).problems for each in (None, 0, 8, 3)]
        assert [[each.code for each in problems] for problems in found] == [[], [], [], ["not_here"]]

    def test_the_longer_senders_of_rest_are_only_warned_of(self) -> None:
        order = replace(ORDER, sender="A sender too long for SMPP")
        severities = {each.severity for each in check(order, PROFILE, REST).problems}
        assert severities == {Severity.WARNING}

    @pytest.mark.parametrize(
        ("text", "cut", "own_ids", "mode", "segments"),
        [
            ("Hello", False, False, "cut", 1),
            ("a" * 161, False, False, "single_id_split", 2),
            ("a" * 161, False, True, "split", 2),
            ("a" * 161, True, False, "cut", 1),
            ("a" * 161, True, True, "cut", 1),
            ("ž" * 71, False, False, "single_id_split", 2),
        ],
    )
    def test_the_text_goes_whole_and_says_how_it_is_split(
        self, *, text: str, cut: bool, own_ids: bool, mode: str, segments: int
    ) -> None:
        order = replace(ORDER, text=text, cut=cut)
        able = replace(REST, own_ids=own_ids)
        checked = check(order, PROFILE, able)
        assert (checked.problems, checked.segments) == ((), segments)
        rng = Random(7)  # noqa: S311 - the same numbers each time
        (message,) = to_messages(order, PROFILE, able, now_us=START_US, rng=rng)
        assert message.transport == "rest"
        assert message.whole is not None
        assert (message.whole.text, message.whole.mode, message.segments) == (text, mode, segments)
        assert message.validity_period == ""

    def test_a_person_who_wants_the_cut_is_not_held_up_by_the_part_limit(self) -> None:
        order = replace(ORDER, text="x" * 1_531, cut=True)
        assert check(order, PROFILE, REST).problems == ()

    def test_over_smpp_nothing_is_cut_off_however_it_was_asked_for(self) -> None:
        (message,) = made(replace(ORDER, text="a" * 161, cut=True))
        assert message.whole is None
        assert message.segments == 2

    def test_the_providers_rules_decide_what_coding_0_means(self) -> None:
        """What the account's data_coding 0 means over SMPP says nothing about REST."""
        profile = PROFILE.model_copy(update={"default_alphabet": DefaultAlphabet.LATIN1})
        assert check(replace(ORDER, text="ê"), profile, REST).segmentation.data_coding == 8
        assert check(replace(ORDER, text="ê"), profile, SMPP).segmentation.data_coding == 0

    @given(
        text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400),
        coding=st.sampled_from([None, 8]),
    )
    def test_the_provider_splits_into_as_many_segments_as_were_foretold(
        self, text: str, coding: int | None
    ) -> None:
        checked = check(replace(ORDER, text=text, coding=coding), PROFILE, REST)
        provider = RestMemory()
        answer = provider.submit(
            message=text, dataCoding=checked.segmentation.data_coding, longMessageMode="split"
        )
        assert (len(answer) if isinstance(answer, list) else 1) == checked.segments
