"""What may be sent, and what an order becomes."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.support.desk import ORDER, PROFILE
from tests.support.fake_clocks import START_US
from tests.support.fake_transport import FakeTransport
from vox_console.domain.errors import SendRefused
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
