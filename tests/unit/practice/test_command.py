from __future__ import annotations

from collections.abc import Iterator

import pytest

from vox_console.practice.behaviours import BEHAVIOURS
from vox_console.practice.command import main, parser
from vox_console.practice.rest_behaviours import REST_BEHAVIOURS

ANYWHERE = "0.0.0.0"  # noqa: S104 - the address to refuse


def test_the_help_tells_every_magic_number(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    for suffix, summary in _summaries():
        assert f"...{suffix}  {summary}" in shown


def _summaries() -> Iterator[tuple[str, str]]:
    yield from ((suffix, behaviour.summary) for suffix, behaviour in BEHAVIOURS.items())
    yield from ((suffix, behaviour.summary) for suffix, behaviour in REST_BEHAVIOURS.items())


def test_without_options_it_is_voxs_port_and_the_speed_of_life() -> None:
    options = parser().parse_args([])
    assert (options.smpp_port, options.control_port, options.speed) == (2876, 0, 1.0)
    assert not options.exit_with_parent


@pytest.mark.parametrize(
    "arguments",
    [
        ["--smpp-port", "70000"],
        ["--smpp-port", "x"],
        ["--rest-port", "-1"],
        ["--speed", "-1"],
        ["--speed", "nan"],
        ["--ledger-mode", "?"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_it_refuses_to_be_reached_from_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", ANYWHERE, "--smpp-port", "0"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "this computer only" in captured.err


def test_a_scenario_that_is_not_there_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--smpp-port", "0", "--scenario", "no-such-file.toml"]) == 1
    assert "no-such-file.toml" in capsys.readouterr().err


def test_rest_is_on_any_free_port_without_tls_unless_asked_otherwise() -> None:
    options = parser().parse_args([])
    assert (options.rest_port, options.rest_tls) == (0, False)
    options = parser().parse_args(["--rest-port", "8002", "--rest-tls"])
    assert (options.rest_port, options.rest_tls) == (8002, True)
