"""What the options offer, by what a way can carry."""

from __future__ import annotations

from dataclasses import replace

from vox_console.domain.segmentation import LongMethod
from vox_console.domain.transport_name import TransportName, TransportRule
from vox_console.presenters.compose_choices import CODINGS, METHODS, WAY_NAMES, WAYS, codings_over
from vox_console.presenters.compose_route import NOWHERE


def test_only_what_the_way_carries_is_offered_and_automatic_always() -> None:
    able = replace(NOWHERE, data_codings=frozenset({0, 8, 99}))
    assert [value for value, _label in codings_over(able, chosen=None)] == [None, 0, 8]
    assert codings_over(NOWHERE, chosen=None) == CODINGS


def test_a_coding_that_was_chosen_before_stays_to_be_seen() -> None:
    able = replace(NOWHERE, data_codings=frozenset({0}))
    assert [value for value, _label in codings_over(able, chosen=6)] == [None, 0, 6]


def test_every_way_and_method_has_a_name() -> None:
    assert [value for value, _label in WAYS] == [rule.value for rule in TransportRule]
    assert set(WAY_NAMES) == {name.value for name in TransportName}
    assert {value for value, _label in METHODS} == {method.value for method in LongMethod}
