"""What a program writes is read back as it was; and whatever the octets, only faults in words are raised."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.unit.imports.workbook_file import Sheet, workbook
from vox_console.imports.faults import ImportFault
from vox_console.imports.headers import fingerprint
from vox_console.imports.opening import open_table, table_of_text
from vox_console.imports.table import TableRow, Wanted

same_file = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
# Beyond a code page nothing can be written in it; NULs are dropped by design, U+FFFD is damage by design.
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffd\ufeff"), max_size=12)
MESSY = st.text(st.sampled_from(list("ab1 ,;\t|\"'\r\n+čŽ")), max_size=8)
ROWS = st.lists(st.lists(ANY | MESSY, min_size=1, max_size=5), min_size=1, max_size=8)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


def written(rows: list[list[str]], delimiter: str, quote: str, end: str, *, all_quoted: bool) -> str:
    box = io.StringIO(newline="")

    class Written(csv.excel):
        quoting = csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL
        quotechar = quote
        lineterminator = end

    csv.writer(box, Written, delimiter=delimiter).writerows(rows)
    return box.getvalue()


def numbered(rows: list[list[str]]) -> list[TableRow]:
    return [TableRow(number, tuple(cells)) for number, cells in enumerate(rows, 1)]


@same_file
@given(
    rows=ROWS,
    delimiter=st.sampled_from(",;\t|"),
    quote=st.sampled_from("\"'"),
    end=st.sampled_from(["\r\n", "\n", "\r"]),
    encoding=st.sampled_from(ENCODINGS),
)
def test_any_table_is_read_back_with_its_row_numbers(
    tmp_path_factory: pytest.TempPathFactory,
    *,
    rows: list[list[str]],
    delimiter: str,
    quote: str,
    end: str,
    encoding: str,
) -> None:
    path = tmp_path_factory.getbasetemp() / "property.csv"
    path.write_bytes(written(rows, delimiter, quote, end, all_quoted=True).encode(encoding))
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding)
    wanted = Wanted(encoding=plain, delimiter=delimiter, quote=quote, has_header=False)
    table = open_table(path, wanted=wanted)
    assert list(table.rows()) == numbered(rows)
    assert list(table.preview(100)) == numbered(rows)


@given(
    rows=st.lists(
        st.lists(MESSY.map(lambda text: text.replace("\r", "")), min_size=2, max_size=5), min_size=1
    ),
    delimiter=st.sampled_from(",;\t|"),
)
def test_quotes_only_where_they_are_needed_are_read_back(rows: list[list[str]], delimiter: str) -> None:
    text = written(rows, delimiter, '"', "\n", all_quoted=False)
    wanted = Wanted(delimiter=delimiter, quote='"', has_header=False)
    table = table_of_text("x\n" + text, wanted=wanted)  # a first line, lest the text say sep=
    assert [row.cells for row in table.rows()][1:] == [tuple(row) for row in rows]


@given(
    rows=st.lists(
        st.tuples(
            st.from_regex(r"[A-Z][a-z]{1,8}", fullmatch=True),
            st.integers(10**8, 10**13).map(str),
            st.from_regex(r"[0-9]{1,4},[0-9]{2}", fullmatch=True),
            st.sampled_from(["", "Nis, Serbia", 'the "old" one', "two\nlines"]),
        ),
        min_size=2,
        max_size=30,
    ),
    delimiter=st.sampled_from(",;\t|"),
    header=st.booleans(),
    encoding=st.sampled_from(ENCODINGS),
)
@same_file
def test_a_list_of_people_is_recognised_without_being_told(
    tmp_path_factory: pytest.TempPathFactory,
    *,
    rows: list[tuple[str, ...]],
    delimiter: str,
    header: bool,
    encoding: str,
) -> None:
    names = [["Name", "Phone", "Amount", "Note"]] if header else []
    text = written([*names, *map(list, rows)], delimiter, '"', "\r\n", all_quoted=False)
    path = tmp_path_factory.getbasetemp() / "people.csv"
    path.write_bytes(text.encode(encoding))
    table = open_table(path)
    first = 2 if header else 1
    assert table.header == (tuple(names[0]) if header else None)
    assert list(table.rows()) == [TableRow(number, row) for number, row in enumerate(rows, first)]


def read_all(path: Path, wanted: Wanted) -> list[str]:
    """Read a file to its end: the words of its notes, or the title of the fault."""
    try:
        table = open_table(path, wanted=wanted)
        numbers = [row.number for row in table.rows()]
    except ImportFault as fault:
        return [fault.title]
    first = table.header_number + 1
    assert numbers == list(range(first, first + len(numbers)))
    return [note.text for note in table.notes]


@same_file
@given(
    octets=st.binary(max_size=300)
    | st.binary(max_size=60).map(lambda part: b"sep=" + part)
    | st.lists(
        st.sampled_from([b'"', b",", b";", b"\n", b"\r", b"\t", b"'", b"\0", b"\xff", b"a", b"1", b" "])
    ).map(b"".join),
    encoding=st.sampled_from([None, "utf-8", "utf-16-le", "cp1252", "gb18030", "cp932", "utf-32-be"]),
    delimiter=st.sampled_from([None, ",", "", "x", '"', " "]),
    quote=st.sampled_from([None, '"', "", "'", " "]),
    has_header=st.sampled_from([None, True, False]),
)
@example(octets=b"\n", encoding=None, delimiter=None, quote=None, has_header=None)
@example(octets=b"sep=", encoding=None, delimiter=None, quote=None, has_header=None)
@example(octets=b'"', encoding=None, delimiter=None, quote=None, has_header=None)
def test_no_octets_raise_anything_but_a_fault(
    tmp_path_factory: pytest.TempPathFactory,
    *,
    octets: bytes,
    encoding: str | None,
    delimiter: str | None,
    quote: str | None,
    has_header: bool | None,
) -> None:
    path = tmp_path_factory.getbasetemp() / "octets.csv"
    path.write_bytes(octets)
    assert all(read_all(path, Wanted(encoding, delimiter, quote, has_header)))


BOOK = workbook(Sheet([["Name", "Phone"], ["Ana", 641234567.0]], hidden_rows=[2], merged=["A1:B1"]))


@settings(same_file, max_examples=25)
@given(
    at=st.integers(0, len(BOOK) - 1), octets=st.binary(min_size=1, max_size=8), cut=st.integers(0, len(BOOK))
)
def test_no_damage_to_a_workbook_raises_anything_but_a_fault(
    tmp_path_factory: pytest.TempPathFactory, at: int, octets: bytes, cut: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    damaged = BOOK[:at] + octets + BOOK[at + len(octets) :]
    path.write_bytes(damaged if cut % 3 else damaged[:cut])
    assert all(read_all(path, Wanted()))


@given(st.lists(st.text(max_size=10), max_size=6))
def test_a_fingerprint_is_short_and_the_same_for_the_same(header: list[str]) -> None:
    assert fingerprint(header) == fingerprint(list(header))
    assert len(fingerprint(header)) == 16
