"""What `send` says and leaves behind when it is interrupted, or when the disk is full at the wrong moment."""

from __future__ import annotations

import signal
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import full_disk
from tests.support.desk import ORDER, open_desk
from tests.support.fake_clocks import run_story
from tests.support.fake_transport import FakeTransport
from tests.support.practice_process import PracticeProcess
from tests.support.program import PASSWORD, PATIENCE_S, Program
from vox_console.cli.send import take_back
from vox_console.domain.message import MessageState
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile, ProfileStore

MANY = tuple(f"38164{number:05}10" for number in range(200))


def test_after_ctrl_c_nothing_more_leaves_and_nothing_stays_queued(tmp_path: Path) -> None:
    """What a script would send again must not lie in the queue as well."""
    slow = {"parts_per_s": 10.0, "system_id": "practice", "host": "127.0.0.1"}
    console = Program(tmp_path)
    with PracticeProcess() as provider:
        folders = Folders.choose(tmp_path)
        folders.make()
        ProfileStore(folders.config).save(Profile(name="work", port=provider.smpp_port, **slow))  # type: ignore[arg-type]  # a table of mixed fields
        words = ("send", "--profile", "work", "--from", "Vox", "--to", ",".join(MANY), "--text", "Hello")
        with console.started(*words, "--password-stdin", stdin=PASSWORD) as sending:
            provider.get("/wait", accepted=5, timeout_s=20)
            sending.send_signal(signal.SIGINT)
            _, told = sending.communicate(timeout=PATIENCE_S)
        left = len(provider.get("/ledger", kind="submits", limit=1000)["rows"])
    assert sending.returncode == 130
    assert f"{len(MANY) - left} of {len(MANY)} taken back" in told
    of_each = [line for line in told.splitlines() if any(f"+{number}" in line for number in MANY)]
    assert len(of_each) == len(MANY)
    assert sum("Not sent, and taken back. Interrupted." in line for line in of_each) == len(MANY) - left
    assert left < 5 + 10 + 10  # those before, a window, and what the machine's slowness adds
    states = [each["state"] for each in console.history()]
    assert len(states) == left
    assert "queued" not in states


def test_what_cannot_be_taken_back_for_a_full_disk_is_told_and_ends_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command goes on to say what became of each message: an exit code alone would be a lie."""

    async def story() -> None:
        async with open_desk(tmp_path, FakeTransport(binds=False)) as desk:
            sent = await desk.controller.send(replace(ORDER, recipients=MANY))
            ids = [message.id for message in sent]
            await desk.database.run(full_disk.fill)
            assert await take_back(desk.controller, ids) == []
            assert "The disk is full" in capsys.readouterr().err
            assert set(await desk.states(ids)) == {MessageState.QUEUED}
            await desk.database.run(lambda db: db.pragma("max_page_count", 1_000_000))
            assert await take_back(desk.controller, ids) == ids

    run_story(story())
