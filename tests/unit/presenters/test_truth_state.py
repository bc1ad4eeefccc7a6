"""The values that the truth panel draws."""

from __future__ import annotations

import dataclasses

import pytest

from vox_console.presenters.truth_state import Loss, PartOctets, RestTruth, SmppTruth, TruthState


@pytest.mark.parametrize("kind", [Loss, PartOctets, RestTruth, SmppTruth, TruthState])
def test_it_is_a_frozen_value_without_room_for_more(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]  # every dataclass has it
    assert "__slots__" in vars(kind)
    assert dataclasses.is_dataclass(kind)


def test_the_octets_of_a_part_are_its_header_and_its_text() -> None:
    assert PartOctets("Part 1 of 2", "05 00 03 rr 02 01", "48 69").octets == "05 00 03 rr 02 01 48 69"
    assert PartOctets("One part", "", "48 69").octets == "48 69"


def test_the_way_that_is_taken_comes_first() -> None:
    assert TruthState(RestTruth(taken=False), SmppTruth(taken=True)).smpp_first
    assert not TruthState(RestTruth(taken=True), SmppTruth(taken=False)).smpp_first
    assert not TruthState(RestTruth(taken=True)).smpp_first


def test_there_is_a_choice_only_between_two() -> None:
    assert TruthState(RestTruth(taken=True), SmppTruth(taken=False)).choice
    assert not TruthState(rest=RestTruth(taken=True)).choice
    assert not TruthState().choice
