from __future__ import annotations

from pathlib import Path

import pytest

from vox_console.cli.argument_types import ALPHABETS, CODINGS, METHODS
from vox_console.cli.arguments import build_parser
from vox_console.domain.segmentation import LongMethod
from vox_console.domain.text_encoding import DATA_CODINGS, DefaultAlphabet

SEND = ["send", "--profile", "p", "--from", "a", "--to", "1", "--text", "t"]


def test_what_can_be_chosen_is_what_the_rules_know() -> None:
    assert set(CODINGS) == {"auto", *map(str, DATA_CODINGS)}
    assert set(METHODS) == set(LongMethod)
    assert set(ALPHABETS) == set(DefaultAlphabet)


@pytest.mark.parametrize(
    "words",
    [
        ["--data-dir", "/d", "history"],
        ["history", "--data-dir", "/d"],
        ["--data-dir", "/d", "profile", "list"],
        ["profile", "--data-dir", "/d", "list"],
        ["profile", "list", "--data-dir", "/d"],
        ["--data-dir", "/d"],
    ],
)
def test_the_data_folder_may_stand_anywhere(words: list[str]) -> None:
    assert build_parser().parse_args(words).data_dir == Path("/d")


def test_without_a_data_folder_there_is_none() -> None:
    assert build_parser().parse_args(["profile", "list"]).data_dir is None


@pytest.mark.parametrize("words", [["--practice", "history"], ["history", "--practice"]])
def test_practice_may_stand_before_or_after_history(words: list[str]) -> None:
    assert build_parser().parse_args(words).practice is True


@pytest.mark.parametrize("typed", ["-1", "nan", "inf", "1e9", "soon"])
def test_a_wrong_waiting_time_is_wrong_usage(typed: str) -> None:
    with pytest.raises(SystemExit) as ended:
        build_parser().parse_args([*SEND, f"--wait={typed}"])
    assert ended.value.code == 2


def test_there_is_no_option_for_a_password() -> None:
    """What stands on a command line can be read by everyone on the machine."""
    with pytest.raises(SystemExit):
        build_parser().parse_args([*SEND, "--password", "x"])


def test_options_are_not_guessed_from_their_beginning() -> None:
    """A new option must not change what an old script means."""
    with pytest.raises(SystemExit):
        build_parser().parse_args(["segment", "text", "--js"])


@pytest.mark.parametrize(
    "words", [["--quick-text", "Order"], ["--set", "no"], ["--set", "=7"], ["--set", " =7"]]
)
def test_a_text_is_given_or_named_and_a_field_has_a_name(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        build_parser().parse_args([*SEND, *words])
    assert ended.value.code == 2
    with pytest.raises(SystemExit):
        build_parser().parse_args(SEND[:-2])


def test_what_fills_a_field_may_hold_anything() -> None:
    words = [*SEND[:-2], "--quick-text", "Order", "--set", " no =a=b ", "--set", "empty="]
    assert build_parser().parse_args(words).values == [("no", "a=b "), ("empty", "")]
