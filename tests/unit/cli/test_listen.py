"""What the listener prints; that it listens is tested on the wire in tests/integration/test_cli_rest.py."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tests.support.desk import ORDER, open_desk
from tests.unit.cli.conftest import Shell
from vox_console.cli.listen import _print, _tell_address
from vox_console.domain.errors import LinkError
from vox_console.services.events import Event, InboundStored, MessagesChanged, Noted, OrphansStored

URL = "http://127.0.0.1:8443/callback/k7Hq2mZr9vXw4tBn"


def printed(path: Path, *events: Event, as_json: bool) -> None:
    """Print events about the one message there is."""

    async def run() -> None:
        async with open_desk(path) as desk:
            await desk.controller.send(ORDER)
            await desk.settled()
            for event in events:
                await _print(desk.controller, event, as_json=as_json)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("event", "line", "content"),
    [
        (InboundStored(2), "2 part(s) of customers' messages stored\n", {"inbound": 2}),
        (OrphansStored(1), "1 report(s) that belong to no message here kept\n", {"orphans": 1}),
    ],
)
def test_what_comes_is_counted(
    *,
    tmp_path: Path,
    event: Event,
    line: str,
    content: dict[str, int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed(tmp_path, event, as_json=False)
    assert capsys.readouterr().out == line
    printed(tmp_path, event, as_json=True)
    assert json.loads(capsys.readouterr().out) == content


def test_a_message_that_changed_is_told_as_history_tells_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(tmp_path, MessagesChanged((1,)), MessagesChanged((4_711,)), as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["id"], told["to"]) == (1, ORDER.recipients[0])
    printed(tmp_path, MessagesChanged((1,)), as_json=False)
    assert ORDER.recipients[0] in capsys.readouterr().out


def test_what_a_person_should_know_goes_to_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(tmp_path, Noted(LinkError("Callbacks are not received", detail="port taken")), as_json=True)
    told = capsys.readouterr()
    assert told.out == ""
    assert "port taken" in told.err


@pytest.mark.parametrize(
    ("as_json", "line"), [(False, f"Listening at {URL}\n"), (True, f'{{"url":"{URL}"}}\n')]
)
def test_the_first_line_is_the_address(as_json: bool, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    _tell_address(URL, as_json=as_json)
    assert capsys.readouterr().out == line


def test_an_account_that_is_not_there_is_told(shell: Shell) -> None:
    told = shell("listen", "--profile", "nope")
    assert told.code != 0
    assert "nope" in told.err
