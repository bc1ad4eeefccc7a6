"""The command line over REST, as another program uses it, against the practice provider."""

from __future__ import annotations

import http.client
import signal
import subprocess
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from tests.support.practice_process import PracticeProcess
from tests.support.program import PASSWORD, PATIENCE_S, Program, at_rest, told_by

ORDINARY = "381641239999"


class Console(Program):
    """The program on a data folder with one account at the provider."""

    def asked(self, *words: str) -> tuple[int, list[dict[str, Any]], str]:
        """Call with the password piped in; give the code, the objects, and what was complained of."""
        done = self(*words, "--password-stdin", stdin=PASSWORD)
        return done.code, done.objects, done.err

    def sent(self, *words: str) -> dict[str, Any]:
        """Send one message over REST; give it."""
        code, objects, told = self.asked(
            *("send", "--profile", "work", "--from", "Vox", "--to", ORDINARY, "--json"), *words
        )
        assert code == 0, told
        (message,) = objects
        return message

    def listening(self) -> AbstractContextManager[subprocess.Popen[str]]:
        """Listen for callbacks until the block ends."""
        return self.started("listen", "--profile", "work", "--port", "0", "--json")


@pytest.fixture
def console(tmp_path: Path, provider: PracticeProcess) -> Console:
    console = Console(tmp_path)
    added = console("profile", "add", "work", *at_rest(provider.rest_port), "--rest-inject")
    assert added.code == 0, added.err
    return console


def posted(url: str, **values: str) -> int:
    """Call back; give the status of the answer."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE_S)
    try:
        connection.request("GET", f"{parts.path}?{urlencode(values)}")
        return connection.getresponse().status
    finally:
        connection.close()


class TestSend:
    def test_an_account_with_rest_alone_sends_over_it(self, console: Console) -> None:
        message = console.sent("--text", "Zdravo, ćao")
        assert (message["transport"], message["state"], message["data_coding"]) == ("rest", "accepted", 8)
        assert len(message["provider_ids"]) == 1

    def test_a_long_text_is_one_request_and_has_one_id(self, console: Console) -> None:
        message = console.sent("--text", "x" * 400, "--transport", "rest")
        assert (message["parts"], message["state"], len(message["provider_ids"])) == (3, "accepted", 1)

    def test_the_account_can_be_tried(self, console: Console) -> None:
        done = console("profile", "test", "work", "--password-stdin", stdin=PASSWORD)
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith("Answered by http://127.0.0.1:")


class TestQuery:
    def test_a_message_is_asked_about_by_its_number_or_its_id_and_that_is_recorded(
        self, console: Console
    ) -> None:
        message = console.sent("--text", "Hello")
        (provider_id,) = message["provider_ids"]
        for typed in (provider_id, str(message["id"])):
            code, objects, told = console.asked("query", typed, "--json")
            assert code == 0, told
            (answer,) = objects
            assert (answer["provider_id"], answer["status"], answer["state"]) == (
                provider_id,
                "DELIVRD",
                "delivered",
            )
            assert answer["message"] == message["id"]
        (stored,) = console.history()
        assert stored["state"] == "delivered"

    def test_an_id_that_is_not_ours_is_asked_about_all_the_same(self, console: Console) -> None:
        done = console("query", "nobody-s", "--profile", "work", "--password-stdin", stdin=PASSWORD)
        assert (done.code, done.out, done.err) == (0, "nobody-s\tUNKNOWN\n", "")

    def test_a_wrong_password_is_told_and_is_no_answer(self, console: Console) -> None:
        done = console("query", "any", "--profile", "work", "--password-stdin", stdin=b"wr0ng\n")
        assert (done.code, done.out) == (1, "")
        assert "password is not accepted" in done.err
        assert "wr0ng" not in done.err
        assert "Traceback" not in done.err

    def test_a_provider_that_is_not_there_is_told(self, console: Console) -> None:
        url = "http://127.0.0.1:1/api"
        console("profile", "add", "gone", "--rest-url", url, "--rest-username", "practice")
        done = console("query", "any", "--profile", "gone", "--password-stdin", stdin=PASSWORD)
        assert (done.code, done.out) == (1, "")
        assert "refused the connection" in done.err


class TestListen:
    def test_a_report_reaches_the_message_it_is_about(self, console: Console) -> None:
        message = console.sent("--text", "Hello")
        (provider_id,) = message["provider_ids"]
        with console.listening() as process:
            url = told_by(process)["url"]
            assert posted(url, message_id=provider_id, delivery_status="DELIVRD", ani=ORDINARY) == 200
            told = told_by(process)
            assert (told["id"], told["state"]) == (message["id"], "delivered")
            assert posted(url, message_id="nobody-s", delivery_status="DELIVRD", ani=ORDINARY) == 200
            assert told_by(process) == {"orphans": 1}
            assert posted(url, ani=ORDINARY, dnis="38164000", message="YES") == 200
            assert told_by(process) == {"inbound": 1}
            assert posted(f"{url}x", message_id=provider_id, delivery_status="UNDELIV") == 404
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE_S) == 0

    def test_the_address_stays_the_same_because_the_provider_is_told_it_once(self, console: Console) -> None:
        paths = []
        for _ in range(2):
            with console.listening() as process:
                paths.append(urlsplit(told_by(process)["url"]).path)
                process.send_signal(signal.SIGINT)
                assert process.wait(PATIENCE_S) == 0
        assert paths[0] == paths[1]
        assert len(paths[0]) > len("/callback/") + 30

    def test_it_ends_by_itself_when_it_was_told_how_long(self, console: Console) -> None:
        done = console("listen", "--profile", "work", "--port", "0", "--follow", "0.1")
        assert done.code == 0
        assert done.out.startswith("Listening at http://127.0.0.1:")

    def test_a_port_that_is_taken_is_told(self, console: Console) -> None:
        with console.listening() as process:
            port = urlsplit(told_by(process)["url"]).port
            other = Console(console.folder.parent / "other")
            url = "http://127.0.0.1:1/api"
            other("profile", "add", "work", "--rest-url", url, "--rest-username", "practice")
            done = other("listen", "--profile", "work", "--port", str(port), "--follow", "30")
        assert (done.code, done.out) == (1, "")
        assert "Another program uses that port" in done.err


class TestInject:
    def test_what_is_injected_arrives_at_our_own_listener(
        self, console: Console, provider: PracticeProcess
    ) -> None:
        with console.listening() as process:
            provider.post("/callbacks", url=told_by(process)["url"])
            words = ("--from", ORDINARY, "--to", "38164000", "--text", "YES, please: žć")
            done = console(*("inject", "--profile", "work", *words, "--password-stdin"), stdin=PASSWORD)
            assert (done.code, done.out) == (0, "Taken by the provider.\n"), done.err
            assert told_by(process) == {"inbound": 1}

    def test_a_refusal_is_told(self, console: Console, provider: PracticeProcess) -> None:
        provider.fault("refuse_requests", status=400, text="no such number")
        words = ("--from", ORDINARY, "--to", "38164000", "--text", "YES")
        done = console(*("inject", "--profile", "work", *words, "--password-stdin"), stdin=PASSWORD)
        assert (done.code, done.out) == (1, "")
        assert "no such number" in done.err
