"""A cut that is remembered is the cut that would be made anew."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from vox_console.domain.bulk_books import RowClass
from vox_console.domain.text_encoding import DATA_CODINGS, DefaultAlphabet
from vox_console.services.bulk_cut import MOST_TEXTS_KEPT, Cutter
from vox_console.services.orders import cut

# Plain letters, letters of the extension table, of other codings, of two units, and what clings to a letter.
LETTERS = st.sampled_from("a Z0aaaa[€éšñ日한ｱ🙂\u0301\x1b\n@~")
TEXTS = st.lists(
    st.builds(
        lambda plain, odd, at, tail: "x" * at + odd + "x" * plain + tail,
        st.sampled_from((0, 1, 60, 64, 65, 66, 68, 69, 70, 130, 150, 158, 159, 160, 310)),
        st.text(LETTERS, max_size=6),
        st.sampled_from((0, 1, 62, 65, 66, 150)),
        st.text(LETTERS, max_size=3),
    ),
    max_size=12,
)


def cutter(coding: int | None = None, alphabet: DefaultAlphabet = DefaultAlphabet.GSM7) -> Cutter:
    return Cutter(lambda text: cut(text, coding=coding, default_alphabet=alphabet), most_parts=2)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from((None, *sorted(DATA_CODINGS))), st.sampled_from(DefaultAlphabet), st.booleans())
def test_a_text_is_cut_as_if_it_were_the_first(
    texts: list[str],
    coding: int | None,
    alphabet: DefaultAlphabet,
    at_once: bool,
) -> None:
    one = cutter(coding, alphabet)
    found = one.cut_all(texts) if at_once else [one.cut(text) for text in texts]
    assert found == [cutter(coding, alphabet).cut(text) for text in texts]


def test_letters_that_stand_between_switches_are_counted_where_they_stand() -> None:
    apart, together = "日x" * 20, "日" * 20 + "x" * 20
    one = cutter(10)
    assert [one.cut(apart).parts, one.cut(together).parts] == [2, 1]


def test_cutting_is_asked_once_for_texts_that_differ_by_plain_letters() -> None:
    asked: list[str] = []

    def counted(text: str) -> object:
        asked.append(text)
        return cut(text)

    one = Cutter(counted, most_parts=2)  # type: ignore[arg-type] # told what it gives would be told twice
    one.cut_all([f"Hello {name}" for name in ("Ana", "Bob", "Eva")] * 2)
    one.cut_all([f"Hello {name}" for name in ("Mišo", "Saša", "Joša", "Šime")] * 2)
    assert asked == ["Hello Ana", "Hello Mišo", "Hello Šime"]


def test_what_is_kept_has_an_end() -> None:
    one = cutter()
    for at in range(2 * MOST_TEXTS_KEPT + 1):
        assert one.cut("x" * (at % 7) + chr(0x4E00 + at)).verdict is RowClass.ACCEPTED
    assert len(one._alike) <= MOST_TEXTS_KEPT
