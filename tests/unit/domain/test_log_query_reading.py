"""Queries as they are typed, and what is wrong with them."""

from __future__ import annotations

import pytest

from vox_console.domain.log_query import LogQuery, QueryFault
from vox_console.domain.log_query_fields import TOO_LITTLE
from vox_console.domain.log_query_reading import read_log_query

READ = [
    ("", ""),
    ("  state:Failed,  rejected ", "state:failed,rejected"),
    ("state:failed,failed", "state:failed"),
    ("STATE:failed -State:rejected", "state:failed -state:rejected"),
    ("not state:failed", "-state:failed"),
    ("not -state:failed", "state:failed"),
    ("NOT\tfrom:Vox", "-from:Vox"),
    ("do not reply", 'do "not" reply'),
    ("please not", 'please "not"'),
    ('from:"Vox Bank",other', 'from:"Vox Bank",other'),
    ('from:"say ""hi"""', 'from:"say ""hi"""'),
    ('-"your parcel" -late', '-"your parcel" -late'),
    ("+381 63/200", "+381 63/200"),
    ("12:30", "12:30"),
    ('"http://x.example"', '"http://x.example"'),
    ('sent:"last 24h" zone:UTC', "sent:24h zone:UTC"),
    ("since:2026-11-20 until:2026-11-21T9:00", "since:2026-11-20 until:2026-11-21T09:00"),
    ("id:0xAB,#17 job:#3", "id:0xAB,#17 job:3"),
    ("a parcel", "a parcel"),
    ('pa"rcel', '"pa rcel"'),
]


@pytest.mark.parametrize(("typed", "spelling"), READ)
def test_what_is_typed_has_one_spelling_that_is_read_as_the_same(typed: str, spelling: str) -> None:
    query = read_log_query(typed)
    assert isinstance(query, LogQuery)
    assert str(query) == spelling
    assert read_log_query(spelling) == query


FAULTS = [
    ("state:deliverd", 6, 14, "state: has no value 'deliverd'; did you mean delivered?"),
    ("parcel state:failed,xx", 20, 22, "state: has no value 'xx'"),
    ("stat:failed", 0, 11, "There is no field 'stat'; did you mean state?"),
    (
        "http://x.example",
        0,
        16,
        "There is no field 'http'; to look for it as it stands, put it in quotation marks",
    ),
    ("state:", 0, 6, "state: needs a value"),
    ("state:failed,", 0, 13, "state: needs a value"),
    ('from:"Vox', 5, 9, "The quotation mark is not closed"),
    ('"your parcel', 0, 12, "The quotation mark is not closed"),
    ('from:"a"b', 8, 9, "A blank is missing after the quotation mark"),
    ("since:24h,7d", 10, 12, "since: takes one value"),
    ("-zone:UTC", 0, 9, "zone: cannot be turned round"),
    ("zone:UTC zone:Europe/Belgrade", 9, 10, "zone: is said twice"),
    ("state:failed x", 13, 14, TOO_LITTLE),
    ("parcel -x", 8, 9, TOO_LITTLE),
    ('""', 0, 2, TOO_LITTLE),
    ("\ud800", 0, 1, "This holds half a character"),
]


@pytest.mark.parametrize(("typed", "start", "end", "told"), FAULTS)
def test_what_cannot_be_read_is_told_with_its_place(typed: str, start: int, end: int, told: str) -> None:
    assert read_log_query(typed) == QueryFault(start, end, told)


def test_a_query_has_an_end() -> None:
    fault = read_log_query("parcel " * 300)
    assert fault == QueryFault(2_000, 2_100, "A query has at most 2,000 characters")
