"""For every text, coding and method: the counter equals the wire, and nothing is torn or wasted."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from vox_console.domain.decoding import decode
from vox_console.domain.grapheme import is_border
from vox_console.domain.segmentation import (
    DefaultAlphabet,
    LongMethod,
    Segmentation,
    frame,
    segment,
)
from vox_console.domain.text_encoding import DATA_CODINGS, ENCODINGS, TextEncoding

CODINGS = st.sampled_from([None, *sorted(DATA_CODINGS)])
METHODS = st.sampled_from(list(LongMethod))
ALPHABETS = st.sampled_from(list(DefaultAlphabet))

GSM = "aZ09 @_\n\r" + "[]{}€^~|\\\f" + "éÇΔΩß"
CLUSTERS = ["👨\u200d👩\u200d👧", "🇷🇸", "👍🏽", "e\u0301", "\r\n", "क्षि", "각", "1\ufe0f\u20e3", "😀", "👋"]
JAPANESE, KOREAN, CYRILLIC, HEBREW = "あ日本ア¥", "가나다한글", "жЖя№", "אבג"


# What each coding can carry, dense in what is hard to cut; None and 8 carry everything.
ANYTHING = st.one_of(
    st.sampled_from(list(GSM + JAPANESE + KOREAN + CYRILLIC + HEBREW)),
    st.sampled_from(CLUSTERS),
    st.characters(codec="utf-8"),
)
CARRIED: dict[int | None, st.SearchStrategy[str]] = {
    None: st.sampled_from(list(GSM)) | ANYTHING,
    0: st.sampled_from([*GSM, "\r\n"]),
    1: st.characters(codec="ascii"),
    3: st.characters(codec="latin-1"),
    6: st.sampled_from(list("жЖя№ab\r\n")),
    7: st.sampled_from(list("אבגab\r\n")),
    8: ANYTHING,
    10: st.sampled_from(list(JAPANESE + "ab\r\n")),
    14: st.sampled_from([*KOREAN, "a", "b", "\r\n"]),
}


def repeated(character: st.SearchStrategy[str], *, times: tuple[int, int]) -> st.SearchStrategy[str]:
    """Texts of a few runs: long enough to be cut, small enough to be shrunk."""
    run = st.builds(
        lambda piece, count: "".join(piece) * count,
        st.lists(character, min_size=1, max_size=20),
        st.integers(*times),
    )
    return st.lists(run, min_size=1, max_size=3).map("".join)


@st.composite
def sendable(draw: st.DrawFn, *, times: tuple[int, int] = (1, 20)) -> tuple[str, int | None]:
    """A text with a coding that carries it."""
    coding = draw(st.sampled_from(list(CARRIED)))
    return draw(repeated(CARRIED[coding], times=times)), coding


LONG = (20, 60)


def encoding_of(cut: Segmentation) -> TextEncoding:
    return ENCODINGS[cut.encoding]


def part_texts(cut: Segmentation) -> list[str]:
    return [cut.text[piece.start : piece.end] for piece in cut.pieces]


def fewest_parts(text: str, encoding: TextEncoding, capacity: int) -> int:
    """Count greedily, one character at a time: slow, and plainly right."""
    parts, start, end = 1, 0, 0
    while end < len(text):
        octets = encoding.octets(text[start : end + 1])
        assert octets is not None
        if encoding.units(octets) > capacity:
            parts, start = parts + 1, end
        else:
            end += 1
    return parts


@given(sendable(), METHODS)
def test_counter_equals_wire(text_and_coding: tuple[str, int | None], method: LongMethod) -> None:
    text, coding = text_and_coding
    cut = segment(text, coding=coding, method=method)
    assert bool(cut.pieces) != bool(cut.problems)
    assume(cut.pieces)
    header = {LongMethod.UDH8: 6, LongMethod.UDH16: 7}.get(method, 0) if len(cut.pieces) > 1 else 0
    framed = frame(cut, reference=0x1234)
    assert len(framed) == len(cut.pieces)
    for part, piece in zip(framed, cut.pieces, strict=True):
        assert part.short_message[header:] == piece.octets
        assert part.esm_class == (0x40 if header else 0)
        assert encoding_of(cut).units(piece.octets) == piece.units
    assert cut.units == sum(piece.units for piece in cut.pieces)
    capacity = cut.single_capacity if len(cut.pieces) == 1 else cut.part_capacity
    assert all(piece.units <= capacity for piece in cut.pieces)
    assert cut.left == capacity - cut.pieces[-1].units


@given(sendable(), METHODS)
def test_the_pieces_joined_are_the_text(text_and_coding: tuple[str, int | None], method: LongMethod) -> None:
    text, coding = text_and_coding
    cut = segment(text, coding=coding, method=method)
    assume(cut.pieces)
    assert "".join(part_texts(cut)) == text
    assert cut.pieces[0].start == 0
    assert cut.pieces[-1].end == len(text)
    for part, piece in zip(part_texts(cut), cut.pieces, strict=True):
        assert encoding_of(cut).octets(part) == piece.octets


@given(sendable())
def test_a_phone_reads_back_every_part_by_itself(text_and_coding: tuple[str, int | None]) -> None:
    text, coding = text_and_coding
    cut = segment(text, coding=coding)
    for part, framed in zip(part_texts(cut), frame(cut, reference=1), strict=True):
        read = decode(framed.short_message, cut.data_coding, esm_class=framed.esm_class)
        if not read.guessed and not part.startswith("\ufeff"):  # readers drop a byte order mark, and should
            assert read.text == part


@given(sendable(times=LONG), st.sampled_from([LongMethod.UDH8, LongMethod.UDH16]))
def test_no_text_costs_more_parts_than_it_must(
    text_and_coding: tuple[str, int | None], method: LongMethod
) -> None:
    text, coding = text_and_coding
    cut = segment(text, coding=coding, method=method)
    assume(len(cut.pieces) > 1)
    assert len(cut.pieces) == fewest_parts(text, encoding_of(cut), cut.part_capacity)


@given(sendable(times=LONG))
def test_a_cluster_is_torn_only_where_no_cut_could_spare_it(text_and_coding: tuple[str, int | None]) -> None:
    text, coding = text_and_coding
    cut = segment(text, coding=coding)
    for number, piece in enumerate(cut.pieces[:-1], 1):
        if is_border(text, piece.end):
            continue
        for earlier in range(piece.end - 1, piece.start, -1):
            if is_border(text, earlier):
                rest = fewest_parts(text[earlier:], encoding_of(cut), cut.part_capacity)
                assert number + rest > len(cut.pieces)
                break


@given(repeated(ANYTHING, times=(1, 3)), ALPHABETS)
def test_unicode_is_chosen_only_when_some_character_forces_it(text: str, alphabet: DefaultAlphabet) -> None:
    cut = segment(text, default_alphabet=alphabet)
    assert (cut.data_coding == 8) == bool(cut.forcing)
    for each in cut.forcing:
        assert text[each.index] == each.character
        assert ENCODINGS[cut.wanted].octets(each.character) is None
        assert ENCODINGS[cut.wanted].octets(each.suggestion) is not None


@given(st.text(alphabet=st.characters(codec=None), max_size=400), CODINGS, METHODS, ALPHABETS)
def test_no_string_at_all_raises(
    text: str, coding: int | None, method: LongMethod, alphabet: DefaultAlphabet
) -> None:
    cut = segment(text, coding=coding, method=method, default_alphabet=alphabet)
    halves = any("\ud800" <= character <= "\udfff" for character in text)
    assert halves <= any(problem.code == "unpaired_surrogate" for problem in cut.problems)
    assert all(problem.text for problem in cut.problems)


@given(st.text(alphabet=st.sampled_from("aé “”\u2019…—\u00a0çšđ½"), min_size=1, max_size=200))
def test_replacing_what_forces_unicode_brings_it_back_to_gsm(text: str) -> None:
    characters = list(text)
    for each in segment(text).forcing:
        assert each.suggestion
        characters[each.index] = each.suggestion
    assert segment("".join(characters)).encoding == "gsm7"
