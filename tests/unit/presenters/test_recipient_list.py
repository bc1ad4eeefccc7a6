"""The list of recipients: each number once, and nothing removed by mistake is lost."""

from __future__ import annotations

import pytest

from vox_console.presenters.recipient_list import RecipientList

MOBILE = "+381 64 1234567"
OTHER = "+381 60 1111111"
NAMES = {"381641234567": "Ana\u202e"}


@pytest.fixture
def recipients() -> RecipientList:
    made = RecipientList(lambda digits: NAMES.get(digits, ""))
    made.set_region("RS", can_set_region=True)
    return made


def test_a_number_written_in_two_ways_is_one(recipients: RecipientList) -> None:
    recipients.add(f"{MOBILE}, 064 1234567, {OTHER}, {OTHER}")
    assert recipients.digits == ("381641234567", "381601111111")
    assert recipients.merged == 2


def test_what_was_merged_is_forgotten_with_its_chip(recipients: RecipientList) -> None:
    recipients.add(f"{MOBILE}, {MOBILE}, {OTHER}, {OTHER}")
    recipients.remove([0])
    assert recipients.merged == 1
    recipients.replace(0, "nobody")
    assert (recipients.raws, recipients.merged) == (("nobody",), 0)


def test_removed_ones_come_back_step_by_step_to_their_places(recipients: RecipientList) -> None:
    recipients.add(f"nobody, {MOBILE}, someone, {OTHER}")
    before = recipients.raws
    recipients.remove([2, 0])
    recipients.remove([0, 1])
    recipients.restore()
    assert recipients.raws == (MOBILE, OTHER)
    recipients.restore()
    assert recipients.raws == before
    recipients.restore()
    assert recipients.raws == before


def test_an_emptied_one_is_removed_and_can_come_back(recipients: RecipientList) -> None:
    recipients.add(MOBILE)
    recipients.replace(0, " ")
    assert not recipients.raws
    recipients.restore()
    assert recipients.raws == (MOBILE,)


def test_nothing_of_a_message_before_comes_back_into_the_next(recipients: RecipientList) -> None:
    recipients.add(MOBILE)
    recipients.remove([0])
    recipients.load([])
    recipients.restore()
    assert not recipients.raws


def test_another_account_reads_national_numbers_anew(recipients: RecipientList) -> None:
    recipients.add("064 1234567")
    assert recipients.chips()[0].problem is None
    recipients.set_region("", can_set_region=True)
    assert "set a country" in str(recipients.chips()[0].problem)
    recipients.set_region("", can_set_region=False)
    problem = recipients.chips()[0].problem
    assert problem is not None
    assert problem.text == "Start with + and the country code."


def test_unchanged_chips_are_not_made_anew(recipients: RecipientList) -> None:
    recipients.add(MOBILE)
    assert recipients.chips() is recipients.chips()


def test_a_number_of_a_contact_has_its_name_beside_it(recipients: RecipientList) -> None:
    recipients.add(f"064 1234567, {OTHER}, nobody")
    assert [(chip.name, chip.label) for chip in recipients.chips()] == [
        ("Ana⟨202E⟩", "+381 64 1234567"),
        ("", "+381 60 1111111"),
        ("", "nobody"),
    ]
