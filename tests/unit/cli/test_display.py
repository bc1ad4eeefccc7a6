from __future__ import annotations

import pytest

from vox_console.cli.display import missing_display


def test_without_a_display_one_line_says_what_to_do() -> None:
    words = missing_display({}, "linux")
    assert "\n" not in words
    assert "xvfb-run" in words
    assert "vox-console segment" in words


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_a_display_or_the_users_own_word_is_enough(name: str) -> None:
    assert missing_display({name: ":0"}, "linux") == ""


def test_an_empty_variable_is_no_display() -> None:
    assert missing_display({"DISPLAY": ""}, "linux") != ""


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_always_have_one(platform: str) -> None:
    assert missing_display({}, platform) == ""
