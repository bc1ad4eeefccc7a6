"""For any template and any row: filling gives a text or names, raises nothing and reads no cell twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.merge_fields import MergeField, Template, Unfilled, escape, fill, fold, parse

NAMES = st.sampled_from(["name", "Name", "first name", "FIRST_NAME", "x", "%s", "ß", "\u00e9"])
CELLS = st.sampled_from(["", " ", "Ana", "{name}", "{{", "}", "%s", "%(name)s", "{x|y}"]) | st.text(
    max_size=8
)
ROWS = st.dictionaries(NAMES | st.text(max_size=6), CELLS, max_size=6)
LITERALS = st.text(st.sampled_from("aé{}|%s \n"), max_size=8)
FIELDS = st.builds(MergeField, NAMES, st.none() | st.text(st.sampled_from("ab |%é"), max_size=4))
TEXTS = st.text(max_size=30) | st.text(st.sampled_from("{}|nameX_ %s\n"), max_size=30)


def written(pieces: list[str | MergeField]) -> str:
    """Write a template of these pieces as a person would."""
    return "".join(
        escape(piece)
        if isinstance(piece, str)
        else "{" + piece.name + ("" if piece.fallback is None else f"|{piece.fallback}") + "}"
        for piece in pieces
    )


def merged(pieces: list[str | MergeField]) -> tuple[str | MergeField, ...]:
    """Join literals that stand side by side."""
    found: list[str | MergeField] = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        elif piece != "":
            found.append(piece)
    return tuple(found)


@given(TEXTS, ROWS)
def test_filling_never_raises_and_a_fault_never_becomes_a_text(text: str, row: dict[str, str]) -> None:
    template = parse(text)
    answer = fill(template, row)
    assert isinstance(answer, str | Unfilled)
    if template.problems:
        assert answer == Unfilled(())


@given(st.text(), ROWS)
def test_an_escaped_text_comes_back_whatever_the_row_holds(text: str, row: dict[str, str]) -> None:
    template = parse(escape(text))
    assert template.fields == ()
    assert fill(template, row) == text


@given(st.lists(LITERALS | FIELDS, max_size=6))
def test_what_is_written_is_what_is_read(pieces: list[str | MergeField]) -> None:
    template = parse(written(pieces))
    assert template == Template(written(pieces), merged(pieces))


@given(st.lists(LITERALS | FIELDS, max_size=6), ROWS)
def test_a_filled_text_is_its_literals_and_cells_and_nothing_else(
    pieces: list[str | MergeField], row: dict[str, str]
) -> None:
    """A model with no speed in mind, so that neither formatting nor binding can add anything."""
    cells: dict[str, str] = {}
    for column, cell in row.items():
        cells.setdefault(fold(column), cell)
    expected = ""
    missing: dict[str, str] = {}
    for piece in pieces:
        if isinstance(piece, str):
            expected += piece
            continue
        cell = cells.get(fold(piece.name), "")
        if cell.strip():
            expected += cell
        elif piece.fallback is not None:
            expected += piece.fallback
        else:
            missing.setdefault(fold(piece.name), piece.name)
    answer = fill(parse(written(pieces)), row)
    assert answer == (Unfilled(tuple(missing.values())) if missing else expected)


@given(st.lists(LITERALS | FIELDS, max_size=6), st.lists(ROWS, max_size=4))
def test_a_bound_template_fills_every_row_as_it_would_alone(
    pieces: list[str | MergeField], rows: list[dict[str, str]]
) -> None:
    template = parse(written(pieces))
    columns = list(dict.fromkeys(column for row in rows for column in row))
    bound = template.bind(columns)
    for row in rows:
        whole = {column: row.get(column, "") for column in columns}
        assert bound.fill(whole) == fill(template, whole)
