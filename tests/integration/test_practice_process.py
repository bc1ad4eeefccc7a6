"""The practice provider as its own process, through its control port."""

from __future__ import annotations

import asyncio
import http.client
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.practice_peer import submit, wire_client
from tests.support.practice_process import PATIENCE_S, PracticeProcess
from vox_console.smpp.pdus import DeliverSm, SubmitSmResp


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeProcess]:
    """One process for the whole file; each test resets it."""
    with PracticeProcess() as process:
        yield process


@pytest.fixture(autouse=True)
def _fresh(practice: PracticeProcess) -> None:
    practice.post("/reset")


def send(practice: PracticeProcess, *destinations: str) -> list[str]:
    """Submit to each and acknowledge one receipt for each; give the ids."""

    async def run() -> list[str]:
        async with wire_client(practice.smpp_port) as client:
            ids = []
            for number, destination in enumerate(destinations, start=2):
                client.send(submit(destination, sequence=number))
                ids.append((await client.next(SubmitSmResp)).message_id)
                await client.acknowledged()
            await asyncio.to_thread(practice.wait, receipts_acknowledged=len(destinations))
            return ids

    return asyncio.run(run())


def ask(
    practice: PracticeProcess, method: str, target: str, body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, object]]:
    connection = http.client.HTTPConnection("127.0.0.1", practice.control_port, timeout=20)
    try:
        connection.request(method, target, body, headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def test_the_ledger_tells_what_was_accepted_and_acknowledged(practice: PracticeProcess) -> None:
    ids = send(practice, "381640000010", "381640000011")
    assert [row["message_id"] for row in practice.submits()] == ids
    assert [row["state"] for row in practice.submits()] == ["DELIVRD", "UNDELIV"]
    assert [row["message_id"] for row in practice.submits(destination="381640000011")] == ids[1:]
    assert all(row["acknowledged"] for row in practice.pushes(stat="DELIVRD"))
    assert set(practice.copies().values()) == {1}
    assert practice.get("/status")["counts"]["accepted"] == 2


def test_faults_are_ordered_through_the_control_port(practice: PracticeProcess) -> None:
    async def run() -> None:
        async with wire_client(practice.smpp_port) as client:
            await asyncio.to_thread(practice.fault, "refuse_submits", status=0x58, count=1)
            client.send(submit(registered_delivery=0), submit(sequence=3, registered_delivery=0))
            assert (await client.next(SubmitSmResp)).status == 0x58
            assert (await client.next(SubmitSmResp)).status == 0

    asyncio.run(run())


def test_a_customers_message_is_ordered_through_the_control_port(practice: PracticeProcess) -> None:
    async def run() -> bytes:
        async with wire_client(practice.smpp_port) as client:
            await asyncio.to_thread(practice.post, "/mo", from_="381641234567", text="Hi")
            push = await client.next(DeliverSm)
            return push.delivery.short_message

    assert asyncio.run(run()) == b"Hi"


def test_a_scenario_is_posted(practice: PracticeProcess) -> None:
    steps = [{"post": "/mo", "body": {"from": "1", "text": "x"}}]
    assert practice.post("/scenario", step=steps) == {"steps": 1}
    assert practice.wait(mo=1)["counts"]["mo"] == 1


def test_waiting_ends_with_408_when_nothing_happens(practice: PracticeProcess) -> None:
    status, content = ask(practice, "GET", "/wait?accepted=1&timeout_s=0.05")
    assert status == 408
    assert content["reached"] is False


@pytest.mark.parametrize(
    ("method", "target", "body", "status"),
    [
        ("GET", "/nowhere", None, 404),
        ("POST", "/nowhere", b"{}", 404),
        ("DELETE", "/ledger", None, 405),
        ("POST", "/faults", b"{", 400),
        ("POST", "/faults", b"[" * 5_000, 400),
        ("POST", "/faults", b"[]", 400),
        ("POST", "/faults", b'{"fault": "nothing"}', 400),
        ("POST", "/scenario", b'{"step": 1}', 400),
        ("GET", "/ledger?kind=gossip", None, 400),
        ("GET", "/wait?nothing=1", None, 400),
        ("GET", "/wait?timeout_s=soon", None, 400),
        ("GET", "/wait?timeout_s=nan", None, 400),
        ("POST", "/mo", b'"' + b"x" * 65_535 + b'"', 413),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_in_words(
    practice: PracticeProcess, method: str, target: str, body: bytes | None, status: int
) -> None:
    found, content = ask(practice, method, target, body)
    assert found == status
    assert content["error"]


@pytest.mark.parametrize(
    "headers",
    [{"Host": "127.evil.com"}, {"Host": ""}, {"Host": "192.0.2.1"}, {"Origin": "http://localhost"}],
)
def test_web_pages_and_other_names_are_refused(practice: PracticeProcess, headers: dict[str, str]) -> None:
    status, content = ask(practice, "POST", "/reset", b"{}", **headers)
    assert status == 403
    assert content["error"]


def test_what_is_no_http_is_refused_and_the_port_lives_on(practice: PracticeProcess) -> None:
    with socket.create_connection(("127.0.0.1", practice.control_port), timeout=20) as connection:
        connection.sendall(b"\x16\x03\x01 not http\r\n\r\n")
        assert connection.recv(4_096).startswith(b"HTTP/1.1 400 ")
    assert practice.get("/status")["smpp_port"] == practice.smpp_port


def test_a_connection_may_be_used_again(practice: PracticeProcess) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", practice.control_port, timeout=20)
    for _ in range(3):
        connection.request("GET", "/status")
        assert json.loads(connection.getresponse().read())["sessions"] == []
    connection.close()


def test_more_than_32_connections_are_turned_away(practice: PracticeProcess) -> None:
    address = ("127.0.0.1", practice.control_port)
    crowd = [socket.create_connection(address, timeout=20) for _ in range(32)]
    try:
        with socket.create_connection(address, timeout=20) as one_more:
            assert one_more.recv(4_096).startswith(b"HTTP/1.1 503 ")
    finally:
        for connection in crowd:
            connection.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(number: signal.Signals) -> None:
    with PracticeProcess() as process:
        process.process.send_signal(number)
        assert process.wait_for_end() == 0


def test_it_ends_with_its_parent_and_says_nothing_more() -> None:
    with PracticeProcess() as process:
        output, errors = process.process.communicate(timeout=20)
        assert (output, errors, process.process.returncode) == ("", "", 0)


def test_shutdown_ends_it_cleanly() -> None:
    with PracticeProcess() as process:
        process.post("/shutdown")
        assert process.wait_for_end() == 0


def test_a_clean_end_closes_sessions_and_leaves_a_whole_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    with PracticeProcess(arguments=("--ledger", str(path))) as process:
        send(process, "381640000010")
        assert process.end() == 0
    facts = [json.loads(line)["fact"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert facts == ["bind", "submit", "push", "push_sent", "push_answered", "closed"]


def test_a_ledger_that_only_counts_counts() -> None:
    with PracticeProcess(arguments=("--ledger-mode", "counts")) as process:
        send(process, "381640000010", "381640000011")
        assert process.submits() == []
        assert process.get("/status")["counts"]["receipts_acknowledged"] == 2


def test_the_announcement_is_one_line_of_json() -> None:
    with PracticeProcess() as process:
        assert process.smpp_port > 0
        assert process.control_port > 0
        assert process.announcement == {
            "smpp_port": process.smpp_port,
            "control_port": process.control_port,
            "rest_port": process.rest_port,
            "rest_ca_file": "",
            "system_id": "practice",
            "pid": process.process.pid,
        }


def written(process: PracticeProcess, *words: str) -> subprocess.CompletedProcess[str]:
    """Write to a running provider as a customer, by its command line."""
    port = ("--control-port", str(process.control_port))
    command = [sys.executable, "-m", "vox_console", "practice", *port, "--write", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)


def test_the_command_line_writes_to_a_provider_that_runs() -> None:
    with PracticeProcess() as process:
        told = written(process, "storm", "--from", "381640000000", "--to", "38164000", "--count", "3")
        assert (told.returncode, json.loads(told.stdout), told.stderr) == (0, {"pushes": 3}, "")
        assert [row["source"] for row in process.pushes()] == [f"38164000000{number}" for number in range(3)]
        told = written(process, "gap", "--text", "short")
        assert (told.returncode, told.stdout) == (1, "")
        assert "one piece" in told.stderr
        process.end()
        told = written(process, "stop")
        assert (told.returncode, told.stdout) == (1, "")
        assert "no provider answers" in told.stderr
