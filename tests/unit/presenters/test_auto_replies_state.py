"""What the dialog of automatic answers draws before anything is known."""

from __future__ import annotations

from vox_console.presenters.auto_replies_state import AnswerText, AutoRepliesState


def test_nothing_is_claimed_before_it_is_known() -> None:
    state = AutoRepliesState()
    assert (state.standing, state.breaker, state.given) == ("", "", "")
    assert AnswerText().counter.line == ""
