"""What presenters hand to widgets are frozen values, whichever file has them."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil

import pytest

from vox_console import presenters

NAMES = [module.name for module in pkgutil.iter_modules(presenters.__path__)]
STATES = [name for name in NAMES if name.endswith("_state") or name == "notice"]
KINDS = [
    kind
    for module in (importlib.import_module(f"{presenters.__name__}.{name}") for name in STATES)
    for _, kind in inspect.getmembers(module, dataclasses.is_dataclass)
    if kind.__module__ == module.__name__
]


def test_there_are_such_values() -> None:
    assert len(STATES) > 10
    assert len(KINDS) > 50


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_state_is_a_frozen_value_without_room_for_more(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]  # every dataclass has it
    assert "__slots__" in vars(kind)
