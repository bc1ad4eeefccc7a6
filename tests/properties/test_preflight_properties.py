"""The figures of the sheet against the same rows, kept and counted one by one."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.bulk_books import RowClass
from vox_console.domain.preflight import EXAMPLES, WORST_ROWS, Preflight

NUMBERS = [
    ("381641234567", "RS"),
    ("4915112345678", "DE"),
    ("12025550100", "US"),
    ("14155550100", "US"),
    ("80012345678", "001"),
]


class Row(NamedTuple):
    row_class: RowClass
    number: tuple[str, str]
    parts: int
    forced: frozenset[str]


ROWS = st.lists(
    st.builds(
        Row,
        st.sampled_from([*RowClass, *[RowClass.ACCEPTED] * 10]),
        st.sampled_from(NUMBERS),
        st.integers(1, 6),
        st.frozensets(st.sampled_from("жшčž€"), max_size=3),
    ),
    max_size=60,
)


def entered(rows: list[Row]) -> Preflight:
    sheet = Preflight()
    for at, row in enumerate(rows, 1):
        if row.row_class is RowClass.ACCEPTED:
            coding = "ucs2" if row.forced else "gsm7"
            sheet.accept(at, *row.number, parts=row.parts, coding=coding, forced="".join(row.forced))
        else:
            sheet.exclude(row.row_class)
    return sheet


@given(ROWS)
def test_every_sum_balances(rows: list[Row]) -> None:
    sheet = entered(rows)
    accepted = [row for row in rows if row.row_class is RowClass.ACCEPTED]
    assert sheet.books.rows == len(rows) == len(accepted) + sum(sheet.books.excluded.values())
    assert sheet.books.classes == Counter(row.row_class for row in rows)
    assert sheet.books.parts == sum(row.parts for row in accepted)
    assert sheet.parts_spread == Counter(row.parts for row in accepted)
    assert sheet.codings == Counter("ucs2" if row.forced else "gsm7" for row in accepted)
    assert {each.region: each.rows for each in sheet.countries} == Counter(row.number[1] for row in accepted)
    assert sheet.flipped == sheet.codings.get("ucs2", 0)


@given(ROWS)
def test_examples_are_the_first_rows_that_fit(rows: list[Row]) -> None:
    sheet = entered(rows)
    accepted = [(at, row) for at, row in enumerate(rows, 1) if row.row_class is RowClass.ACCEPTED]
    worst = sorted(((-row.parts, at) for at, row in accepted))[:WORST_ROWS]
    assert [(-each.parts, each.number) for each in sheet.worst] == worst
    for each in sheet.forcing:
        holding = [at for at, row in accepted if each.character in row.forced]
        assert (each.rows, list(each.examples)) == (len(holding), holding[:EXAMPLES])
    assert {each.character for each in sheet.forcing} == {c for _, row in accepted for c in row.forced}
