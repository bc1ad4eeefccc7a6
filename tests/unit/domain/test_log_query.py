"""A query as a value, and its one spelling."""

from __future__ import annotations

import pytest

from vox_console.domain.log_query import LogQuery, LogTerm
from vox_console.domain.log_query_fields import Field

SPELLINGS = [
    (LogTerm(Field.STATE, ("failed", "unknown")), "state:failed,unknown"),
    (LogTerm(Field.STATE, ("delivered",), negated=True), "-state:delivered"),
    (LogTerm(Field.FROM, ("Vox Bank",)), 'from:"Vox Bank"'),
    (LogTerm(Field.FROM, ("a,b", 'a"b', '"')), 'from:"a,b",a"b,""""'),
    (LogTerm(Field.WORDS, ("parcel",)), "parcel"),
    (LogTerm(Field.WORDS, ("your parcel",), negated=True), '-"your parcel"'),
    (LogTerm(Field.WORDS, ("-3",)), '"-3"'),
    (LogTerm(Field.WORDS, ("NOT",)), '"NOT"'),
    (LogTerm(Field.WORDS, ("http://x",)), '"http://x"'),
    (LogTerm(Field.WORDS, ("12:30",)), "12:30"),
]


@pytest.mark.parametrize(("term", "spelling"), SPELLINGS)
def test_a_term_is_quoted_only_where_it_would_be_read_otherwise(term: LogTerm, spelling: str) -> None:
    assert str(term) == spelling


def test_what_stands_without_a_field_is_one_text_to_look_for() -> None:
    query = LogQuery(
        (
            LogTerm(Field.WORDS, ("your parcel",)),
            LogTerm(Field.STATE, ("failed",)),
            LogTerm(Field.WORDS, ("late",), negated=True),
            LogTerm(Field.WORDS, ("today",)),
        )
    )
    assert query.free_text == '"your parcel" today'
    assert str(query) == '"your parcel" state:failed -late today'
    assert str(LogQuery()) == ""
