"""The rates that were told of messages of ours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.support.journal_file import NOW_US, PROFILE, JournalFile, accepted, filed_receipt, new_message
from vox_console.storage.receipts import Filed
from vox_console.storage.seen_rates import NumberRate, seen_rates

ANA, BOB, EVE = "381641234567", "4915112345678", "4915112345679"

COLUMNS = "profile, part_id, provider_id, state, word, done_date, error_code, source, destination, raw, rate"


def told(number: str, rate: str) -> Filed:
    """Give a callback about the message to a number."""
    filed = filed_receipt(f"id-{number}", recipient=number)
    assert filed.receipt is not None
    return replace(filed, receipt=replace(filed.receipt, rate=rate))


def journal_of(folder: Path, *numbers: str) -> JournalFile:
    """Give a journal with a message to each number, accepted under the number as its id."""
    journal = JournalFile(folder / "journal.db")
    journal.enqueue(*(new_message(recipient=number) for number in numbers))
    requests = journal.reserve()
    journal.settle(*(accepted(each, f"id-{each.destination.digits}") for each in requests))
    return journal


def test_rates_are_counted_by_the_opening_of_the_number_and_as_written(tmp_path: Path) -> None:
    journal = journal_of(tmp_path, ANA, BOB, EVE)
    journal.arrive(told(ANA, "0.02"), told(BOB, "0,07"), told(EVE, "0,07"))
    assert seen_rates(journal.db, profile=PROFILE, since_us=NOW_US) == [
        NumberRate(ANA, "0.02", 1),
        NumberRate(EVE, "0,07", 2),
    ]


def test_what_is_told_of_a_part_repeatedly_counts_once(tmp_path: Path) -> None:
    journal = journal_of(tmp_path, ANA)
    journal.arrive(told(ANA, "0.02"))
    journal.db.execute(
        f"INSERT INTO receipts ({COLUMNS}, received_at_us)"  # noqa: S608 - names that stand above
        f" SELECT {COLUMNS}, received_at_us + 1 FROM receipts"
    )
    assert seen_rates(journal.db, profile=PROFILE, since_us=NOW_US) == [NumberRate(ANA, "0.02", 1)]


def test_other_accounts_older_receipts_and_those_of_no_message_do_not_count(tmp_path: Path) -> None:
    journal = journal_of(tmp_path, ANA)
    journal.arrive(told(ANA, "0.02"), told(BOB, "0.07"), told(ANA, ""))
    assert len(seen_rates(journal.db, profile=PROFILE, since_us=NOW_US)) == 1
    assert seen_rates(journal.db, profile="other", since_us=0) == []
    assert seen_rates(journal.db, profile=PROFILE, since_us=NOW_US + 1) == []
