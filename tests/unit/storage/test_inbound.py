from __future__ import annotations

from typing import Any

import pytest

from tests.support.journal_file import NOW_US, PROFILE, JournalFile, filed_customer_message, filed_receipt
from vox_console.domain.callback import CallbackMessage, as_delivery, read_callback
from vox_console.domain.transport_name import Witness
from vox_console.settings.callback_access import VOX_FIELDS
from vox_console.storage.receipts import Filed


def test_a_customers_part_is_kept_raw_with_everything_needed_to_put_it_together(journal: JournalFile) -> None:
    filed = filed_customer_message(b"\x05\x00\x03\x07\x02\x01\x04\x16")
    stored = journal.arrive(filed)
    assert (len(stored.inbound.ids), stored.changed, stored.orphans) == (1, [], 0)
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
    assert (
        len(journal.arrive(filed_customer_message(b"YES"), filed_customer_message(b"YES")).inbound.ids) == 2
    )
    assert journal.rows("SELECT count(*) FROM inbound") == [(3,)]


def test_receipts_and_customers_messages_of_one_batch_are_told_apart(journal: JournalFile) -> None:
    stored = journal.arrive(filed_receipt("abc"), filed_customer_message(b"1"), filed_customer_message(b"2"))
    assert (len(stored.inbound.ids), stored.orphans) == (2, 1)
    assert journal.rows("SELECT short_message FROM inbound ORDER BY id") == [(b"1",), (b"2",)]


class TestSentAgain:
    """The provider sends a callback again when our answer was lost on its way."""

    def called_back(self, text: str = "YES", *, message_id: str = "mo-1", raw: bytes = b"raw") -> Filed:
        fields = {"message_id": message_id, "ani": "381641234567", "dnis": "38164000", "message": text}
        read = read_callback(fields, VOX_FIELDS)
        assert isinstance(read, CallbackMessage)
        return Filed(None, as_delivery(read, raw), Witness.CALLBACK)

    def test_the_same_id_and_the_same_octets_are_one_message_and_counted(self, journal: JournalFile) -> None:
        assert len(journal.arrive(self.called_back()).inbound.ids) == 1
        assert len(journal.arrive(self.called_back(), self.called_back()).inbound.ids) == 0
        assert journal.rows("SELECT provider_id, repeats FROM inbound") == [("mo-1", 2)]

    def test_in_one_batch_too(self, journal: JournalFile) -> None:
        assert len(journal.arrive(self.called_back(), self.called_back()).inbound.ids) == 1
        assert journal.rows("SELECT provider_id, repeats FROM inbound") == [("mo-1", 1)]

    @pytest.mark.parametrize(
        "other",
        [{"message_id": "mo-2"}, {"raw": b"another"}, {"message_id": ""}],
        ids=["another id", "other octets", "no id"],
    )
    def test_anything_else_is_another_message(self, journal: JournalFile, other: dict[str, Any]) -> None:
        journal.arrive(self.called_back())
        assert len(journal.arrive(self.called_back(**other)).inbound.ids) == 1
        assert journal.rows("SELECT repeats FROM inbound") == [(0,), (0,)]

    def test_without_an_id_two_equal_ones_are_two(self, journal: JournalFile) -> None:
        one = self.called_back(message_id="")
        assert len(journal.arrive(one, one).inbound.ids) == 2

    def test_another_accounts_is_another(self, journal: JournalFile) -> None:
        journal.arrive(self.called_back())
        assert len(journal.arrive(self.called_back(), profile="other").inbound.ids) == 1
