"""Whatever is typed is read or told; what was read is written as it is read again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.log_query import LogQuery, QueryFault
from vox_console.domain.log_query_completion import complete
from vox_console.domain.log_query_fields import Field, canonical_value, values_of
from vox_console.domain.log_query_filter import filter_of
from vox_console.domain.log_query_reading import FIELDS, read_log_query

_WORDS = [
    "state",
    "from",
    "not",
    "-",
    ":",
    ",",
    '"',
    " ",
    "failed",
    "today",
    "24h",
    "RS",
    "#1",
    "063",
    "à",
    "\t",
]


def _typed() -> st.SearchStrategy[str]:
    """Anything at all, and what is nearly a query."""
    pieces = st.lists(st.sampled_from([*_WORDS, *(f"{field}:" for field in FIELDS)]) | st.text(max_size=3))
    return st.text() | pieces.map("".join)


def _term() -> st.SearchStrategy[str]:
    def of(field: Field) -> st.SearchStrategy[str]:
        known = values_of(field)
        values = st.sampled_from(known) if known else st.text(min_size=1, max_size=12)
        quoted = values.map(lambda value: '"' + value.replace('"', '""') + '"')
        several = st.lists(quoted, min_size=1, max_size=1 if field in {"since", "until", "zone"} else 3)
        return st.builds(
            lambda minus, some: f"{minus}{field}:{','.join(some)}",
            st.sampled_from(["", "-", "not "] if field is not Field.ZONE else [""]),
            several,
        )

    return st.sampled_from(FIELDS).flatmap(of)


@given(_typed() | st.lists(_term(), max_size=5).map(" ".join))
def test_whatever_is_typed_is_read_the_same_again_or_told_with_its_place(typed: str) -> None:
    query = read_log_query(typed)
    if isinstance(query, QueryFault):
        assert 0 <= query.start < query.end
        assert query.start < max(len(typed), 1)
        assert query.text
        return
    assert read_log_query(str(query)) == query
    assert str(read_log_query(str(query))) == str(query)
    filter_of(query, now_us=1_795_000_000_000_000, here=lambda _: 3_600, digits_of=lambda typed: typed)


@given(_term())
def test_a_term_of_canonical_values_is_read(typed: str) -> None:
    query = read_log_query(typed)
    if isinstance(query, LogQuery):
        (term,) = query.terms
        assert all(canonical_value(term.field, value) == value for value in term.values)


@given(_typed(), st.integers(0, 40))
def test_every_completion_replaces_what_stands_around_the_cursor(typed: str, at: int) -> None:
    cursor = min(at, len(typed))
    for candidate in complete(typed, cursor):
        assert 0 <= candidate.start <= cursor <= candidate.end <= len(typed)
        assert candidate.text
