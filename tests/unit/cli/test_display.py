from __future__ import annotations

import socket

import pytest

from vox_console.cli.display import missing_display, x_answers


def test_without_a_display_one_line_says_what_to_do() -> None:
    words = missing_display({}, "linux")
    assert "\n" not in words
    assert "xvfb-run" in words
    assert "vox-console segment" in words


def test_a_display_that_answers_is_enough() -> None:
    assert missing_display({"DISPLAY": ":0"}, "linux", answers=lambda display: display == ":0") == ""


def test_a_display_that_does_not_answer_is_named() -> None:
    words = missing_display({"DISPLAY": ":77"}, "linux", answers=lambda _: False)
    assert ":77" in words
    assert "\n" not in words


@pytest.mark.parametrize(
    "environment",
    [{"WAYLAND_DISPLAY": "wayland-0"}, {"QT_QPA_PLATFORM": "offscreen"}, {"QT_QPA_PLATFORM": "vnc:port=1"}],
)
def test_wayland_and_the_users_own_word_are_believed(environment: dict[str, str]) -> None:
    assert missing_display(environment, "linux", answers=lambda _: False) == ""


def test_asking_for_xcb_needs_an_x_server() -> None:
    assert missing_display({"QT_QPA_PLATFORM": "xcb"}, "linux") != ""


def test_an_empty_variable_is_no_display() -> None:
    assert missing_display({"DISPLAY": ""}, "linux") != ""


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_always_have_one(platform: str) -> None:
    assert missing_display({}, platform) == ""


def test_an_x_server_that_is_not_there_does_not_answer() -> None:
    assert not x_answers(":4711")


def test_an_x_server_without_a_file_answers_by_its_abstract_name() -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0/tmp/.X11-unix/X4712")
        server.listen()
        assert x_answers(":4712")


def test_a_forwarded_display_is_a_tcp_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert x_answers(f"127.0.0.1:{port - 6000}.0")
    assert not x_answers(f"127.0.0.1:{port - 6000}.0")


def test_a_name_that_is_not_understood_is_left_to_qt() -> None:
    assert x_answers("/private/tmp/com.apple.launchd.abc/org.xquartz:0") is True
