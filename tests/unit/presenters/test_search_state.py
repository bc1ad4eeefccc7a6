"""What was found, on one line."""

from __future__ import annotations

from vox_console.domain.search_snippet import Snippet
from vox_console.presenters.search_state import MarkedLine, marked_line


def test_marks_move_with_what_is_made_visible() -> None:
    line = marked_line(Snippet("a\nb\u202eparcel\tc", ((4, 10),)))
    (mark,) = line.marks
    assert line.text[slice(*mark)] == "parcel"
    assert line.text == "a⏎b⟨202E⟩parcel⇥c"
    assert marked_line(Snippet("plain")) == MarkedLine("plain")
