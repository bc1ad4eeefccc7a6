from __future__ import annotations

import apsw
import pytest

from tests.unit.cli.conftest import Shell
from vox_console import __version__
from vox_console.settings.folders import Folders
from vox_console.storage.folder_lock import FolderLock

TOPICS = {"version", "python", "packages", "qt", "tls", "keyring", "folder", "database", "accounts"}


def test_every_topic_has_a_line(shell: Shell) -> None:
    told = shell("doctor")
    assert {line.split()[1] for line in told.out.splitlines()} == TOPICS
    assert __version__ in told.out


def test_a_server_without_display_and_keyring_is_sound(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    told = shell("doctor", "--json")
    (found,) = told.objects
    assert told.code == 0
    assert found["keyring"]["verdict"] == "note"
    assert found["qt"]["verdict"] == "note"
    assert "offscreen" in found["qt"]["words"]


def test_a_qt_that_does_not_start_is_a_fault(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "there-is-no-such-platform")
    told = shell("doctor", "--json")
    assert told.code == 1
    assert told.objects[0]["qt"]["verdict"] == "fault"


def test_who_holds_the_data_folder_is_told(shell: Shell) -> None:
    with FolderLock(Folders.choose(shell.folder).data).acquire(program="window"):
        (found,) = shell("doctor", "--json").objects
    assert "window" in found["folder"]["words"]


def test_a_damaged_database_is_a_fault(shell: Shell) -> None:
    shell("history")
    (journal,) = shell.folder.rglob("*.db")
    journal.write_bytes(b"not a database" * 100)
    told = shell("doctor", "--json")
    assert told.code == 1
    assert told.objects[0]["database"]["verdict"] == "fault"


def test_the_messages_are_counted(shell: Shell) -> None:
    shell("history")
    (found,) = shell("doctor", "--json").objects
    assert f"SQLite {apsw.sqlite_lib_version()}, 0 messages" in found["database"]["words"]


def test_accounts_that_cannot_be_read_are_a_fault(shell: Shell) -> None:
    config = Folders.choose(shell.folder).config
    config.mkdir(parents=True)
    (config / "profiles.toml").write_text("[profile")
    told = shell("doctor", "--json")
    assert told.code == 1
    assert told.objects[0]["accounts"]["verdict"] == "fault"
