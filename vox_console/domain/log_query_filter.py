"""What a query means at a moment and a place: the conditions that a message has to fulfil, all of them.

Resolved once and kept while a list is paged or counted, so that all of it is one answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from vox_console.domain.conversation import party_key
from vox_console.domain.log_query import LogQuery, LogTerm
from vox_console.domain.log_query_fields import ANY, NONE, STATE_SETS, Field, code_key, place_of
from vox_console.domain.log_query_times import FOREVER_US, Span, TimeUse, span_of
from vox_console.domain.message import MessageState
from vox_console.domain.search_query import SearchQuery, Term, read_query
from vox_console.domain.search_text import fold
from vox_console.domain.zone_offset import OffsetAt

__all__ = [
    "CodeTest",
    "IdTest",
    "JobTest",
    "Label",
    "LabelTest",
    "LogFilter",
    "NumberTest",
    "TimeTest",
    "WordsTest",
    "filter_of",
]

_NO_COUNTRY = frozenset({"", "001"})
_NUMBER_LIKE = re.compile(r"[+(]?[\d\s()./+\-]+")
_HEX = re.compile("^0[xX]")
_TIMES = {Field.SINCE: TimeUse.SINCE, Field.UNTIL: TimeUse.UNTIL, Field.SENT: TimeUse.SENT}
DigitsOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Label:
    """What many messages have in common. country: two letters, "" or "001" for a number of none."""

    account: str
    via: str
    sender: str
    country: str


@dataclass(frozen=True, slots=True)
class LabelTest:
    """Of an account, a way, a sender or a country. values: as :func:`_label_key` gives them."""

    field: Field
    values: frozenset[str]
    negated: bool

    def accepts(self, label: Label) -> bool:
        """Say whether what has this label fulfils it."""
        return (_label_key(self.field, label) in self.values) != self.negated


@dataclass(frozen=True, slots=True)
class TimeTest:
    """Written in one of the spans."""

    spans: tuple[Span, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class CodeTest:
    """A part has one of these error codes, as :func:`.code_key` gives them. any_code: any at all.

    no_code: or else no part has one.
    """

    keys: tuple[str, ...]
    any_code: bool
    no_code: bool
    negated: bool


@dataclass(frozen=True, slots=True)
class JobTest:
    """Made by one of these bulk jobs. any_job: by any."""

    jobs: tuple[int, ...]
    any_job: bool
    negated: bool


@dataclass(frozen=True, slots=True)
class NumberTest:
    """One of these runs of digits is in the number it went to."""

    digits: tuple[str, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class IdTest:
    """It has one of these ids of the provider's, in any spelling, or is one of ours by number."""

    queries: tuple[SearchQuery, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class WordsTest:
    """One of these is found in it: in its text alone where only_text, else in its number or by an id too."""

    queries: tuple[SearchQuery, ...]
    only_text: bool
    negated: bool

    def accepts(self, number: str, text: str) -> bool:
        """Say whether a message has the words. number: E.164 digits. What fits by an id is not seen here."""
        where = " " if self.only_text else fold(number), fold(text)
        return any(q.terms and all(term.is_in(*where) for term in q.terms) for q in self.queries)


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Everything has to be fulfilled. states: the words that a message may have."""

    states: frozenset[MessageState]
    labels: tuple[LabelTest, ...] = ()
    times: tuple[TimeTest, ...] = ()
    codes: tuple[CodeTest, ...] = ()
    jobs: tuple[JobTest, ...] = ()
    numbers: tuple[NumberTest, ...] = ()
    ids: tuple[IdTest, ...] = ()
    words: tuple[WordsTest, ...] = ()

    @property
    def span(self) -> Span:
        """The time outside of which nothing fulfils it."""
        from_us, to_us = -FOREVER_US, FOREVER_US
        for test in self.times:
            if not test.negated:
                from_us = max(from_us, min(span.from_us for span in test.spans))
                to_us = min(to_us, max(span.to_us for span in test.spans))
        return Span(from_us, to_us)


def filter_of(query: LogQuery, *, now_us: int, here: OffsetAt, digits_of: DigitsOf) -> LogFilter:
    """Give what a query means now. here: the reader's place. digits_of: as for the search.

    What was taken back before it left was never sent, and is only shown where it is asked for.
    """
    zone = next((term.values[0] for term in query.terms if term.field is Field.ZONE), "")
    here = (place_of(zone) if zone else None) or here
    by_field: dict[Field, list[LogTerm]] = {field: [] for field in Field}
    for term in query.terms:
        by_field[term.field].append(term)
    labels = (Field.ACCOUNT, Field.VIA, Field.FROM, Field.COUNTRY)
    return LogFilter(
        states=_states(by_field[Field.STATE]),
        labels=tuple(_label_test(term, digits_of) for field in labels for term in by_field[field]),
        times=tuple(
            TimeTest(
                tuple(span_of(value, use, now_us=now_us, here=here) for value in term.values), term.negated
            )
            for field, use in _TIMES.items()
            for term in by_field[field]
        ),
        codes=tuple(map(_code_test, by_field[Field.CODE])),
        jobs=tuple(
            JobTest(tuple(int(v) for v in term.values if v != ANY), ANY in term.values, term.negated)
            for term in by_field[Field.JOB]
        ),
        numbers=tuple(
            NumberTest(tuple(map(digits_of, term.values)), term.negated) for term in by_field[Field.TO]
        ),
        ids=tuple(IdTest(tuple(map(_id_query, term.values)), term.negated) for term in by_field[Field.ID]),
        words=tuple(_words_tests(query, by_field, digits_of)),
    )


def _states(terms: list[LogTerm]) -> frozenset[MessageState]:
    allowed = frozenset(MessageState)
    if not any(MessageState.DRAFT in _named(term) for term in terms if not term.negated):
        allowed -= {MessageState.DRAFT}
    for term in terms:
        allowed = allowed - _named(term) if term.negated else allowed & _named(term)
    return allowed


def _named(term: LogTerm) -> frozenset[MessageState]:
    return frozenset(state for value in term.values for state in STATE_SETS[value])


def _label_key(field: Field, label: Label) -> str:
    match field:
        case Field.FROM:
            return party_key(label.sender)
        case Field.ACCOUNT:
            return label.account.casefold()
        case Field.VIA:
            return label.via
        case _:
            return NONE if label.country in _NO_COUNTRY else label.country


def _label_test(term: LogTerm, digits_of: DigitsOf) -> LabelTest:
    values = set(term.values)
    if term.field is Field.FROM:
        values = {party_key(value) for value in term.values}
        values |= {f"+{digits_of(value)}" for value in term.values if _NUMBER_LIKE.fullmatch(value)}
    elif term.field is Field.ACCOUNT:
        values = {value.casefold() for value in term.values}
    return LabelTest(term.field, frozenset(values), term.negated)


def _code_test(term: LogTerm) -> CodeTest:
    keys = tuple(dict.fromkeys(code_key(value) for value in term.values if value not in {ANY, NONE}))
    return CodeTest(keys, ANY in term.values, NONE in term.values, term.negated)


def _id_query(value: str) -> SearchQuery:
    own = value.removeprefix("#")
    ours = own.isascii() and own.isdecimal() and len(own) <= 15
    return SearchQuery(
        (),
        provider_id="" if value.startswith("#") else _HEX.sub("", value),
        message_id=int(own) if ours else 0,
    )


def _words_tests(
    query: LogQuery, by_field: dict[Field, list[LogTerm]], digits_of: DigitsOf
) -> list[WordsTest]:
    tests = []
    if query.free_text:
        free = read_query(query.free_text, digits_of=digits_of)
        tests.append(WordsTest((free,), only_text=False, negated=False))
    for term in by_field[Field.WORDS]:
        if term.negated:
            phrase = read_query(f'"{term.values[0]}"', digits_of=digits_of)
            tests.append(WordsTest((SearchQuery(phrase.terms),), only_text=False, negated=True))
    for term in by_field[Field.TEXT]:
        phrases = (read_query(f'"{v}"', digits_of=lambda _: "") for v in term.values)
        tests.append(
            WordsTest(
                tuple(SearchQuery(tuple(Term(each.words) for each in phrase.terms)) for phrase in phrases),
                only_text=True,
                negated=term.negated,
            )
        )
    return tests
