"""How a text goes over REST: which mode, what is dropped, and nothing cut in half."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.rest_message import (
    CUT_OCTETS,
    DATA_CODINGS,
    LongMessageMode,
    RestMessage,
    rest_message,
)
from vox_console.domain.segmentation import segment
from vox_console.domain.text_encoding import DATA_CODINGS as ENCODABLE
from vox_console.domain.text_encoding import ENCODINGS

CUT, ONE_ID, SPLIT = LongMessageMode.CUT, LongMessageMode.SINGLE_ID_SPLIT, LongMessageMode.SPLIT
TEXTS = st.text(max_size=200) | st.text(
    alphabet=st.sampled_from("aé€^[~]ž😀👩\u200d\ufe0f\u0301漢한Я"), min_size=60, max_size=300
)
CODINGS = st.sampled_from([None, *sorted(DATA_CODINGS)])


def made(
    text: str, *, coding: int | None = None, want_cut: bool = False, own_id: bool = False
) -> RestMessage:
    message = rest_message(segment(text, coding=coding), want_cut=want_cut, own_id=own_id)
    assert message is not None
    return message


@pytest.mark.parametrize(
    ("text", "coding", "mode"),
    [
        ("", None, CUT),
        ("a" * 140, None, CUT),
        ("a" * 141, None, ONE_ID),
        ("a" * 160, None, ONE_ID),  # one SMS, but more than the 140 that `cut` keeps
        ("€" * 70, None, CUT),  # two octets each in the GSM alphabet
        ("€" * 70 + "a", None, ONE_ID),
        ("ž" * 70, None, CUT),
        ("ž" * 71, None, ONE_ID),
        ("😀" * 35, None, CUT),
        ("😀" * 35 + "a", None, ONE_ID),
        ("a" * 140, 3, CUT),
        ("a" * 141, 3, ONE_ID),
        ("a" * 71, 8, ONE_ID),
        ("한" * 70, 14, CUT),
        ("한" * 71, 14, ONE_ID),
    ],
)
def test_up_to_140_octets_cut_drops_nothing_and_beyond_the_provider_splits(
    text: str, coding: int | None, mode: LongMessageMode
) -> None:
    message = made(text, coding=coding)
    assert (message.mode, message.dropped, message.text) == (mode, "", text)


@pytest.mark.parametrize(
    ("text", "want_cut", "own_id", "mode"),
    [
        ("a" * 141, False, False, ONE_ID),
        ("a" * 141, False, True, SPLIT),  # an id of ours is not allowed beside single_id_split
        ("a" * 141, True, False, CUT),
        ("a" * 141, True, True, CUT),
        ("a" * 140, True, True, CUT),
        ("a" * 140, False, True, CUT),
    ],
)
def test_a_person_may_want_the_cut_and_an_id_of_ours_means_split(
    text: str, want_cut: bool, own_id: bool, mode: LongMessageMode
) -> None:
    message = made(text, want_cut=want_cut, own_id=own_id)
    assert message.mode is mode
    assert message.dropped == ("a" if want_cut and len(text) > CUT_OCTETS else "")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a" * 139 + "€", "a" * 139),  # an escape pair is not cut in half
        ("ž" + "a" * 68 + "😀", "ž" + "a" * 68),  # nor a surrogate pair
        ("ž" * 70 + "a", "ž" * 70),
        ("a" * 161, "a" * 140),
    ],
)
def test_nothing_is_cut_in_half(text: str, kept: str) -> None:
    message = made(text, want_cut=True)
    assert (text[: message.kept], message.dropped) == (kept, text[len(kept) :])


def test_a_text_that_its_coding_cannot_carry_is_no_message() -> None:
    assert rest_message(segment("ж", coding=3)) is None
    assert rest_message(segment("\ud800")) is None


def test_every_coding_of_the_provider_can_be_sent() -> None:
    assert DATA_CODINGS == ENCODABLE == {0, 1, 3, 6, 7, 8, 10, 14}


@given(text=TEXTS, coding=CODINGS, want_cut=st.booleans(), own_id=st.booleans())
def test_what_is_kept_and_what_is_dropped_are_the_text(
    text: str, coding: int | None, want_cut: bool, own_id: bool
) -> None:
    message = rest_message(segment(text, coding=coding), want_cut=want_cut, own_id=own_id)
    if message is None:
        return
    encoding = ENCODINGS[segment(text, coding=coding).encoding]
    assert message.octets == encoding.octets(text)
    assert text[: message.kept] + message.dropped == text
    if len(message.octets) <= CUT_OCTETS:
        assert (message.mode, message.dropped) == (CUT, "")
    elif want_cut:
        kept = encoding.octets(text[: message.kept])
        more = encoding.octets(text[: message.kept + 1])
        assert kept is not None
        assert more is not None
        assert len(kept) <= CUT_OCTETS < len(more)
        assert (message.mode, message.dropped != "") == (CUT, True)
    else:
        assert (message.mode, message.dropped) == (SPLIT if own_id else ONE_ID, "")


@given(text=TEXTS, coding=CODINGS)
def test_what_one_segment_holds_is_foretold_alike_by_the_counter(text: str, coding: int | None) -> None:
    """A text that goes as `cut` without loss is one message everywhere; the counter must say so too."""
    cut = segment(text, coding=coding)
    message = rest_message(cut)
    if message is not None and message.mode is CUT:
        assert len(cut.pieces) == 1
