"""Bulk from the command line, against the practice provider: books, outcomes, pause and kill -9."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
from collections import Counter
from contextlib import AbstractContextManager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.support.practice_process import PracticeProcess
from tests.support.program import PASSWORD, PATIENCE_S, Program, at_rest, at_smpp
from vox_console.imports.opening import open_table

REFUSED, UNDELIVERABLE = "381641230023", "381641230011"


class Console(Program):
    """The program on a data folder, with one account that reaches the provider both ways."""

    def __init__(self, folder: Path, provider: PracticeProcess) -> None:
        super().__init__(folder / "data")
        self.provider = provider
        self.calls = 0
        added = self(
            *("profile", "add", "work", "--country", "RS", "--rate", "2000"),
            *(*at_smpp(provider.smpp_port), *at_rest(provider.rest_port)),
        )
        assert added.code == 0, added.err

    def running(self, *words: str) -> AbstractContextManager[subprocess.Popen[str]]:
        """Start a job; it is ended with the block, if it has not ended by then."""
        return self.started("bulk", "--password-stdin", "--json", *words, stdin=PASSWORD)

    def bulk(self, *words: str, stdin: bytes = PASSWORD) -> tuple[int, dict[str, Any], str]:
        done = self("bulk", "--password-stdin", "--json", *words, stdin=stdin)
        return done.code, done.objects[-1] if done.out else {}, done.err


@pytest.fixture
def console(tmp_path: Path, provider: PracticeProcess) -> Console:
    return Console(tmp_path, provider)


def people(folder: Path, numbers: list[str]) -> Path:
    path = folder / "people.csv"
    lines = ["name;phone", *(f"n{at};{number}" for at, number in enumerate(numbers))]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def some_numbers(count: int, block: int) -> list[str]:
    """Give ordinary numbers: those that end in 00.. have a meaning to the practice provider."""
    return [f"+38164{block + at // 9_000:03}{1_000 + at % 9_000}" for at in range(count)]


ORDER = ("--profile", "work", "--from", "Vox", "--text", "Hello {name}")


@pytest.mark.parametrize("way", ["smpp", "rest"])
def test_every_row_ends_in_one_place_and_the_result_has_the_user_s_columns(
    console: Console, tmp_path: Path, way: str
) -> None:
    block = 500 if way == "smpp" else 510
    path = people(tmp_path, [*some_numbers(40, block), REFUSED, "12", "", some_numbers(1, block)[0]])
    result = tmp_path / "out.csv"
    code, told, errors = console.bulk(
        str(path), *ORDER, "--transport", way, "--result", str(result), "--wait", "30"
    )
    assert (told["rows"], told["accepted_rows"], told["parts"]) == (44, 41, 41), errors
    assert told["excluded"] == {"no_number": 1, "bad_number": 1, "duplicate": 1}
    assert told["outcomes"] == {"delivered": 40, "refused": 1}
    assert (code, told["state"], told["held"]) == (3, "done", 0)
    with result.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header[:4] == ["name", "phone", "row", "outcome"]
    outcomes = Counter(row[3] for row in rows)
    assert outcomes == {"delivered": 40, "refused": 1, "no_number": 1, "bad_number": 1, "duplicate": 1}
    assert [row[2] for row in rows] == [str(number) for number in range(2, 46)]


def test_what_cannot_be_begun_is_told_and_nothing_is_stored(console: Console, tmp_path: Path) -> None:
    path = people(tmp_path, some_numbers(1, 520))
    code, _, errors = console.bulk(str(path), *ORDER[:4], "--text", "Hello {surname}")
    assert (code, "surname" in errors) == (2, True)
    code, _, errors = console.bulk(str(path), "--profile", "work")
    assert code == 2
    code, _, errors = console.bulk("--resume")
    assert (code, "no such job" in errors) == (2, True)
    code, _, errors = console.bulk(str(tmp_path / "none.csv"), *ORDER)
    assert code == 3
    assert "none.csv" in errors


def test_an_interrupted_job_goes_on_where_it_stood(console: Console, tmp_path: Path) -> None:
    path = people(tmp_path, some_numbers(60, 530))
    with console.running(str(path), *ORDER, "--rate", "20", "--transport", "smpp") as running:
        seen = submits(console.provider)
        assert console.provider.wait(submits=seen + 5)
        running.send_signal(signal.SIGINT)
        out, errors = running.communicate(timeout=PATIENCE_S)
    told = json.loads(out.splitlines()[-1])
    assert (running.returncode, told["state"]) == (4, "paused")
    assert told["held"] + sum(told["outcomes"].values()) == 60
    assert "--resume" in errors
    before = submits(console.provider)
    code, looked_at, _ = console.bulk("--resume", "--dry-run", stdin=b"")
    assert (code, looked_at["state"], looked_at["outcomes"]) == (0, "paused", told["outcomes"])
    assert submits(console.provider) == before, "a dry run connects to nobody"
    code, after, errors_after = console.bulk("--resume", str(told["job"]))
    assert (code, after["state"], sum(after["outcomes"].values())) == (0, "done", 60), errors_after
    assert twice(console.provider, some_numbers(60, 530)) == {}


def test_only_what_definitely_failed_is_sent_again_and_by_one_job(console: Console, tmp_path: Path) -> None:
    good = some_numbers(5, 560)
    path = people(tmp_path, [*good[:3], UNDELIVERABLE, *good[3:], REFUSED])
    _, first, errors = console.bulk(str(path), *ORDER, "--transport", "smpp", "--wait", "30")
    assert first["outcomes"] == {"delivered": 5, "refused": 1, "undeliverable": 1}, errors
    job = str(first["job"])
    before = submits(console.provider)
    code, counted, errors = console.bulk("--failures-of", job, "--dry-run")
    assert (code, counted["rows"], counted["accepted_rows"]) == (0, 2, 2)
    assert f"These are rows of job {job} that definitely failed" in errors
    assert submits(console.provider) == before
    result = tmp_path / "again.xlsx"
    words = ("--failures-of", job, "--text", "Again, {name}", "--wait", "30", "--result", str(result))
    code, second, errors = console.bulk(*words)
    assert (code, second["outcomes"]) == (3, {"refused": 1, "undeliverable": 1}), errors
    assert submits(console.provider) == before + 2
    table = open_table(result)
    assert table.header is not None
    assert table.header[:4] == ("name", "phone", "row", "outcome")
    assert [row.cells[:4] for row in table.rows()] == [
        ("n3", UNDELIVERABLE, "5", "undeliverable"),
        ("n6", REFUSED, "8", "refused"),
    ]
    code, _, errors = console.bulk("--unsent-of", job)
    assert (code, "no row of job" in errors) == (2, True)
    assert twice(console.provider, good) == {}


def test_a_job_waits_for_its_time_can_be_broken_off_and_is_started_at_once(
    console: Console, tmp_path: Path
) -> None:
    numbers = some_numbers(3, 590)
    path, before = people(tmp_path, numbers), submits(console.provider)
    with console.running(str(path), *ORDER, "--at", "00:00+14:00") as running:
        assert running.stderr is not None
        while "waits until" not in (line := running.stderr.readline()):
            assert line, "it ended"
        running.send_signal(signal.SIGINT)
        out, _ = running.communicate(timeout=PATIENCE_S)
    told = json.loads(out)
    assert (running.returncode, told["state"], told["held"]) == (4, "paused", 3)
    assert submits(console.provider) == before
    code, told, errors = console.bulk("--resume", "--at", "now")
    assert (code, told["state"]) == (0, "done"), errors
    assert submits(console.provider) == before + 3


def test_hours_and_times_that_cannot_be_understood_are_told(console: Console, tmp_path: Path) -> None:
    path = people(tmp_path, some_numbers(1, 595))
    code, _, errors = console.bulk(str(path), *ORDER, "--at", "tomorrow")
    assert (code, "2026-11-25 09:00" in errors) == (2, True)
    code, _, errors = console.bulk(str(path), *ORDER, "--between", "9 to 5")
    assert (code, "09:00-20:00" in errors) == (2, True)


def submits(provider: PracticeProcess) -> int:
    """Give how many messages the provider has been asked to take."""
    return int(provider.get("/status")["counts"]["submits"])


def twice(provider: PracticeProcess, numbers: list[str]) -> dict[str, int]:
    """Give the numbers that got more than one message."""
    got = Counter(entry["destination"] for entry in provider.submits())
    return {number: got[number[1:]] for number in numbers if got[number[1:]] > 1}


@pytest.mark.parametrize("way", ["smpp", "rest"])
def test_killed_at_ten_random_moments_none_is_lost_and_none_is_sent_twice(
    console: Console, tmp_path: Path, way: str
) -> None:
    numbers = some_numbers(10_000, 600 if way == "smpp" else 700)
    path = people(tmp_path, numbers)
    rng = Random(11)  # noqa: S311 - the same moments on every run
    words: tuple[str, ...] = (str(path), *ORDER, "--transport", way)
    for _ in range(10):
        with console.running(*words) as running:
            seen = submits(console.provider)
            console.provider.wait(submits=seen + rng.randrange(100, 900))
            running.kill()
        words = ("--resume", "1", "--transport", way)
    code, told, errors = console.bulk("--resume", "1")
    assert told["state"] == "done", errors
    outcomes = told["outcomes"]
    assert told["rows"] == told["accepted_rows"] == len(numbers)
    assert sum(outcomes.values()) == len(numbers), outcomes
    assert set(outcomes) <= {"accepted", "delivered", "enroute", "unknown"}
    assert code == (4 if outcomes.get("unknown") else 0)
    assert twice(console.provider, numbers) == {}
    got = {entry["destination"] for entry in console.provider.submits()}
    missing = [number for number in numbers if number[1:] not in got]
    assert len(missing) <= outcomes.get("unknown", 0), "what never arrived is told unknown, never accepted"
    print(f"{way}: {outcomes}, 0 twice, {len(missing)} never arrived")  # noqa: T201 - what the run showed


def test_one_row_is_tried_with_a_number_of_one_s_own(console: Console, tmp_path: Path) -> None:
    path = people(tmp_path, ["12", *some_numbers(1, 590)])
    own = some_numbers(1, 591)[0]
    words = (str(path), *ORDER, "--test-to", own, "--wait", "30")
    code, told, errors = console.bulk(*words, "--test-row", "3")
    assert (code, told["state"], told["to"], told["text"]) == (
        0,
        "delivered",
        own.lstrip("+"),
        "Hello n1",
    ), errors
    code, told, errors = console.bulk(*words)
    assert (code, told["text"]) == (0, "Hello n0"), "the number that stands in the row is of no account"
    code, _, errors = console.bulk(*words, "--test-row", "9")
    assert (code, "no such row" in errors) == (2, True)
    code, _, errors = console.bulk(str(path), *ORDER, "--test-to", "12")
    assert (code, "Too short" in errors) == (3, True)
