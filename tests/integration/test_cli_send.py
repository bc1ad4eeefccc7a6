"""The command line as another program uses it, against the practice provider."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support.practice_process import PracticeProcess
from tests.support.program import PASSWORD, Program, Told, at_smpp
from vox_console.settings.folders import Folders
from vox_console.storage.folder_lock import FolderLock

REFUSED_DESTINATION = "381641230023"
UNDELIVERABLE = "381641230011"
NEVER_ANSWERED = "381641230032"
NEVER_A_RECEIPT = "381641230017"
CUT_INSTEAD_OF_ANSWERING = "381641230035"
ORDINARY = "381641239999"


class Console(Program):
    """The program on a data folder with one account at the provider."""

    def __init__(self, folder: Path, provider: PracticeProcess) -> None:
        super().__init__(folder)
        self.provider = provider

    def add(self, name: str, port: int) -> Told:
        return self("profile", "add", name, *at_smpp(port))

    def send(self, *words: str, password: bytes = PASSWORD, profile: str = "work") -> Told:
        named = ("send", "--profile", profile, "--from", "Vox", "--password-stdin", "--json")
        return self(*named, *words, stdin=password)


@pytest.fixture
def console(tmp_path: Path, provider: PracticeProcess) -> Console:
    console = Console(tmp_path, provider)
    assert console.add("work", provider.smpp_port).code == 0
    return console


class TestOutcomes:
    def test_an_accepted_message_ends_with_0_and_is_found_again(self, console: Console) -> None:
        told = console.send("--to", ORDINARY, "--text", "Zdravo, ćao")
        assert told.code == 0, told.err
        (sent,) = told.objects
        assert (sent["to"], sent["from"], sent["text"]) == (ORDINARY, "Vox", "Zdravo, ćao")
        assert (sent["data_coding"], sent["parts"], sent["transport"]) == (8, 1, "smpp")
        assert sent["error"] is None
        assert len(sent["provider_ids"]) == 1
        (found,) = console.history()
        assert (found["id"], found["provider_ids"]) == (sent["id"], sent["provider_ids"])

    def test_with_wait_it_is_delivered(self, console: Console) -> None:
        told = console.send("--to", ORDINARY, "--text", "Hello", "--wait", "20")
        assert told.code == 0, told.err
        assert told.objects[0]["state"] == "delivered"

    def test_a_long_text_is_delivered_in_parts(self, console: Console) -> None:
        told = console.send("--to", ORDINARY, "--text", "x" * 400, "--wait", "20")
        assert told.code == 0, told.err
        (sent,) = told.objects
        assert (sent["parts"], sent["state"], len(sent["provider_ids"])) == (3, "delivered", 3)

    def test_every_number_has_its_own_message(self, console: Console) -> None:
        told = console.send(
            "--to",
            f"+{ORDINARY}, 00381641239998",
            "--to",
            ORDINARY,
            "--to",
            REFUSED_DESTINATION,
            "--text",
            "Hi",
        )
        assert told.code == 3
        assert [(sent["to"], sent["state"] == "refused") for sent in told.objects] == [
            (ORDINARY, False),
            ("381641239998", False),
            (REFUSED_DESTINATION, True),
        ]

    def test_a_refusal_ends_with_3_and_its_reason(self, console: Console) -> None:
        told = console.send("--to", REFUSED_DESTINATION, "--text", "Hello")
        assert told.code == 3
        (sent,) = told.objects
        assert sent["state"] == "refused"
        assert "0x0000000B" in sent["error"]

    def test_a_failed_delivery_ends_with_3_when_it_was_waited_for(self, console: Console) -> None:
        told = console.send("--to", UNDELIVERABLE, "--text", "Hello", "--wait", "20")
        assert told.code == 3
        assert told.objects[0]["state"] == "undeliverable"

    def test_a_receipt_that_does_not_come_ends_with_4(self, console: Console) -> None:
        told = console.send("--to", NEVER_A_RECEIPT, "--text", "Hello", "--wait", "0.5")
        assert told.code == 4
        assert told.objects[0]["state"] == "accepted"

    def test_a_lost_link_ends_with_4(self, console: Console) -> None:
        told = console.send("--to", CUT_INSTEAD_OF_ANSWERING, "--text", "Hello")
        assert told.code == 4
        assert told.objects[0]["state"] == "unknown"
        assert console.history()[0]["state"] == "unknown"


class TestNothingSent:
    @pytest.mark.parametrize(
        "words",
        [
            ("--to", "not a number", "--text", "Hello"),
            ("--to", ORDINARY, "--text", ""),
            ("--to", ORDINARY, "--text", "x" * 5000),
            ("--to", ORDINARY, "--text", "Ж", "--coding", "0"),
        ],
    )
    def test_what_cannot_be_sent_is_told_in_words(self, console: Console, words: tuple[str, ...]) -> None:
        told = console.send(*words)
        assert (told.code, told.out) == (3, "")
        assert told.err
        assert "Traceback" not in told.err
        assert console.history() == []

    def test_a_wrong_password_sends_nothing_and_is_never_shown(self, console: Console) -> None:
        told = console.send("--to", ORDINARY, "--text", "Hello", password=b"Wr0ngQ\n")
        assert told.code == 3
        assert told.objects[0]["state"] == "refused"
        assert "password" in told.objects[0]["error"]
        assert "Wr0ngQ" not in told.out + told.err
        assert console.history() == []

    def test_a_provider_that_is_away_gets_nothing_later_either(self, console: Console) -> None:
        """What could not leave is taken back: trying again does not send it twice."""
        with PracticeProcess() as away:
            port = away.smpp_port
        console.add("away", port)
        told = console.send("--to", ORDINARY, "--text", "Hello", profile="away")
        assert told.code == 3
        assert "refused the connection" in told.err
        assert console.history() == []

    def test_an_unknown_account_is_wrong_usage(self, console: Console) -> None:
        told = console.send("--to", ORDINARY, "--text", "Hello", profile="nope")
        assert (told.code, told.out) == (2, "")

    def test_without_a_password_nothing_is_sent(self, console: Console) -> None:
        told = console("send", "--profile", "work", "--from", "Vox", "--to", ORDINARY, "--text", "Hello")
        assert told.code == 3
        assert "--password-stdin" in told.err

    def test_a_held_data_folder_sends_nothing_and_says_who_holds_it(self, console: Console) -> None:
        with FolderLock(Folders.choose(console.folder).data).acquire(program="window"):
            told = console.send("--to", ORDINARY, "--text", "Hello")
        assert (told.code, told.out) == (3, "")
        assert "window" in told.err


def test_what_was_on_the_wire_when_the_program_was_killed_is_unknown(
    console: Console, provider: PracticeProcess
) -> None:
    before = len(provider.submits())
    words = ("send", "--profile", "work", "--from", "Vox", "--to", NEVER_ANSWERED, "--text", "Hello")
    with subprocess.Popen(console.words(*words, "--password-stdin"), stdin=subprocess.PIPE) as child:
        assert child.stdin
        child.stdin.write(PASSWORD)
        child.stdin.close()
        provider.wait(submits=before + 1)
        child.kill()
    (found,) = console.history()
    assert found["state"] == "unknown"
    assert found["error"]


def test_the_bind_can_be_tried(console: Console) -> None:
    assert "Bound" in console("profile", "test", "work", "--password-stdin", stdin=PASSWORD).out
    refused = console("profile", "test", "work", "--password-stdin", stdin=b"Wr0ngQ\n")
    assert refused.code == 1
    assert "password" in refused.err
    assert "Wr0ngQ" not in refused.err


def test_a_number_that_wants_no_messages_gets_one_only_all_the_same(console: Console) -> None:
    assert console("opt-out", "add", f"+{ORDINARY}").code == 0
    words = ("--to", f"+{ORDINARY}", "--text", "Hello")
    assert console.send(*words).code == 3
    assert console.history() == []
    told = console.send(*words, "--despite-opt-out")
    assert told.code == 0
    assert told.objects[0]["provider_ids"]


def test_a_quick_text_is_sent_with_the_name_of_the_contact_and_what_is_given(console: Console) -> None:
    assert console("quick-text", "add", "Order", "Dear {name|customer}, order {no}.").code == 0
    assert console("contacts", "add", "Ana", f"+{ORDINARY}").code == 0
    told = console.send("--to", ORDINARY, "--quick-text", "order", "--set", "no=7")
    assert told.code == 0, told.err
    assert [sent["text"] for sent in told.objects] == ["Dear Ana, order 7."]
    refused = console.send("--to", ORDINARY, "--quick-text", "Order")
    assert (refused.code, refused.objects) == (2, [])
    assert [sent["text"] for sent in console.history()] == ["Dear Ana, order 7."]
