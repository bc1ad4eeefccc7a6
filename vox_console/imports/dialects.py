"""Which separator and which quote a text has, with the reason.

Every candidate is tried on the beginning of the text with the reader that will read it all, and judged by
two things. *Fit*: how many rows have the same number of cells. *Cleanness*: how many cells look like one. A
cell with a bare separator inside ("Ana;064") was cut at the wrong one; this is what tells "Ana;12,50" cut
at the comma, which may fit quite as well, from the same line cut at the semicolon. A comma inside a figure or
before a space is part of the cell.

The header counts like any row, so a text of one column falls through: no separator fits its rows, unless all
of them are figures with decimal commas, which are told apart from two columns by their form.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from vox_console.imports.faults import ImportFault
from vox_console.imports.records import Dialect, read_records
from vox_console.imports.text_lines import LineBlocks, sliced

DELIMITERS = {"\t": "tab", ";": "semicolon", ",": "comma", "|": "vertical bar"}
SAMPLE_CHARACTERS = 1 << 18
_SAMPLE_RECORDS = 500
_LEAST_FIT = 0.7
_SEP_LINE = re.compile(r"sep=(.)(?:\r\n|\r|\n|$)", re.IGNORECASE)
_DECIMALS = re.compile(r"[+-]?\d{1,9},\d{2}")
_FIGURE = re.compile(r"[+-]?[\d.,' \u00a0]+%?")
_BARE = re.compile(r"\t|[;|](?!\s|$)|,(?![\s\d]|$)|(?<!\d),(?=\d)")


@dataclass(frozen=True, slots=True)
class DialectFinding:
    """dialect: what was found. delimiter_reason, quote_reason: one sentence each.

    sep_line: the first line is "sep=;" or the like, which spreadsheet programs do not show.
    """

    dialect: Dialect
    delimiter_reason: str
    quote_reason: str
    sep_line: bool = False


@dataclass(frozen=True, slots=True)
class _Trial:
    dialect: Dialect
    score: float
    fit: float
    width: int
    rows: int


def _trial(sample: str, dialect: Dialect, quotes: Sequence[str]) -> _Trial:
    """Cut the sample so, and judge the result. quotes: all that are tried."""
    others = tuple(quote for quote in quotes if quote and quote != dialect.quote)
    try:
        records = list(islice(read_records(LineBlocks(sliced(sample)), dialect), _SAMPLE_RECORDS))
    except ImportFault:
        return _Trial(dialect, 0.0, 0.0, 1, 0)
    rows = [cells for cells, damage in records if any(cells) and not damage]
    damaged = sum(bool(damage) for _, damage in records)
    if not rows:
        return _Trial(dialect, 0.0, 0.0, 1, 0)
    width, _ = max(Counter(map(len, rows)).items(), key=lambda pair: (pair[1] * (pair[0] > 1), pair[0]))
    fit = sum(_fit(len(row), width) for row in rows) / (len(rows) + damaged)
    cells = [cell for row in rows for cell in row if cell.strip()]
    clean = sum(_is_clean(cell, others) for cell in cells) / max(1, len(cells))
    return _Trial(dialect, fit * clean**2 * (1 - 1 / (width + 1)), fit, width, len(rows))


def _fit(cells: int, width: int) -> float:
    """Weigh a row: of the usual width, cut to another one, or not cut at all."""
    if cells == width:
        return 1.0
    return 0.5 if cells > 1 else 0.0


def _is_clean(cell: str, other_quotes: tuple[str, ...]) -> bool:
    if cell.startswith(other_quotes):
        return False
    return bool(_FIGURE.fullmatch(cell)) or not _BARE.search(cell)


def _quotes_to_try(sample: str, delimiters: str) -> list[str]:
    quotes = ['"']
    if '"' in sample:
        quotes.append("")
    edge = re.escape(delimiters)
    enclosed = len(re.findall(rf"(?:^|[{edge}])'[^'\r\n]*'(?=[{edge}\r\n]|$)", sample, re.MULTILINE))
    if enclosed > sample.count('"') and enclosed * 3 > sample.count("\n"):
        quotes.append("'")
    return quotes


def _skips_space(sample: str, delimiter: str, quote: str) -> bool:
    """Say whether quotes stand behind "delimiter, space", which text written by rule never has."""
    if not delimiter or not quote:
        return False
    cut, mark = re.escape(delimiter), re.escape(quote)
    return bool(re.search(rf"{cut} +{mark}[^{mark}{cut}\r\n]", sample))


def find_dialect(
    sample: str, *, delimiter: str | None = None, quote: str | None = None, prefer: str = ""
) -> DialectFinding:
    """Find the separator and the quote of a text by its beginning, whole lines.

    delimiter, quote: what the user chose. prefer: a separator that is likely before looking, as the tab is in
    pasted cells. Raises ImportFault for a choice that cannot be one.
    """
    _check(delimiter, quote)
    told = _SEP_LINE.match(sample)
    if told and delimiter is None:
        delimiter, reason = told[1], "The first line of the file says so."
    else:
        reason = "Chosen." if delimiter is not None else ""
    body = sample[told.end() :] if told else sample
    delimiters = DELIMITERS if delimiter is None else (delimiter,)
    quotes = _quotes_to_try(body, "".join(delimiters) or ",") if quote is None else [quote]
    quotes = [each for each in quotes if not each or each not in delimiters] or [""]
    trials = [
        _trial(body, Dialect(cut, mark, _skips_space(body, cut, mark)), quotes)
        for mark in quotes
        for cut in delimiters
        if delimiter is not None or cut in body
    ]
    best = max(trials, key=lambda trial: trial.score + (trial.dialect.delimiter == prefer), default=None)
    if best is None or (delimiter is None and not _convinces(best, body)):
        best = max(
            (_trial(body, Dialect("", mark), quotes) for mark in quotes), key=lambda trial: trial.score
        )
        reason = "No separator cuts the rows alike, so there is one column."
    elif delimiter is None:
        name = DELIMITERS[best.dialect.delimiter]
        share = "All" if best.fit == 1 else "Most"
        reason = f"{share} of the first {best.rows} rows have {best.width} cells when cut at each {name}."
    quote_reason = "Chosen." if quote is not None else _quote_reason(best.dialect.quote, body)
    return DialectFinding(best.dialect, reason, quote_reason, told is not None)


def _convinces(trial: _Trial, sample: str) -> bool:
    decimals = trial.dialect.delimiter == "," and _is_figures(sample)
    return trial.width > 1 and trial.fit >= _LEAST_FIT and not decimals


def _is_figures(sample: str) -> bool:
    """Say whether the text is one column of figures with decimal commas."""
    lines = [line for line in sample.split("\n")[:_SAMPLE_RECORDS] if line.strip()]
    figures = sum(bool(_DECIMALS.fullmatch(line.strip())) for line in lines)
    return figures > 0 and figures >= len(lines) - 1


def _quote_reason(quote: str, sample: str) -> str:
    if not quote:
        return "The quotation marks do not match up, so they are taken as ordinary characters."
    if quote in sample:
        return "Cells are enclosed in it."
    return "The usual one; none occurs at the beginning of the file."


def _check(delimiter: str | None, quote: str | None) -> None:
    for what, chosen in (("separator", delimiter), ("quote", quote)):
        if chosen is not None and (len(chosen) > 1 or chosen in {"\r", "\n", "\0", "\ufeff"}):
            raise ImportFault(f"A {what} is a single character", detail=ascii(chosen), hint="Choose another.")
    if delimiter and delimiter == quote:
        raise ImportFault("Separator and quote are the same", detail=delimiter, hint="Choose another.")
