"""A row of the register is read aloud as one sentence."""

from __future__ import annotations

from vox_console.presenters.opt_outs_state import OptOutRow


def test_a_row_is_one_sentence() -> None:
    row = OptOutRow(1, "+381 64 1234567", "1 Jan 2026", "entered by hand, Ana: “STOP”")
    assert row.sentence == "+381 64 1234567, since 1 Jan 2026. entered by hand, Ana: “STOP”"
