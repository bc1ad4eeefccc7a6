"""Where the log looks first: for each condition that an index knows, the ids that the index gives for it.

A driver is a SELECT of ids, made for a range of ids and ordered by nothing. Outside of `valid` the index does
not know all there is (labels not given yet, texts not indexed yet), and every message is looked at instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import apsw

from vox_console.domain.log_query_filter import CodeTest, JobTest, WordsTest
from vox_console.domain.log_query_times import FOREVER_US
from vox_console.domain.search_query import SearchQuery
from vox_console.storage.error_code_sql import CODE_KEY, HAS_CODE
from vox_console.storage.log_conditions import (
    SENT,
    Asked,
    by_id,
    error_codes,
    ids_of,
    states_json,
)
from vox_console.storage.rows import all_rows, one_row

EVERY_ID = range(1, FOREVER_US)


@dataclass(frozen=True, slots=True)
class Driver:
    """sql: a SELECT of one column `id`; ?1 and ?2 are the first and the last id, ?3 and so on `bindings`.

    key: of the condition that it fulfils. words: the place of the words test that it fulfils, else None.
    valid: where the index knows all there is.
    """

    key: str
    sql: str
    bindings: tuple[object, ...] = ()
    words: int | None = None
    valid: range = EVERY_ID

    def bound(self, ids: range) -> tuple[object, ...]:
        """Give what is bound for a range of ids, which is not empty."""
        return (ids[0], ids[-1], *self.bindings)

    def first(self, db: apsw.Connection, ids: range, *, most: int) -> list[int]:
        """Give ids out of a range, in no order and no more than `most`."""
        rows = all_rows(db, f"SELECT id FROM ({self.sql}) LIMIT {most}", self.bound(ids)) if ids else []  # noqa: S608 - ours
        return [row[0] for row in rows]

    def count(self, db: apsw.Connection, ids: range, *, most: int) -> int:
        """Count what it gives out of a range of ids, but no further than `most`."""
        if self is EVERYTHING or not ids:
            return min(len(ids), most)
        row = one_row(db, f"SELECT count(*) FROM (SELECT 1 FROM ({self.sql}) LIMIT {most})", self.bound(ids))  # noqa: S608 - ours
        return int(row[0]) if row else 0

    def only(self, ids: list[int]) -> Driver:
        """Give a driver of just these ids, which are all that this one gives."""
        return Driver(self.key, _LISTED, (json.dumps(ids),), self.words, self.valid)


_LISTED = "SELECT value AS id FROM json_each(?3) WHERE value BETWEEN ?1 AND ?2"
EVERYTHING = Driver("", "SELECT id FROM messages WHERE id BETWEEN ?1 AND ?2")


def drivers(db: apsw.Connection, asked: Asked) -> list[Driver]:
    """Give the drivers that a filter has in this journal."""
    return [
        *([by_state(asked)] if asked.wanted.states != SENT else []),
        *_labels(asked),
        *(each for place, test in enumerate(asked.wanted.codes) for each in _codes(db, place, test)),
        *(each for place, test in enumerate(asked.wanted.jobs) for each in _jobs(db, place, test)),
        *_numbers(db, asked),
        *_ids(db, asked),
        *_words(db, asked),
    ]


def by_state(asked: Asked) -> Driver:
    """Give the driver of the states that pass."""
    return Driver(
        "state",
        "SELECT id FROM messages INDEXED BY messages_by_state"
        " WHERE state IN (SELECT value FROM json_each(?3)) AND id BETWEEN ?1 AND ?2",
        (states_json(asked.wanted),),
    )


def _labels(asked: Asked) -> Iterator[Driver]:
    if asked.labels is not None:
        yield Driver(
            "label",
            "SELECT id FROM messages INDEXED BY messages_by_label"
            " WHERE label IN (SELECT value FROM json_each(?3)) AND label > 0 AND id BETWEEN ?1 AND ?2",
            (json.dumps(asked.labels),),
            valid=range(max(1, asked.unlabelled_below), FOREVER_US),
        )


def _codes(db: apsw.Connection, place: int, test: CodeTest) -> Iterator[Driver]:
    if test.negated == test.no_code and not (test.negated and (test.any_code or test.keys)):
        keys = error_codes(db) if test.any_code or test.negated else test.keys
        yield Driver(
            f"code {place}",
            f"SELECT DISTINCT id >> 8 AS id FROM parts INDEXED BY parts_by_error_code WHERE {HAS_CODE}"  # noqa: S608 - constants
            f" AND {CODE_KEY} IN (SELECT value FROM json_each(?3))"
            " AND parts.id BETWEEN ?1 << 8 AND ?2 << 8 | 255",
            (json.dumps(keys),),
        )


def _jobs(db: apsw.Connection, place: int, test: JobTest) -> Iterator[Driver]:
    if not test.negated:
        jobs = [row[0] for row in all_rows(db, "SELECT id FROM jobs")] if test.any_job else test.jobs
        yield Driver(
            f"job {place}",
            "SELECT id FROM messages INDEXED BY messages_by_job WHERE job_row <> 0"
            " AND job_row >> 32 IN (SELECT value FROM json_each(?3)) AND id BETWEEN ?1 AND ?2",
            (json.dumps(jobs),),
        )


def _ids(db: apsw.Connection, asked: Asked) -> Iterator[Driver]:
    for place, test in enumerate(asked.wanted.ids):
        if not test.negated:
            yield Driver(f"id {place}", _LISTED, (json.dumps(sorted(ids_of(db, test.queries))),))


_MATCHING = "SELECT rowid AS id FROM search_ours WHERE search_ours MATCH ?3 AND rowid BETWEEN ?1 AND ?2"
_NAMED = " UNION SELECT value FROM json_each(?4) WHERE value BETWEEN ?1 AND ?2"


def _numbers(db: apsw.Connection, asked: Asked) -> Iterator[Driver]:
    for place, test in enumerate(asked.wanted.numbers):
        if not test.negated:
            match = " OR ".join(f'number : "{digits}"' for digits in test.digits)
            yield Driver(f"number {place}", _MATCHING, (match,), valid=_indexed(db))


def _words(db: apsw.Connection, asked: Asked) -> Iterator[Driver]:
    for place, test in enumerate(asked.wanted.words):
        if not test.negated and all(query.terms for query in test.queries):
            sql, bindings = _MATCHING, [_match(test)]
            if by_id(test):
                sql += _NAMED
                bindings.append(json.dumps(sorted(asked.named[place])))
            yield Driver(f"words {place}", sql, tuple(bindings), words=place, valid=_indexed(db))


def _match(test: WordsTest) -> str:
    """Give the words in the index's language, as :mod:`.search` does; folded words hold no quotes."""
    return " OR ".join(f"({' AND '.join(_terms(query, only_text=test.only_text))})" for query in test.queries)


def _terms(query: SearchQuery, *, only_text: bool) -> Iterator[str]:
    for term in query.terms:
        if only_text:
            yield f'body : "{term.words}"'
        else:
            yield f'("{term.words}" OR number : "{term.digits}")' if term.digits else f'"{term.words}"'


def _indexed(db: apsw.Connection) -> range:
    row = one_row(db, "SELECT upto FROM search_progress WHERE side = 'ours'")
    return range(1, int(row[0]) + 1) if row else range(0)
