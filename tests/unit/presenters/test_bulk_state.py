"""The frozen values that the bulk pane draws."""

from __future__ import annotations

from vox_console.presenters.bulk_state import BulkState


def test_without_anything_there_is_no_list_and_no_check() -> None:
    state = BulkState()
    assert (state.opened, state.check, state.message.sample) == (None, None, None)
