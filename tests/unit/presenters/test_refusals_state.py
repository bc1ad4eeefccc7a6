from __future__ import annotations

from vox_console.presenters.errands import IDLE
from vox_console.presenters.refusals_state import RefusalDetail, RefusalsState


def test_nothing_is_decided_and_nothing_asked_to_begin_with() -> None:
    state = RefusalsState()
    assert (state.detail, state.errand) == (None, IDLE)
    detail = RefusalDetail(1, "+381 64 1234567", "today, to 38164000", "Please stop", "It sounds so.")
    assert (detail.asks_number, detail.number, detail.number_problem) == (False, "", None)
