from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from tests.unit.cli.conftest import Shell
from vox_console.cli.history import PAGE
from vox_console.domain.segmentation import segment
from vox_console.domain.submission import WireAddress
from vox_console.services.controller import DATABASE_NAME
from vox_console.settings.folders import Folders
from vox_console.storage import outbox
from vox_console.storage.database import Database
from vox_console.storage.folder_lock import FolderLock
from vox_console.storage.schema import STEPS


def store(folders: Folders, texts: list[str]) -> list[int]:
    """Put queued messages into the journal of a data folder."""
    new = [
        outbox.NewMessage(
            profile="work",
            transport="smpp",
            sender="Vox",
            source=WireAddress(5, 0, "Vox"),
            recipient="381641234567",
            segmentation=segment(text),
            registered_delivery=1,
            validity_period="",
            hold_until_us=0,
            first_reference=0,
        )
        for text in texts
    ]

    async def run() -> list[int]:
        loop = asyncio.get_running_loop()

        def post(answers: Callable[[], None]) -> None:
            loop.call_soon_threadsafe(answers)

        database = Database.open(folders.data / DATABASE_NAME, STEPS, post=post)
        try:
            return list(await database.run(partial(outbox.enqueue, messages=new, now_us=1)))
        finally:
            await asyncio.to_thread(database.close)

    return asyncio.run(run())


@pytest.fixture
def folders(shell: Shell) -> Folders:
    return Folders.choose(shell.folder)


@pytest.mark.parametrize("words", [(), ("--json",), ("--practice",)])
def test_a_folder_that_is_not_there_is_told_and_not_made(shell: Shell, words: tuple[str, ...]) -> None:
    told = shell("history", *words)
    assert (told.code, told.out) == (0, "")
    assert "no data folder" in told.err
    assert not shell.folder.exists()


def test_an_empty_history_is_empty(shell: Shell, folders: Folders) -> None:
    folders.make()
    told = shell("history", "--json")
    assert (told.code, told.out, told.err) == (0, "", "")


def test_every_message_is_told_newest_first_over_many_pages(shell: Shell, folders: Folders) -> None:
    ids = store(folders, [f"text {number}" for number in range(PAGE * 2 + 3)])
    told = shell("history", "--json")
    assert [message["id"] for message in told.objects] == sorted(ids, reverse=True)
    assert told.objects[0]["text"] == f"text {PAGE * 2 + 2}"


@pytest.mark.parametrize("limit", [0, 1, PAGE, PAGE + 1])
def test_no_more_than_asked_for(shell: Shell, folders: Folders, limit: int) -> None:
    ids = store(folders, ["text"] * (PAGE + 2))
    told = shell("history", "--json", "--limit", str(limit))
    assert [message["id"] for message in told.objects] == sorted(ids, reverse=True)[:limit]


def test_the_history_is_shown_while_the_window_is_open(shell: Shell, folders: Folders) -> None:
    (message_id,) = store(folders, ["text"])
    with FolderLock(folders.data).acquire(program="window"):
        told = shell("history", "--json")
    assert told.code == 0
    assert [message["id"] for message in told.objects] == [message_id]
    assert "held by the window" in told.err


def test_what_was_sent_in_practice_stands_apart(shell: Shell, folders: Folders) -> None:
    store(folders.practice(), ["not for real"])
    store(folders, ["for real"])
    real = shell("history", "--json")
    assert [message["text"] for message in real.objects] == ["for real"]
    assert "--practice" in real.err
    practised = shell("history", "--json", "--practice")
    assert [message["text"] for message in practised.objects] == ["not for real"]
    assert practised.err == ""


def test_who_only_practised_finds_it_without_asking_for_practice(shell: Shell, folders: Folders) -> None:
    store(folders.practice(), ["not for real"])
    told = shell("history", "--json")
    assert [message["text"] for message in told.objects] == ["not for real"]
    assert "practice" in told.err


def test_a_file_that_is_no_journal_is_told(shell: Shell, folders: Folders) -> None:
    folders.data.mkdir(parents=True)
    (folders.data / DATABASE_NAME).write_bytes(b"not a database" * 100)
    told = shell("history")
    assert told.code == 1
    assert told.err.startswith("vox-console: ")
    assert "Traceback" not in told.err


def test_words_are_found_newest_first_over_many_pages(shell: Shell, folders: Folders) -> None:
    ids = store(folders, [f"Pošiljka {number}" for number in range(PAGE + 3)] + ["Something else"])
    told = shell("history", "--json", "--find", "posiljka")
    assert [message["id"] for message in told.objects] == sorted(ids[:-1], reverse=True)
    assert told.err == ""
    assert len(shell("history", "--json", "--find", "posiljka", "--limit", "2").objects) == 2
    (found,) = shell("history", "--json", "--find", f"#{ids[-1]}").objects
    assert found["text"] == "Something else"
    assert len(shell("history", "--json", "--find", "064 123").objects) == len(ids)


def test_while_the_window_is_open_what_is_indexed_is_found_and_the_rest_told(
    shell: Shell, folders: Folders
) -> None:
    store(folders, ["Parcel"])
    assert len(shell("history", "--json", "--find", "parcel").objects) == 1
    store(folders, ["Another parcel"])
    with FolderLock(folders.data).acquire(program="window"):
        told = shell("history", "--json", "--find", "parcel")
    assert [message["text"] for message in told.objects] == ["Parcel"]
    assert "found in what is indexed: 1 of 2" in told.err


def test_too_little_to_find_is_told(shell: Shell, folders: Folders) -> None:
    folders.make()
    told = shell("history", "--find", "x")
    assert (told.code, told.out) == (2, "")
    assert "at least two letters" in told.err
