"""What may stand at the cursor."""

from __future__ import annotations

from vox_console.domain.log_query_completion import FIELD_WORDS, complete
from vox_console.domain.log_query_fields import Field
from vox_console.domain.log_query_reading import FIELDS


def texts(typed: str, *senders: str) -> list[str]:
    return [each.text for each in complete(typed, len(typed), known={Field.FROM: senders})]


def test_an_empty_field_and_a_blank_offer_fields_in_order() -> None:
    assert texts("") == [f"{field}:" for field in FIELDS][:12]
    assert texts("state:failed ")[:2] == ["state:", "sent:"]


def test_a_field_that_was_begun_is_completed_with_what_it_means() -> None:
    (since,) = complete("-SIN", 4)
    assert (since.start, since.end, since.text) == (1, 4, "since:")
    assert since.note == FIELD_WORDS[Field.SINCE]
    assert texts("parcel") == []
    assert set(FIELD_WORDS) == set(FIELDS)


def test_values_are_completed_from_the_language_and_from_the_journal() -> None:
    assert texts("state:de") == ["delivered", "deleted"]
    assert texts("state:failed,unk") == ["unknown"]
    assert texts("from:vo", "Vox", "Vox Bank", "Other") == ["Vox", '"Vox Bank"']
    assert texts('from:"Vox B', "Vox Bank") == ['"Vox Bank"']
    assert texts("nothing:x") == []
    assert texts('"from:') == []


def test_a_cursor_in_the_middle_replaces_the_whole_value() -> None:
    (candidate,) = complete("state:delXXX parcel", 9)[1:]
    assert (candidate.start, candidate.end, candidate.text) == (6, 12, "deleted")


def test_there_are_never_too_many() -> None:
    assert len(texts("country:")) == 12
