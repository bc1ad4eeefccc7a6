"""The piece that shows why a message was found."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.search_query import Term
from vox_console.domain.search_snippet import SNIPPET_CHARACTERS, Snippet, number_marks, snippet
from vox_console.domain.search_text import fold


def marked(piece: Snippet) -> list[str]:
    return [piece.text[a:b] for a, b in piece.marks]


def test_a_short_text_is_there_whole() -> None:
    piece = snippet("Your parcel is late", (Term("parcel"), Term("late")))
    assert (piece.text, marked(piece)) == ("Your parcel is late", ["parcel", "late"])


def test_a_long_text_is_cut_around_the_first_thing_that_was_found() -> None:
    piece = snippet("word " * 100 + "Čuvaj se " + "more " * 100, (Term("cuvaj"),))
    assert piece.text.startswith("…")
    assert piece.text.endswith("…")
    assert marked(piece) == ["Čuvaj"]
    assert len(piece.text) <= SNIPPET_CHARACTERS + 2


def test_what_was_found_elsewhere_shows_the_beginning() -> None:
    assert snippet("a" * 500, ()).text == "a" * SNIPPET_CHARACTERS + "…"
    assert snippet("", (Term("x"),)) == Snippet("")


def test_a_number_is_marked_by_its_digits_and_a_name_by_its_letters() -> None:
    assert marked(number_marks("+381632000000", (Term("063 200", "63200"),))) == ["63200"]
    assert marked(number_marks("Vox Bank", (Term("bank"),))) == ["Bank"]


def test_no_family_is_torn() -> None:
    family = "👨\u200d👩\u200d👧"
    piece = snippet("a" * (SNIPPET_CHARACTERS - 2) + family, ())
    assert piece.text == "a" * (SNIPPET_CHARACTERS - 2) + "…"


@given(st.text(max_size=600), st.data())
def test_every_mark_lies_in_the_piece_and_is_what_was_looked_for(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded) - 1))
    needle = folded[start : start + 4].strip()
    piece = snippet(text, (Term(needle),))
    assert piece.text.strip("…") in unicodedata.normalize("NFC", text) or "…" in text
    assert all(0 <= a < b <= len(piece.text) for a, b in piece.marks)
    if len(needle) > 2:
        assert piece.marks
