"""A password shows itself to nobody but who asks for it by name."""

from __future__ import annotations

import copy
import json
import pickle
import traceback

import pytest

from vox_console.domain.secret import Secret

WORD = "hunter2!"


def test_only_reveal_gives_it() -> None:
    assert Secret(WORD).reveal() == WORD


def test_no_way_of_showing_it_shows_it() -> None:
    secret = Secret(WORD)
    shown = [
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret!r}",
        "%s" % secret,  # noqa: UP031 - the old way of formatting is under test
        repr([secret]),
        ascii(secret),
    ]
    assert all(WORD not in each for each in shown)
    assert all("***" in each for each in shown)


def test_a_traceback_does_not_show_it() -> None:
    with pytest.raises(ValueError, match="Secret") as caught:
        int(repr(Secret(WORD)))
    wrapped = ValueError(Secret(WORD))
    wrapped.__cause__ = caught.value
    assert WORD not in "".join(traceback.format_exception(wrapped))


def test_it_is_never_serialised() -> None:
    secret = Secret(WORD)
    with pytest.raises(TypeError, match="never serialised"):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        json.dumps(secret)
    with pytest.raises(TypeError, match="never serialised"):
        copy.copy(secret)


def test_equal_words_are_equal_and_an_empty_one_is_false() -> None:
    assert Secret(WORD) == Secret(WORD)
    assert hash(Secret(WORD)) == hash(Secret(WORD))
    assert Secret(WORD) != Secret("other")
    assert Secret(WORD) != WORD
    assert Secret(WORD)
    assert not Secret("")


def test_it_has_no_dictionary_to_look_into() -> None:
    assert not hasattr(Secret(WORD), "__dict__")
