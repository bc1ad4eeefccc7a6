"""A text with fields takes its words from a row, or says which are missing."""

from __future__ import annotations

import pytest

from vox_console.domain.errors import Severity
from vox_console.domain.merge_fields import MergeField, Unfilled, escape, fill, fold, parse

ROW = {"Name": "Ana", "First name": "Ana Maria", "Empty": "", "Blank": " \t", "Odd": "{Name} %s {{"}


class TestReading:
    @pytest.mark.parametrize(
        ("text", "pieces"),
        [
            ("", ()),
            ("Hello", ("Hello",)),
            ("Hi {name}!", ("Hi ", MergeField("name"), "!")),
            ("{name|there}", (MergeField("name", "there"),)),
            ("{name|}", (MergeField("name", ""),)),
            ("{name|a|b}", (MergeField("name", "a|b"),)),
            ("{ first name }", (MergeField("first name"),)),
            ("{{name}}", ("{name}",)),
            ("{{{name}}}", ("{", MergeField("name"), "}")),
            ("100 % of {{}}", ("100 % of {}",)),
            ("{a}{b}", (MergeField("a"), MergeField("b"))),
        ],
    )
    def test_a_text_comes_apart_into_literals_and_fields(
        self, text: str, pieces: tuple[str | MergeField, ...]
    ) -> None:
        template = parse(text)
        assert template.pieces == pieces
        assert template.problems == ()

    @pytest.mark.parametrize("name", ["name.upper", "name[0]", "name!r", "name:>10", "0", "__class__"])
    def test_there_are_no_attributes_indexes_conversions_or_formats(self, name: str) -> None:
        template = parse("{" + name + "}")
        assert template.fields == (MergeField(name),)
        assert fill(template, {"name": "Ana"}) == Unfilled((name,))
        assert fill(template, {name: "a cell"}) == "a cell"

    @pytest.mark.parametrize(
        ("text", "code", "place"),
        [
            ("Hi {name", "brace_never_closed", "at character 4 "),
            ("Hi name}", "brace_closes_nothing", "at character 8 "),
            ("{a{b}", "brace_never_closed", "at character 1 "),
            ("Hi {}", "field_without_name", "at character 4 "),
            ("Hi { |x}", "field_without_name", "at character 4 "),
            ("Hi { _ }", "field_without_name", "at character 4 "),
            ("Hi\nand {name", "brace_never_closed", "at character 5 of line 2 "),
        ],
    )
    def test_a_fault_is_told_with_its_place(self, text: str, code: str, place: str) -> None:
        template = parse(text)
        (problem,) = template.problems
        assert (problem.field, problem.code, problem.severity) == ("message", code, Severity.ERROR)
        assert place in problem.text
        assert fill(template, ROW) == Unfilled(())

    def test_every_fault_is_told(self) -> None:
        assert len(parse("} {} {").problems) == 3

    def test_a_field_is_listed_once_however_it_is_spelled(self) -> None:
        assert parse("{First name} {first_name|x} {b}").fields == (MergeField("First name"), MergeField("b"))


class TestFilling:
    @pytest.mark.parametrize(
        ("text", "filled"),
        [
            ("Hi", "Hi"),
            ("Hi {name}", "Hi Ana"),
            ("Hi {NAME}, {first_name}", "Hi Ana, Ana Maria"),
            ("Hi {FirstName}", "Hi Ana Maria"),
            ("Hi {empty|there}", "Hi there"),
            ("Hi {blank|there}", "Hi there"),
            ("Hi {empty|}!", "Hi !"),
            ("Hi {nobody|there}", "Hi there"),
            ("100 % for {name} {{sic}}", "100 % for Ana {sic}"),
            ("{odd}", "{Name} %s {{"),
            ("{name}{name}", "AnaAna"),
        ],
    )
    def test_cells_stand_where_their_names_were(self, text: str, filled: str) -> None:
        assert fill(parse(text), ROW) == filled

    def test_a_cell_is_never_read_again(self) -> None:
        row = {"a": "{b}", "b": "{a} {b|x} %(a)s {{"}
        assert fill(parse("{a}|{b}"), row) == "{b}|{a} {b|x} %(a)s {{"

    def test_what_is_in_a_cell_stays_as_it_is(self) -> None:
        assert fill(parse("<{name}>"), {"name": "  Ana\n"}) == "<  Ana\n>"

    @pytest.mark.parametrize(
        ("text", "fields"),
        [
            ("{empty}", ("empty",)),
            ("{blank}", ("blank",)),
            ("{nobody}", ("nobody",)),
            ("{nobody} {name} {Empty} {empty}", ("nobody", "Empty")),
            ("{empty|x} {empty}", ("empty",)),
        ],
    )
    def test_a_field_without_text_or_fallback_is_no_empty_text(
        self, text: str, fields: tuple[str, ...]
    ) -> None:
        assert fill(parse(text), ROW) == Unfilled(fields)

    def test_a_row_may_lack_a_column_that_others_have(self) -> None:
        template = parse("{a|no a} {b}").bind(["a", "b"])
        assert template.fill({"b": "B"}) == "no a B"
        assert template.fill({"a": "A"}) == Unfilled(("b",))


class TestColumns:
    def test_a_column_that_is_not_there_is_told_before_any_row(self) -> None:
        problems = parse("{name} {town} {street|-}").bind(["Name"]).problems
        assert [(each.code, each.severity) for each in problems] == [
            ("no_column", Severity.ERROR),
            ("no_column", Severity.WARNING),
        ]
        assert "town" in problems[0].text

    def test_a_fallback_in_one_place_does_not_excuse_the_other(self) -> None:
        (problem,) = parse("{town|-} {town}").bind([]).problems
        assert problem.severity is Severity.ERROR

    def test_of_two_columns_with_one_name_the_first_is_used_and_told(self) -> None:
        template = parse("{first name}").bind(["First name", "first_name"])
        assert [problem.code for problem in template.problems] == ["two_columns"]
        assert template.fill({"First name": "Ana", "first_name": "Eva"}) == "Ana"

    def test_a_faulty_template_stays_faulty(self) -> None:
        template = parse("Hi {name").bind(["name"])
        assert [problem.code for problem in template.problems] == ["brace_never_closed"]
        assert template.fill({"name": "Ana"}) == Unfilled(())


def test_any_text_can_be_written_as_a_template() -> None:
    assert fill(parse(escape("{a} }{ %s {{")), {}) == "{a} }{ %s {{"


def test_names_are_compared_without_case_spaces_and_underscores() -> None:
    assert len({fold(name) for name in ("First name", "first_name", "FIRSTNAME", " First\u00a0 Name")}) == 1
    assert fold("name") != fold("names")
