from __future__ import annotations

from vox_console.domain.errors import FieldProblem
from vox_console.domain.log_columns import BY_NAME, COLUMNS, USUAL, read_columns


def test_no_two_columns_share_a_key_or_a_title() -> None:
    assert len(BY_NAME) == 2 * len(COLUMNS)


def test_no_name_needs_quotes_in_a_file() -> None:
    assert not [name for name in BY_NAME if set(name) & set(',"\r\n')]


def test_columns_stand_in_the_order_that_was_asked_for() -> None:
    chosen = read_columns(["text", " id ", "to"])
    assert not isinstance(chosen, FieldProblem)
    assert [column.key for column in chosen] == ["text", "id", "to"]


def test_nothing_asked_for_gives_the_usual_ones() -> None:
    assert read_columns([]) == read_columns([""]) == USUAL


def test_an_unknown_column_is_told_with_those_that_there_are() -> None:
    problem = read_columns(["id", "number"])
    assert isinstance(problem, FieldProblem)
    assert problem.text.startswith("There is no column number. There are id, queued_utc, ")


def test_a_column_is_written_only_once() -> None:
    problem = read_columns(["id", "to", "id"])
    assert isinstance(problem, FieldProblem)
    assert problem.code == "twice"
