"""Which way a command takes, what it ends with, and listening as a child process, over REST and SMPP.

The commands that only REST has are tried one by one in test_cli_rest.
"""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.support.practice_process import PracticeProcess
from tests.support.program import PASSWORD, PATIENCE_S, Program, Told, told_by
from tests.support.rest_spine import TOKEN, called_back, free_port, rest_account
from tests.support.spine import NOBODY_LISTENS
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile, ProfileStore

NEVER_A_RECEIPT, ORDINARY = "381640000017", "381640000010"
REFUSED, REFUSED_IN_JSON = "381640000023", "381640000076"
CUT_INSTEAD_OF_ANSWERING = "381640000035"
UNAUTHORIZED = "381640000077"


class Console(Program):
    """The program on a data folder."""

    def __init__(self, folder: Path, provider: PracticeProcess | None = None) -> None:
        super().__init__(folder)
        self._provider = provider
        self.store = ProfileStore(Folders.choose(folder).config)

    @property
    def provider(self) -> PracticeProcess:
        """Where its account is."""
        assert self._provider is not None
        return self._provider

    def account(self, *, smpp_port: int = 0, **fields: object) -> Profile:
        """Store an account, as `profile add` does."""
        profile = rest_account(self.provider.rest_port, smpp_port=smpp_port, name="work", **fields)
        self.store.save(profile)
        return profile

    def send(self, *words: str, password: bytes = PASSWORD) -> Told:
        named = ("send", "--profile", "work", "--from", "Vox", "--text", "Zdravo", "--json")
        return self(*named, "--password-stdin", *words, stdin=password)


@pytest.fixture
def console(tmp_path: Path, provider: PracticeProcess) -> Console:
    return Console(tmp_path, provider)


class TestAccounts:
    def test_an_account_may_have_rest_alone_and_is_listed_with_it(self, console: Console) -> None:
        url = f"http://127.0.0.1:{console.provider.rest_port}"
        told = console("profile", "add", "work", "--rest-url", url, "--rest-username", "practice")
        assert told.code == 0, told.err
        (listed,) = console("profile", "list", "--json").objects
        assert (listed["rest_url"], listed["host"]) == (f"{url}/api", "")

    def test_an_address_without_a_user_name_is_wrong_usage(self, console: Console) -> None:
        told = console("profile", "add", "work", "--rest-url", "sms.example.com")
        assert told.code == 2
        assert "user name" in told.err

    def test_each_way_is_tried_and_told_of(self, console: Console) -> None:
        console.account(smpp_port=console.provider.smpp_port)
        told = console("profile", "test", "work", "--password-stdin", stdin=PASSWORD)
        assert told.code == 0
        assert "SMPP: Bound to" in told.out
        assert "REST: Answered by" in told.out
        told = console("profile", "test", "work", "--password-stdin", stdin=b"practice\nWr0ngQ\n")
        assert told.code == 1
        assert "REST: The provider refused the password" in told.err
        assert "Wr0ngQ" not in told.out + told.err


class TestSending:
    def test_what_is_accepted_over_rest_ends_with_0_and_names_its_way(self, console: Console) -> None:
        console.account()
        told = console.send("--to", f"{NEVER_A_RECEIPT},381641110017", "--transport", "rest")
        assert told.code == 0, told.err
        assert [(each["transport"], each["state"]) for each in told.objects] == [("rest", "accepted")] * 2
        ids = [each["provider_ids"] for each in told.objects]
        assert all(len(each) == 1 for each in ids)
        rows = {row["message_id"]: row["destination"] for row in console.provider.submits(transport="rest")}
        assert [rows[provider_id] for (provider_id,) in ids] == [NEVER_A_RECEIPT, "381641110017"]
        assert {each["transport"] for each in console.history()} == {"rest"}

    @pytest.mark.parametrize(
        ("recipient", "code", "state", "words"),
        [
            (REFUSED, 3, "refused", "NO ROUTES"),
            (REFUSED_IN_JSON, 3, "refused", "NO ROUTES"),
            (CUT_INSTEAD_OF_ANSWERING, 4, "unknown", "closed the connection"),
        ],
        ids=["refused", "refused in JSON", "unknown"],
    )
    def test_what_is_not_accepted_ends_with_its_own_code_and_the_providers_words(
        self, console: Console, recipient: str, code: int, state: str, words: str
    ) -> None:
        console.account()
        told = console.send("--to", recipient)
        assert told.code == code, told.err
        (sent,) = told.objects
        assert (sent["transport"], sent["state"]) == ("rest", state)
        assert words in sent["error"]

    def test_a_report_that_does_not_come_in_time_ends_with_4(self, console: Console) -> None:
        console.account()
        told = console.send("--to", NEVER_A_RECEIPT, "--wait", "0.2")
        assert told.code == 4
        assert told.objects[0]["state"] == "accepted"

    def test_a_wrong_password_sends_nothing_and_is_never_shown(self, console: Console) -> None:
        console.account()
        told = console.send("--to", ORDINARY, password=b"Wr0ngQ\n")
        assert told.code == 3
        assert "password" in told.objects[0]["error"]
        assert "Wr0ngQ" not in told.out + told.err
        assert console.history() == []

    def test_a_password_that_is_refused_in_the_middle_sends_nothing_and_leaves_nothing_behind(
        self, console: Console
    ) -> None:
        console.account()
        told = console.send("--to", UNAUTHORIZED)
        assert told.code == 3, told.err
        assert told.objects[0]["error"].startswith("Not sent, and taken back.")
        assert console.history() == []

    def test_a_way_the_account_does_not_have_sends_nothing(self, console: Console) -> None:
        console.account()
        told = console.send("--to", ORDINARY, "--transport", "smpp")
        assert (told.code, told.out) == (3, "")
        assert "no SMPP" in told.err

    def test_what_rest_cannot_carry_is_told_in_words(self, console: Console) -> None:
        console.account()
        told = console.send("--to", ORDINARY, "--validity", "2")
        assert (told.code, told.out) == (3, "")
        assert "validity" in told.err


class TestTheUsualWay:
    @pytest.mark.parametrize("rule", ["auto", "smpp", "rest"])
    def test_with_both_ways_up_smpp_is_the_usual_one(self, console: Console, rule: str) -> None:
        console.account(smpp_port=console.provider.smpp_port)
        told = console.send("--to", NEVER_A_RECEIPT, "--transport", rule)
        assert told.code == 0, told.err
        assert told.objects[0]["transport"] == ("smpp" if rule == "auto" else rule)

    def test_when_smpp_is_down_it_goes_over_rest(self, console: Console) -> None:
        console.account(smpp_port=NOBODY_LISTENS)
        told = console.send("--to", NEVER_A_RECEIPT)
        assert told.code == 0, told.err
        assert told.objects[0]["transport"] == "rest"


class TestAsking:
    def test_an_answer_is_told_by_local_number_and_by_provider_id_and_is_recorded(
        self, console: Console
    ) -> None:
        console.account()
        (sent,) = console.send("--to", ORDINARY).objects
        (provider_id,) = sent["provider_ids"]
        query = ("query", "--json", "--password-stdin")
        told = console(*query, str(sent["id"]), stdin=PASSWORD)
        assert told.code == 0, told.err
        (answer,) = told.objects
        assert (answer["provider_id"], answer["message"]) == (provider_id, sent["id"])
        assert (answer["status"], answer["state"], answer["network"]) == ("DELIVRD", "delivered", "220-001")
        assert console(*query, provider_id, stdin=PASSWORD).objects == told.objects
        assert console.history()[0]["state"] == "delivered"

    def test_an_answer_about_an_id_of_smpp_counts_once_receipts_have_shown_that_ids_are_the_same(
        self, console: Console
    ) -> None:
        console.account(smpp_port=console.provider.smpp_port)
        (sent,) = console.send("--to", NEVER_A_RECEIPT, "--transport", "smpp").objects
        query = ("query", str(sent["id"]), "--json", "--password-stdin")
        told = console(*query, stdin=PASSWORD)
        assert (told.code, told.objects[0]["status"]) == (0, "ENROUTE"), told.err
        assert console.history()[0]["state"] == "accepted"
        five = ",".join(f"38164999{number}" for number in range(1_001, 1_006))
        assert console.send("--to", five, "--transport", "smpp", "--wait", "20").code == 0
        told = console(*query, stdin=PASSWORD)
        assert (told.code, told.objects[0]["message"]) == (0, sent["id"]), told.err
        assert console.history()[-1]["state"] == "enroute"


def listening(console: Console, *words: str) -> AbstractContextManager[subprocess.Popen[str]]:
    """Start `listen`; it is ended with the block, if it has not ended by then."""
    return console.started("listen", "--profile", "work", "--json", *words)


class TestListening:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_the_address_comes_first_and_a_report_changes_a_message(
        self, console: Console, number: signal.Signals
    ) -> None:
        profile = console.account(callback_port=free_port(), callback_token=TOKEN)
        (sent,) = console.send("--to", NEVER_A_RECEIPT).objects
        (provider_id,) = sent["provider_ids"]
        with listening(console) as child:
            assert told_by(child) == {"url": f"http://127.0.0.1:{profile.callback_port}/callback/{TOKEN}"}
            report = {"message_id": provider_id, "delivery_status": "UNDELIV", "result_code": "021"}
            assert asyncio.run(called_back(profile, report)) == 200
            changed = told_by(child)
            assert (changed["id"], changed["state"]) == (sent["id"], "undeliverable")
            assert asyncio.run(called_back(profile, {**report, "message_id": "nobody"})) == 200
            assert told_by(child) == {"orphans": 1}
            written = {"ani": "381641234567", "dnis": "38164000", "message": "Da"}
            assert asyncio.run(called_back(profile, written)) == 200
            assert told_by(child) == {"inbound": 1}
            child.send_signal(number)
            out, err = child.communicate(timeout=PATIENCE_S)
            assert (child.returncode, out, err) == (0, "", "")
        assert console.history()[0]["state"] == "undeliverable"

    def test_the_provider_calls_back_to_the_address_that_was_told(self, console: Console) -> None:
        console.account(callback_token=TOKEN)
        console.provider.post("/speed", resend_s=0.2)
        with listening(console, "--port", "0") as child:
            console.provider.post("/callbacks", url=told_by(child)["url"], method="array")
            console.provider.post("/mo", from_="381641234567", text="Da", via="callback")
            assert told_by(child) == {"inbound": 1}
        console.provider.post("/callbacks", on=False)


def test_the_practice_provider_is_reached_over_rest_with_tls_and_its_authority(tmp_path: Path) -> None:
    port = free_port()
    words = ("practice", "--smpp-port", "0", "--rest-port", str(port), "--rest-tls", "--speed", "0")
    command = [sys.executable, "-m", "vox_console", *words, "--exit-with-parent"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        try:
            announced = told_by(child)
            assert announced["rest_port"] == port
            store = ProfileStore(Folders.choose(tmp_path).config)
            url = f"https://localhost:{port}/api"
            store.save(rest_account(0, name="work", rest_url=url, ca_file=announced["rest_ca_file"]))
            told = Console(tmp_path).send("--to", NEVER_A_RECEIPT)
            assert told.code == 0, told.err
            assert told.objects[0]["transport"] == "rest"
            child.communicate(timeout=PATIENCE_S)
            assert child.returncode == 0
        finally:
            child.kill()
