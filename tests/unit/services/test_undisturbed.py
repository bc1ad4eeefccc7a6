"""The search for garbage rests while a batch is made, and goes on after it, whatever happens."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from vox_console.services.undisturbed import undisturbed


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()


@pytest.mark.parametrize("on", [True, False])
def test_it_is_afterwards_as_it_was(on: bool) -> None:
    (gc.enable if on else gc.disable)()
    with undisturbed():
        assert not gc.isenabled()
    assert gc.isenabled() == on


def test_a_fault_changes_nothing_about_it() -> None:
    gc.enable()
    with pytest.raises(ValueError, match="broken"), undisturbed():
        raise ValueError("broken")
    assert gc.isenabled()
