from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Shell
from tests.unit.cli.test_history import store
from vox_console.domain.log_columns import COLUMNS, USUAL
from vox_console.imports.opening import open_table
from vox_console.imports.table import Wanted
from vox_console.services.export_seal import read_seal
from vox_console.settings.folders import Folders
from vox_console.storage.folder_lock import FolderLock


@pytest.fixture
def folders(shell: Shell) -> Folders:
    return Folders.choose(shell.folder)


def test_the_messages_are_written_and_told_and_can_be_checked(
    shell: Shell, folders: Folders, tmp_path: Path
) -> None:
    store(folders, ["first", "=second"])
    path = tmp_path / "log.csv"
    told = shell("export", "--out", str(path), "--json")
    seal = read_seal(path)
    assert seal is not None
    assert told.code == 0
    assert told.objects == [
        {
            "file": str(path),
            "format": "csv",
            "rows": 2,
            "octets": path.stat().st_size,
            "sha256": seal.sha256,
        }
    ]
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["text"] for row in rows] == ["=second", "first"]
    assert list(rows[0]) == [column.key for column in USUAL]
    checked = shell("export", "--check", str(path), "--json")
    assert (checked.code, checked.objects[0]["rows"], checked.objects[0]["problem"]) == (0, 2, None)


@pytest.mark.parametrize("name", ["log.xlsx", "log.jsonl", "log.csv"])
def test_the_name_tells_the_kind_of_file(shell: Shell, folders: Folders, tmp_path: Path, name: str) -> None:
    store(folders, ["text"])
    told = shell("export", "--out", str(tmp_path / name))
    assert (told.code, told.out.splitlines()[0]) == (0, f"1 messages written to {tmp_path / name}")
    checked = shell("export", "--check", str(tmp_path / name))
    assert checked.out.startswith(f"{name} is as it was written: 1 messages, SHA-256 ")


def test_columns_zone_and_mask_are_as_asked_for(shell: Shell, folders: Folders, tmp_path: Path) -> None:
    store(folders, ["secret"])
    path = tmp_path / "log.jsonl"
    shell(
        *("export", "--out", str(path), "--columns", "text,to,queued_local"),
        *("--zone", "Asia/Kolkata", "--mask", "numbers,texts"),
    )
    assert json.loads(path.read_text()) == {
        "schema": 1,
        "text": "[6 characters]",
        "to": "+381 64 *** **67",
        "queued_local": "1970-01-01T05:30:00.000001+05:30",
    }


@pytest.mark.parametrize("beside", [False, True])
def test_only_what_fulfils_a_query_is_written(
    shell: Shell,
    folders: Folders,
    tmp_path: Path,
    beside: bool,
) -> None:
    store(folders, ["apples", "pears", "more apples"])
    path = tmp_path / "log.xlsx"
    words = ("export", "--out", str(path), "--query", "apples", "--json")
    if beside:
        with FolderLock(folders.data).acquire(program="window"):
            told = shell(*words)
    else:
        told = shell(*words)
    assert (told.code, told.objects[0]["rows"]) == (0, 2)
    about = open_table(path, wanted=Wanted(has_header=False, sheet="About this file"))
    assert ("What was asked for", "apples") in [row.cells[:2] for row in about.rows()]


def test_a_query_that_is_none_is_told(shell: Shell, folders: Folders, tmp_path: Path) -> None:
    store(folders, ["text"])
    told = shell("export", "--out", str(tmp_path / "log.csv"), "--query", "stat:failed")
    assert (told.code, told.out, (tmp_path / "log.csv").exists()) == (2, "", False)
    assert "^" in told.err


def test_it_works_beside_an_open_window(shell: Shell, folders: Folders, tmp_path: Path) -> None:
    store(folders, ["text"])
    with FolderLock(folders.data).acquire(program="window"):
        told = shell("export", "--out", str(tmp_path / "log.csv"))
    assert (told.code, told.out.splitlines()[0][:18]) == (0, "1 messages written")
    assert "held by the window" in told.err


def test_what_was_sent_in_practice_stands_apart(shell: Shell, folders: Folders, tmp_path: Path) -> None:
    store(folders.practice(), ["not for real"])
    path = tmp_path / "log.jsonl"
    assert shell("export", "--out", str(path), "--practice").code == 0
    assert json.loads(path.read_text())["text"] == "not for real"


def test_a_file_is_replaced_only_by_force(shell: Shell, folders: Folders, tmp_path: Path) -> None:
    store(folders, ["text"])
    path = tmp_path / "log.csv"
    path.write_text("mine")
    told = shell("export", "--out", str(path))
    assert (told.code, path.read_text()) == (1, "mine")
    assert "--force replaces it" in told.err
    assert shell("export", "--out", str(path), "--force").code == 0
    assert path.read_text() != "mine"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--out", "log"), "give --format"),
        (("--out", "log.csv", "--columns", "id,number"), "There is no column number."),
        (("--out", "log.csv", "--zone", "Europe/Atlantis"), "knows no zone Europe/Atlantis"),
        (("--out", "log.csv", "--mask", "senders"), "--mask takes numbers, texts, or both"),
    ],
)
def test_wrong_usage_is_told_and_nothing_is_written(
    shell: Shell, folders: Folders, words: tuple[str, ...], told: str
) -> None:
    store(folders, ["text"])
    answer = shell("export", *words)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err


def test_a_folder_that_is_not_there_is_told_and_not_made(shell: Shell, tmp_path: Path) -> None:
    told = shell("export", "--out", str(tmp_path / "log.csv"))
    assert (told.code, shell.folder.exists(), (tmp_path / "log.csv").exists()) == (3, False, False)
    assert "no data folder" in told.err


@pytest.mark.parametrize("content", [b"id\r\n", None])
def test_a_file_that_is_not_as_it_was_written_is_told(
    shell: Shell, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "log.csv"
    if content is not None:
        path.write_bytes(content)
    told = shell("export", "--check", str(path))
    assert told.code == 1
    assert ("There is no log.csv.sha256" if content else "cannot be read") in told.err


def test_the_columns_are_listed(shell: Shell) -> None:
    told = shell("export", "--out", "x", "--columns", "list", "--json")
    assert [each["key"] for each in told.objects] == [column.key for column in COLUMNS]
    assert "id               Its number" in shell("export", "--out", "x", "--columns", "list").out
