from __future__ import annotations

import pytest

from vox_console.smpp.session_state import MOVES, SessionMisuse, SessionState, moved


def test_every_state_has_its_moves() -> None:
    assert set(MOVES) == set(SessionState)


@pytest.mark.parametrize("old", SessionState)
@pytest.mark.parametrize("new", SessionState)
def test_only_moves_in_the_table_are_made(old: SessionState, new: SessionState) -> None:
    if new in MOVES[old]:
        assert moved(old, new) is new
    else:
        with pytest.raises(SessionMisuse):
            moved(old, new)


def test_closed_is_for_good_and_always_within_reach() -> None:
    assert not MOVES[SessionState.CLOSED]
    assert all(
        SessionState.CLOSED in MOVES[state] for state in SessionState if state is not SessionState.CLOSED
    )
