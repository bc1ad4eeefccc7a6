from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.journal_file import NOW_US, PROFILE, JournalFile, filed_customer_message, filed_receipt


@pytest.fixture
def journal(tmp_path: Path) -> JournalFile:
    return JournalFile(tmp_path / "journal.db")


def test_a_customers_part_is_kept_raw_with_everything_needed_to_put_it_together(journal: JournalFile) -> None:
    filed = filed_customer_message(b"\x05\x00\x03\x07\x02\x01\x04\x16")
    stored = journal.arrive(filed)
    assert (stored.inbound, stored.changed, stored.orphans) == (1, [], 0)
    delivery = filed.delivery
    assert journal.rows(
        "SELECT profile, received_at_us, source, destination, esm_class, data_coding, short_message, raw"
        " FROM inbound"
    ) == [
        (
            PROFILE,
            NOW_US,
            delivery.source,
            delivery.destination,
            delivery.esm_class,
            delivery.data_coding,
            delivery.short_message,
            delivery.raw,
        )
    ]


def test_equal_customers_messages_are_two_messages(journal: JournalFile) -> None:
    """Two people, or one insisting: nothing here may decide that the second YES is a repeat."""
    journal.arrive(filed_customer_message(b"YES"))
    assert journal.arrive(filed_customer_message(b"YES"), filed_customer_message(b"YES")).inbound == 2
    assert journal.rows("SELECT count(*) FROM inbound") == [(3,)]


def test_receipts_and_customers_messages_of_one_batch_are_told_apart(journal: JournalFile) -> None:
    stored = journal.arrive(filed_receipt("abc"), filed_customer_message(b"1"), filed_customer_message(b"2"))
    assert (stored.inbound, stored.orphans) == (2, 1)
    assert journal.rows("SELECT short_message FROM inbound ORDER BY id") == [(b"1",), (b"2",)]
