"""A query on the command line, and a caret under what is wrong with it."""

from __future__ import annotations

import pytest

from tests.support.journal_file import JournalFile
from tests.support.log_journal import Written, fill
from tests.unit.cli.conftest import Shell
from vox_console.cli.history_query import pointed_at
from vox_console.domain.log_query import QueryFault
from vox_console.domain.log_query_reading import read_log_query
from vox_console.services.controller import DATABASE_NAME
from vox_console.settings.folders import Folders
from vox_console.storage.folder_lock import FolderLock


@pytest.fixture
def folders(shell: Shell) -> Folders:
    folders = Folders.choose(shell.folder)
    folders.make()
    journal = JournalFile(folders.data / DATABASE_NAME)
    fill(
        journal,
        [Written(state="rejected" if n % 2 else "delivered", sender=f"S{n % 4}") for n in range(1, 9)],
    )
    journal.close()
    return folders


def ids(shell: Shell, *words: str) -> list[object]:
    told = shell("history", "--json", *words)
    assert told.code == 0
    return [message["id"] for message in told.objects]


def test_messages_that_fulfil_a_query_are_told_newest_first(shell: Shell, folders: Folders) -> None:
    assert ids(shell, "--query", "state:failed") == [7, 5, 3, 1]
    assert ids(shell, "--query", "state:failed -from:s3", "--limit", "1") == [5]
    assert ids(shell, "--query", "") == [*range(8, 0, -1)]
    assert ids(shell, "--query", "state:failed", "--limit", "0") == []
    assert shell("history", "--query", "from:s1 state:delivered").out == ""
    assert "S2" in shell("history", "--query", "from:s2", "--limit", "1").out
    with FolderLock(folders.data).acquire(program="window"):
        told = shell("history", "--json", "--query", "state:failed")
    assert [message["id"] for message in told.objects] == [7, 5, 3, 1]
    assert "held by the window" in told.err


def test_a_wrong_query_is_told_with_its_place(shell: Shell, folders: Folders) -> None:
    assert folders.data.is_dir()
    told = shell("history", "--query", "from:Vox state:deliverd")
    assert (told.code, told.out) == (2, "")
    assert told.err.splitlines() == [
        "vox-console: state: has no value 'deliverd'; did you mean delivered?",
        "  from:Vox state:deliverd",
        "                 ^^^^^^^^",
    ]


@pytest.mark.usefixtures("folders")
def test_words_and_a_query_are_not_asked_at_once(shell: Shell) -> None:
    with pytest.raises(SystemExit) as ended:
        shell("history", "--query", "state:failed", "--find", "parcel")
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("typed", "line", "carets"),
    [
        ("你好 state:x", "你好 state:x", "           ^"),
        ("a\u202eb state:x", "a⟨202E⟩b state:x", "               ^"),
        ("e\u0301e\u0301 state:x", "e\u0301e\u0301 state:x", "         ^"),
    ],
)
def test_the_caret_stands_under_its_place_in_a_terminal(typed: str, line: str, carets: str) -> None:
    fault = read_log_query(typed)
    assert isinstance(fault, QueryFault)
    assert pointed_at(typed, fault) == (line, carets)
