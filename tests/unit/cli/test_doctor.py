from __future__ import annotations

import apsw
import pytest

from tests.support.journal_file import JournalFile, new_message
from tests.unit.cli.conftest import Shell
from vox_console import __version__
from vox_console.services.controller import DATABASE_NAME
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
    journal = Folders.choose(shell.folder).data / DATABASE_NAME
    journal.parent.mkdir(parents=True)
    journal.write_bytes(b"not a database" * 100)
    told = shell("doctor", "--json")
    assert told.code == 1
    assert told.objects[0]["database"]["verdict"] == "fault"


@pytest.mark.parametrize(
    ("count", "words"), [(0, ", 0 messages, "), (1, ", 1 message, "), (2, ", 2 messages, ")]
)
def test_the_messages_are_counted(shell: Shell, count: int, words: str) -> None:
    folder = Folders.choose(shell.folder).data
    folder.mkdir(parents=True)
    journal = JournalFile(folder / DATABASE_NAME)
    journal.enqueue(*[new_message()] * count)
    journal.close()
    (found,) = shell("doctor", "--json").objects
    assert f"SQLite {apsw.sqlite_lib_version()}{words}" in found["database"]["words"]


def test_accounts_that_cannot_be_read_are_a_fault(shell: Shell) -> None:
    config = Folders.choose(shell.folder).config
    config.mkdir(parents=True)
    (config / "profiles.toml").write_text("[profile")
    told = shell("doctor", "--json")
    assert told.code == 1
    assert told.objects[0]["accounts"]["verdict"] == "fault"
