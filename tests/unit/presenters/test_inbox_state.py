"""What the inbox draws is frozen: a widget may keep it and compare it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from vox_console.presenters.inbox_state import InboxState, Passage


def test_a_state_is_compared_by_value_and_never_changed() -> None:
    state = InboxState("open", 2, 0)
    assert replace(state, opened=7) != state
    assert replace(state, opened=0) == state
    with pytest.raises(FrozenInstanceError):
        state.count = 3  # type: ignore[misc]  # that is what must not work


def test_a_passage_is_a_customers_words_unless_it_says_otherwise() -> None:
    assert (Passage("Hello").gap, Passage("Hello").mono) == (False, False)
