"""The frozen values that the bulk pane draws."""

from __future__ import annotations

import dataclasses
import inspect

import pytest

from vox_console.presenters import bulk_state
from vox_console.presenters.bulk_state import BulkState

KINDS = [
    kind
    for _, kind in inspect.getmembers(bulk_state, dataclasses.is_dataclass)
    if kind.__module__ == bulk_state.__name__
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_state_is_a_frozen_value_without_room_for_more(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]  # every dataclass has it
    assert "__slots__" in vars(kind)


def test_without_anything_there_is_no_list_and_no_check() -> None:
    state = BulkState()
    assert (state.opened, state.check, state.message.sample) == (None, None, None)
