"""What is listed of a journal; what arrives over the wire is in tests/integration/test_cli_inbox.py."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.desk import PROFILE, open_desk
from tests.support.inbound_parts import pushed
from tests.unit.cli.conftest import Shell
from tests.unit.services.test_filing import store_old
from vox_console.cli.inbox import PAGE
from vox_console.domain.delivery import Delivery
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.services.controller import DATABASE_NAME
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import ProfileStore
from vox_console.storage.folder_lock import FolderLock

ANA, OURS = "381641234567", "381600000000"
LONG = "One text in three parts. " * 16


def receive(folder: Path, *deliveries: Delivery) -> None:
    """Let a program that was started on the folder before receive something."""

    async def story() -> None:
        async with open_desk(folder) as desk:
            desk.transport.push(*deliveries)
            await desk.settled()

    asyncio.run(story())


def said(text: str) -> Delivery:
    return Delivery(ANA, OURS, 0, 0, text.encode(), raw=text.encode())


def test_messages_are_listed_newest_first_each_once(shell: Shell) -> None:
    receive(shell.folder, said("first"), *pushed(LONG), said("YES"), said("YES"))
    told = shell("inbox", "--json")
    assert told.code == 0, told.err
    assert [(each["text"], each["possible_repeat"]) for each in told.objects] == [
        ("YES", True),
        ("YES", False),
        (LONG, False),
        ("first", False),
    ]
    assert [each["parts_received"] for each in told.objects] == [1, 1, 3, 1]
    shown = shell("inbox", "--limit", "1")
    assert shown.out.endswith("YES  (possible repeat)\n")
    assert len(shown.out.splitlines()) == 1


def test_every_page_is_printed(shell: Shell) -> None:
    receive(shell.folder, *[said(f"text {number}") for number in range(PAGE + 3)])
    told = shell("inbox", "--json")
    assert [each["id"] for each in told.objects] == list(range(PAGE + 3, 0, -1))


def test_a_gap_is_shown_until_the_late_part_comes(shell: Shell) -> None:
    first, second, third = pushed(LONG)
    receive(shell.folder, third, first)
    (told,) = shell("inbox", "--json").objects
    assert (told["complete"], told["parts_received"], told["missing"]) == (False, 2, [2])
    receive(shell.folder, second)
    (late,) = shell("inbox", "--json").objects
    assert (late["complete"], late["text"], late["id"]) == (True, LONG, told["id"])


def test_what_an_older_version_stored_is_there_and_put_together(shell: Shell) -> None:
    store_old(shell.folder, 3)
    told = shell("inbox", "--json")
    assert (len(told.objects), told.err) == (3, "")


def test_the_inbox_is_shown_while_the_window_is_open(shell: Shell) -> None:
    folders = Folders.choose(shell.folder)
    ProfileStore(folders.config).save(PROFILE.model_copy(update={"default_alphabet": DefaultAlphabet.LATIN1}))
    receive(shell.folder, replace(said("x"), short_message=b"\xe9"))
    with FolderLock(folders.data).acquire(program="window"):
        told = shell("inbox", "--json")
    assert told.code == 0
    assert [each["text"] for each in told.objects] == ["é"]
    assert "held by the window" in told.err


def test_where_nothing_was_received_that_is_told_and_nothing_made(shell: Shell) -> None:
    told = shell("inbox", "--json")
    assert (told.code, told.out) == (0, "")
    assert "nothing was received" in told.err
    assert not shell.folder.exists()


def test_what_came_in_practice_stands_apart(shell: Shell) -> None:
    receive(shell.folder, said("for real"))
    practised = Folders.choose(shell.folder).practice()
    assert "nothing was received" in shell("inbox", "--practice", "--json").err
    shutil.copytree(Folders.choose(shell.folder).data, practised.data)
    receive(shell.folder, said("for real again"))
    assert [each["text"] for each in shell("inbox", "--practice", "--json").objects] == ["for real"]


def test_who_only_practised_is_told_where_it_is(shell: Shell) -> None:
    receive(shell.folder, said("in practice"))
    real = Folders.choose(shell.folder)
    shutil.copytree(real.data, real.practice().data)
    (real.data / DATABASE_NAME).unlink()
    told = shell("inbox")
    assert "nothing was received there" in told.err
    assert "add --practice" in told.err


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("--follow", "1"), 2, "--profile"),
        (("--profile", "nope"), 2, "nope"),
        (("--profile", "deaf", "--follow", "1"), 1, "receives nothing"),
    ],
)
def test_what_cannot_be_listened_to_is_told(
    shell: Shell, words: tuple[str, ...], code: int, why: str
) -> None:
    added = shell("profile", "add", "deaf", "--rest-url", "http://127.0.0.1:1/api", "--rest-username", "u")
    assert added.code == 0, added.err
    told = shell("inbox", *words)
    assert (told.code, told.out) == (code, "")
    assert why in told.err


def test_what_is_looked_for_is_listed_newest_first_and_nothing_of_ours(shell: Shell) -> None:
    folders = Folders.choose(shell.folder)
    receive(shell.folder, said("A parcel for Ana"), *pushed(LONG + "parcel"), said("No"), said("Parcels?"))
    told = shell("inbox", "--json", "--find", "PARCEL")
    assert (told.code, told.err) == (0, "")
    assert [each["text"] for each in told.objects] == ["Parcels?", LONG + "parcel", "A parcel for Ana"]
    assert [each["parts_received"] for each in told.objects] == [1, 3, 1]
    assert len(shell("inbox", "--json", "--find", "parcel", "--limit", "2").objects) == 2
    assert len(shell("inbox", "--json", "--find", "064 123").objects) == 4
    assert shell("history", "--json", "--find", "parcel").objects == []
    with FolderLock(folders.data).acquire(program="window"):
        beside = shell("inbox", "--json", "--find", "parcel")
    assert beside.objects == told.objects
    assert "held by the window" in beside.err


@pytest.mark.parametrize(
    ("words", "why"),
    [(("--find", "x"), "two letters"), (("--find", "parcel", "--profile", "work"), "--profile")],
)
def test_what_cannot_be_looked_for_is_told(shell: Shell, words: tuple[str, ...], why: str) -> None:
    receive(shell.folder, said("A parcel"))
    told = shell("inbox", *words)
    assert (told.code, told.out) == (2, "")
    assert why in told.err
