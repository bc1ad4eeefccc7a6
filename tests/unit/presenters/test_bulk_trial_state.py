"""Beside the sample there is always a field and a button."""

from __future__ import annotations

from vox_console.presenters.bulk_trial_state import TrialShown


def test_before_anything_was_sent_there_is_nothing_to_take_back() -> None:
    shown = TrialShown()
    assert (shown.look, shown.words, shown.can_undo) == (None, "", False)
