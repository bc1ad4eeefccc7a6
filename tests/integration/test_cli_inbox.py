"""`inbox --profile` as another program uses it: what customers write to the practice provider is printed."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tests.support.practice_process import PracticeProcess
from tests.support.program import PASSWORD, PATIENCE_S, Program, at_smpp, told_by
from tests.support.spine import NOBODY_LISTENS

ANA, OURS = "381641234567", "38164000"
LONG = "Ćao, ovo je duga poruka u pet delova. " * 8
PROMISED = {
    "id",
    "from",
    "to",
    "text",
    "data_coding",
    "parts_expected",
    "parts_received",
    "complete",
    "received_at",
    "possible_repeat",
}


@pytest.fixture(scope="module")
def provider() -> Iterator[PracticeProcess]:
    with PracticeProcess() as process:
        process.post("/speed", resend_s=0.2)
        yield process


class Console(Program):
    """The program on a data folder with one account."""

    def account(self, port: int) -> None:
        assert self("profile", "add", "work", *at_smpp(port)).code == 0

    def listed(self) -> list[dict[str, Any]]:
        return self("inbox", "--json").objects

    def following(self, *words: str) -> AbstractContextManager[subprocess.Popen[str]]:
        """Start following; it is ended with the block, if it has not ended by then."""
        named = ("inbox", "--profile", "work", "--json", "--password-stdin")
        return self.started(*named, *words, stdin=PASSWORD)


@pytest.fixture
def console(tmp_path: Path, provider: PracticeProcess) -> Console:
    console = Console(tmp_path)
    console.account(provider.smpp_port)
    return console


def ended(child: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """Ask a child to end; give what it told at last."""
    child.send_signal(signal.SIGTERM)
    out, err = child.communicate(timeout=PATIENCE_S)
    assert (child.returncode, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


def mo(provider: PracticeProcess, text: str, **fields: object) -> None:
    provider.post("/mo", **{"from_": ANA, "to": OURS, "text": text, **fields})


def test_each_message_is_printed_once_it_is_whole(console: Console, provider: PracticeProcess) -> None:
    with console.following() as child:
        provider.wait(bound=1)
        mo(provider, LONG, order=[5, 3], reference=1)
        mo(provider, "Da")
        short = told_by(child)
        assert set(short) >= PROMISED
        assert (short["from"], short["to"], short["text"], short["complete"]) == (ANA, OURS, "Da", True)
        mo(provider, LONG, order=[1, 4, 2], reference=1)
        long = told_by(child)
        assert (long["text"], long["data_coding"]) == (LONG, 8)
        assert (long["parts_expected"], long["parts_received"], long["complete"]) == (5, 5, True)
        mo(provider, LONG, order=[2, 4], reference=2)
        mo(provider, "Da")
        again = told_by(child)
        assert (again["text"], again["possible_repeat"]) == ("Da", True)
        (gap,) = ended(child)
        assert (gap["parts_received"], gap["complete"], gap["missing"]) == (2, False, [1, 3, 5])
    assert sorted(each["id"] for each in console.listed()) == sorted(
        each["id"] for each in (short, long, again, gap)
    )


def test_all_orders_of_five_parts_give_the_same_text(console: Console, provider: PracticeProcess) -> None:
    orders = list(permutations(range(1, 6)))
    with console.following() as child:
        provider.wait(bound=1)
        for reference, order in enumerate(orders):
            mo(provider, LONG, order=order, reference=reference, method="udh16")
        found = [told_by(child) for _ in orders]
        assert ended(child) == []
    assert {(each["text"], each["complete"], each["parts_received"]) for each in found} == {(LONG, True, 5)}
    assert len({each["id"] for each in found}) == len(orders)


@pytest.mark.parametrize("method", ["udh8", "udh16", "sar", "payload"])
def test_a_restart_between_the_parts_changes_nothing(
    console: Console, provider: PracticeProcess, method: str
) -> None:
    parts = 1 if method == "payload" else 5
    for number in range(parts, 0, -1):
        with console.following() as child:
            provider.wait(bound=1)
            mo(provider, LONG, order=[number], reference=7, method=method)
            if number == 1:
                assert told_by(child)["text"] == LONG
                assert ended(child) == []
            else:
                provider.wait(mo_acknowledged=provider.get("/status")["counts"]["mo"])
                (told,) = ended(child)
                assert (told["complete"], told["parts_received"]) == (False, parts + 1 - number)
    (listed,) = console.listed()
    assert (listed["text"], listed["complete"]) == (LONG, True)


def test_it_ends_when_its_time_is_over(console: Console) -> None:
    with console.following("--follow", "0.1") as child:
        out, err = child.communicate(timeout=PATIENCE_S)
        assert (child.returncode, out, err) == (0, "", "")


def test_a_provider_that_is_not_there_is_told(tmp_path: Path) -> None:
    console = Console(tmp_path)
    console.account(NOBODY_LISTENS)
    with console.following("--follow", "1") as child:
        out, err = child.communicate(timeout=PATIENCE_S)
        assert (child.returncode, out) == (1, "")
        assert "not connected" in err
