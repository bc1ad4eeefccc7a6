"""Texts with fields: ``Hello {name|there}``, filled from the columns of a list.

Theory of operation. A template is read once into literals and fields, tied once to the columns it will be
filled from, and then filled row by row. Filling is one %-formatting of finished literals: cells are its
arguments and are never read again, so a cell that holds ``{name}``, ``%s`` or anything else stays what it is.

Grammar, all of it::

    {name}          the cell of the column "name"
    {name|there}    the same, or "there" where the cell is empty; {name|} says that nothing is fine too
    {{  }}          a brace

A name is everything up to the bar or the closing brace; attributes, indexes, conversions and format
specifications do not exist, so ``{name.upper}`` asks for a column of that name. Names are compared without
regard to case, spaces and underscores. A field that is empty and has no fallback is never filled with
nothing: `fill` answers with the names of such fields, and the row stays out of the run. A cell of white space
alone is empty.

domain.segmentation counts the filled text: a filled text has no length before it is filled.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from vox_console.domain.errors import FieldProblem, Severity

__all__ = ["BoundTemplate", "MergeField", "Template", "Unfilled", "escape", "fill", "fold", "parse"]

_TOKEN = re.compile(r"(?P<brace>\{\{|\}\})|\{(?P<field>[^{}]*)\}|(?P<stray>[{}])")
_BETWEEN_WORDS = re.compile(r"[\s_]+")


@dataclass(frozen=True, slots=True)
class MergeField:
    """A place in a template. name: as written. fallback: None when there is none."""

    name: str
    fallback: str | None = None


@dataclass(frozen=True, slots=True)
class Unfilled:
    """What a row has no text for: the names of the empty fields, as the template spells them.

    fields: () when it is the template that cannot be filled, with any row.
    """

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A text that was read. pieces: literals and fields in order; fields: each name once, in order.

    problems: what is wrong with the text, with the place in words; a template with any is never filled.
    """

    text: str
    pieces: tuple[str | MergeField, ...]
    problems: tuple[FieldProblem, ...] = ()

    @property
    def fields(self) -> tuple[MergeField, ...]:
        """Give each field once, in order of appearance; of two with the same name the first."""
        found: dict[str, MergeField] = {}
        for piece in self.pieces:
            if isinstance(piece, MergeField):
                found.setdefault(fold(piece.name), piece)
        return tuple(found.values())

    def bind(self, columns: Iterable[str]) -> BoundTemplate:
        """Tie the fields to the columns they name. Of columns with one name the first counts."""
        return BoundTemplate(self, columns)


class BoundTemplate:
    """A template tied to columns, ready to be filled a million times.

    keys: the column of each field, in order. problems: those of the template, a field that no column fills,
    two columns that a field could mean.
    """

    def __init__(self, template: Template, columns: Iterable[str]) -> None:
        by_name: dict[str, list[str]] = {}
        for column in columns:
            by_name.setdefault(fold(column), []).append(column)
        self._fields = [piece for piece in template.pieces if isinstance(piece, MergeField)]
        # A column nobody has is asked for too: the row then answers with nothing, like an empty cell.
        self.keys = [by_name.get(fold(each.name), [each.name])[0] for each in self._fields]
        self._cells = _getter(self.keys)
        self._fallbacks = [each.fallback for each in self._fields]
        self._format = "".join(
            piece.replace("%", "%%") if isinstance(piece, str) else "%s" for piece in template.pieces
        )
        self._fillable = not template.problems
        self.problems = (*template.problems, *_column_problems(template, by_name))

    def fill(self, row: Mapping[str, str]) -> str | Unfilled:
        """Give the text for one row, or the fields that it leaves empty."""
        try:
            cells = self._cells(row)
        except KeyError:
            return self._fill_with_care(row)
        if all(cells) and not any(map(str.isspace, cells)) and self._fillable:
            return self._format % cells
        return self._fill_with_care(row)

    def fill_all(self, columns: Sequence[Sequence[str]], *, rows: int) -> list[str | Unfilled]:
        """Fill so many rows. columns: that of each of `keys`, with "" for a cell that is missing."""
        if not self.keys:
            return [self.fill({})] * rows
        cells: Iterable[tuple[str, ...]] = zip(*columns, strict=True)
        whole = all(map(all, columns)) and not any(any(map(str.isspace, each)) for each in columns)
        if whole and self._fillable:
            return list(map(self._format.__mod__, cells))
        return [self.fill(dict(zip(self.keys, each, strict=True))) for each in cells]

    def _fill_with_care(self, row: Mapping[str, str]) -> str | Unfilled:
        """Fill a row with a cell that is empty or missing."""
        if not self._fillable:
            return Unfilled(())
        cells: list[str] = []
        for key, fallback in zip(self.keys, self._fallbacks, strict=True):
            cell = row.get(key)
            if not cell or cell.isspace():
                if fallback is None:
                    return self._unfilled(row)
                cell = fallback
            cells.append(cell)
        return self._format % tuple(cells)

    def _unfilled(self, row: Mapping[str, str]) -> Unfilled:
        empty: dict[str, str] = {}
        for key, each in zip(self.keys, self._fields, strict=True):
            if each.fallback is None and not (row.get(key) or "").strip():
                empty.setdefault(fold(each.name), each.name)
        return Unfilled(tuple(empty.values()))


def parse(text: str) -> Template:
    """Read a template; faults come as problems of the field "message"."""
    pieces: list[str | MergeField] = []
    problems: list[FieldProblem] = []
    literal = ""
    end = 0
    for token in _TOKEN.finditer(text):
        literal += text[end : token.start()]
        end = token.end()
        if token["brace"]:
            literal += token["brace"][0]
        elif token["stray"]:
            problems.append(_stray(text, token.start()))
        else:
            name, bar, fallback = token["field"].partition("|")
            if not fold(name):
                words = f"The field {_place(text, token.start())} has no name."
                problems.append(FieldProblem("message", "field_without_name", words))
                continue
            pieces += [literal, MergeField(name.strip(), fallback if bar else None)]
            literal = ""
    pieces.append(literal + text[end:])
    return Template(text, tuple(piece for piece in pieces if piece), tuple(problems))


def fill(template: Template, row: Mapping[str, str]) -> str | Unfilled:
    """Fill one row; who fills many binds the template to their columns first."""
    return template.bind(row).fill(row)


def _getter(keys: list[str]) -> Callable[[Mapping[str, str]], tuple[str, ...]]:
    """Give what takes the cells out of a row; operator's itemgetter makes a tuple only of several."""
    if len(keys) > 1:
        return itemgetter(*keys)
    return lambda row: tuple(row[key] for key in keys)


def escape(text: str) -> str:
    """Give a template that stands for this text, braces and all."""
    return text.replace("{", "{{").replace("}", "}}")


def fold(name: str) -> str:
    """Give what two spellings of a name have in common: "First name" and "first_name" are one."""
    return _BETWEEN_WORDS.sub("", unicodedata.normalize("NFKC", name).casefold())


def _column_problems(template: Template, by_name: dict[str, list[str]]) -> list[FieldProblem]:
    fields = (piece for piece in template.pieces if isinstance(piece, MergeField))
    hard = {fold(each.name) for each in fields if each.fallback is None}
    problems = []
    for each in template.fields:
        columns = by_name.get(fold(each.name), [])
        if not columns:
            words = f"No column is called “{each.name}”."
            severity = Severity.ERROR if fold(each.name) in hard else Severity.WARNING
            problems.append(FieldProblem("message", "no_column", words, severity=severity))
        elif len(columns) > 1:
            words = f"{len(columns)} columns are called “{each.name}”; the first is used."
            problems.append(FieldProblem("message", "two_columns", words, severity=Severity.WARNING))
    return problems


def _stray(text: str, index: int) -> FieldProblem:
    brace = text[index]
    doubled = brace * 2
    where = _place(text, index)
    if brace == "}":
        words = f"The closing brace {where} closes nothing. Write {doubled} for the character itself."
        return FieldProblem("message", "brace_closes_nothing", words)
    words = f"The brace {where} is never closed. Write {doubled} for the character itself."
    return FieldProblem("message", "brace_never_closed", words)


def _place(text: str, index: int) -> str:
    """Say where a character stands, as an editor counts: from one."""
    before = text[:index]
    line = before.count("\n") + 1
    column = index - (before.rfind("\n") + 1) + 1
    return f"at character {column} of line {line}" if "\n" in text else f"at character {column}"
