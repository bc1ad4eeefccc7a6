"""What does not go together on the command line of `bulk` is told, and nothing is sent."""

from __future__ import annotations

import pytest

from vox_console.cli.arguments import build_parser
from vox_console.cli.bulk_usage import contradiction, differing
from vox_console.domain.transport_name import TransportRule
from vox_console.services.bulk_order import BulkOrder
from vox_console.storage.jobs import Job, JobState

NEW = ("list.csv", "--profile", "work", "--from", "Vox", "--text", "Hello")


def told(*words: str) -> str:
    return contradiction(build_parser().parse_args(["bulk", *words]))


@pytest.mark.parametrize(
    "words",
    [
        NEW,
        (*NEW, "--dry-run"),
        (*NEW, "--rehearse"),
        ("--resume",),
        ("--resume", "7", "--at", "now", "--wait", "5", "--result", "out.csv", "--profile", "work"),
        ("--resume", "7", "--dry-run"),
        ("--failures-of", "7", "--text", "Again", "--from", "Vox", "--rate", "5", "--recent", "send"),
        ("--unsent-of", "7", "--between", "09:00-20:00", "--dry-run"),
    ],
)
def test_what_goes_together(words: tuple[str, ...]) -> None:
    assert told(*words) == ""


@pytest.mark.parametrize(
    "words",
    [
        (),
        NEW[:1],
        (*NEW, "--dry-run", "--rehearse"),
        (*NEW, "--dry-run", "--test-to", "+381641234567"),
        ("--resume", "7", "--rehearse"),
        ("--resume", "7", "--failures-of", "6"),
        ("--failures-of", "7", "--unsent-of", "6"),
    ],
)
def test_what_does_not(words: tuple[str, ...]) -> None:
    assert told(*words)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("list.csv", "--failures-of", "7"), "FILE"),
        (("--failures-of", "7", "--duplicates", "all"), "--duplicates"),
        (("--unsent-of", "7", "--transport", "rest"), "--transport"),
        (("--unsent-of", "7", "--country", "RS", "--number-column", "2"), "--number-column, --country"),
    ],
)
def test_what_rows_of_an_earlier_job_have_already_is_not_taken_in_silence(
    words: tuple[str, ...], named: str
) -> None:
    assert f"the rows have their own {named}: leave that out" in told(*words)


JOB = Job(7, "work", "list.csv", ("Mobile",), "{}", JobState.PAUSED, 1, 0)
ORDER = BulkOrder("Vox", "Hello", (0,), {}, default_region="RS", transport=TransportRule.SMPP)


def differs(*words: str) -> str:
    return differing(build_parser().parse_args(["bulk", *words, "--resume", "7"]), JOB, ORDER)


def test_the_same_command_may_be_given_again_with_resume() -> None:
    assert differs() == ""
    assert differs(*NEW, "--transport", "smpp", "--country", "rs", "--recent", "send") == ""


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("other.csv",), "FILE"),
        (("--profile", "home"), "--profile"),
        (("--text", "Other"), "--text"),
        (("--from", "Other"), "--from"),
        (("--rate", "5"), "--rate"),
        (("--recent", "skip"), "--recent"),
        (("--between", "02:00-03:00"), "--between"),
        (("--country", "DE"), "--country"),
        (("--transport", "rest"), "--transport"),
        (("--number-column", "2"), "--number-column"),
        (("--duplicates", "all"), "--duplicates"),
    ],
)
def test_what_a_stored_job_has_otherwise_is_not_taken_in_silence(words: tuple[str, ...], named: str) -> None:
    assert differs(*words) == named
