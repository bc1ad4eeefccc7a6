"""The frozen values that panes draw."""

from __future__ import annotations

import dataclasses
import inspect

import pytest

from vox_console.domain.errors import FieldProblem, Severity
from vox_console.presenters import states
from vox_console.presenters.states import Chip

KINDS = [
    kind
    for _, kind in inspect.getmembers(states, dataclasses.is_dataclass)
    if kind.__module__ == states.__name__
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_state_is_a_frozen_value_without_room_for_more(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]  # every dataclass has it
    assert "__slots__" in vars(kind)


@pytest.mark.parametrize(
    ("severity", "faulty"), [(None, False), (Severity.WARNING, False), (Severity.ERROR, True)]
)
def test_only_an_error_makes_a_chip_faulty(severity: Severity | None, *, faulty: bool) -> None:
    problem = None if severity is None else FieldProblem("to", "code", "Words.", severity=severity)
    assert Chip("raw", "381641234567", "label", "RS", problem).faulty is faulty
