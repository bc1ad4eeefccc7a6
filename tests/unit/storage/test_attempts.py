"""The attempts as they are read back, with the octets that left where these are certain."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.journal_file import THREE_PARTS, new_message
from tests.support.rest_journal import RestJournal, whole_message
from vox_console.domain.segmentation import LongMethod
from vox_console.smpp.fast_codec import encode_submit_sm
from vox_console.storage.attempts import attempts


@pytest.fixture
def journal(tmp_path: Path) -> RestJournal:
    return RestJournal(tmp_path / "journal.db")


@pytest.mark.parametrize("method", LongMethod)
def test_what_left_is_made_again_octet_by_octet(journal: RestJournal, method: LongMethod) -> None:
    (message_id,) = journal.enqueue(new_message(THREE_PARTS, method=method))
    left = journal.reserve()
    read = [each.request for each in attempts(journal.db, message_id)]
    assert read == left
    assert [encode_submit_sm(each) for each in read if each] == [encode_submit_sm(each) for each in left]


def test_octets_that_have_changed_since_are_not_given(journal: RestJournal) -> None:
    (message_id,) = journal.enqueue(new_message())
    journal.reserve()
    journal.db.execute("UPDATE parts SET short_message = x'00'")
    (attempt,) = attempts(journal.db, message_id)
    assert attempt.request is None
    assert attempt.state == "reserved"


def test_over_rest_there_are_no_octets_of_ours(journal: RestJournal) -> None:
    (message_id,) = journal.enqueue(whole_message("over REST"))
    journal.reserve_whole()
    (attempt,) = attempts(journal.db, message_id)
    assert attempt.request is None
