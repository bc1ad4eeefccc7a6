"""The conditions of a log filter as SQL, each of which can be asked of any one message.

``m`` is the row of ``messages``. What SQL cannot say, because it needs texts folded or a country worked out,
is left to :class:`Asked`'s two checks, and only made of rows that have passed the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import apsw

from vox_console.domain.log_query_filter import CodeTest, LogFilter, WordsTest
from vox_console.domain.message import MessageState
from vox_console.domain.search_query import SearchQuery
from vox_console.storage import log_labels, log_minutes
from vox_console.storage.error_code_sql import CODE_KEY, HAS_CODE
from vox_console.storage.rows import Row, all_rows
from vox_console.storage.search_by_id import our_ids

SENT = frozenset(MessageState) - {MessageState.DRAFT}


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of SQL that is true or not of a message, and what is bound in it."""

    sql: str
    bindings: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of SQL that is true or not of a message. key: the driver of this key fulfils it."""

    key: str
    sql: str
    bindings: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter as one snapshot of a journal is asked it.

    ids: outside of which nothing passes. labels: the ids of those that pass, None when all do. named: the
    messages that an id fits, by the place of the words test.
    """

    wanted: LogFilter
    ids: range
    labels: list[int] | None
    unlabelled_below: int
    conditions: tuple[Condition, ...]
    named: dict[int, frozenset[int]] = field(default_factory=dict)

    def passes(self, row: Row, *, but: int | None = None) -> bool:
        """Make the checks that SQL cannot. row: id, label, profile, transport, sender, recipient, text.

        but: the place of the words test that is known to pass.
        """
        message_id, label, profile, transport, sender, recipient, text = row
        if not label and self.wanted.labels:
            worked_out = log_labels.label_of(profile, transport, sender, recipient)
            if not all(test.accepts(worked_out) for test in self.wanted.labels):
                return False
        return all(
            place == but
            or (test.accepts(recipient, text) or message_id in self.named.get(place, ())) != test.negated
            for place, test in enumerate(self.wanted.words)
        )

    def needs_checks(self, *, but: int | None, from_id: int) -> bool:
        """Say whether :meth:`passes` has anything to check of rows from an id on."""
        unlabelled = bool(self.wanted.labels) and from_id < self.unlabelled_below
        return unlabelled or len(self.wanted.words) > (but is not None)


def ask(db: apsw.Connection, wanted: LogFilter) -> Asked:
    """Give the conditions of a filter in this journal."""
    labels = log_labels.accepted(db, wanted.labels)
    named = {
        place: frozenset(ids_of(db, test.queries)) for place, test in enumerate(wanted.words) if by_id(test)
    }
    return Asked(
        wanted,
        log_minutes.ids_in(db, wanted.span),
        labels,
        log_labels.unlabelled_below(db),
        tuple(_conditions(db, wanted, labels)),
        named,
    )


def by_id(test: WordsTest) -> bool:
    """Say whether an id fits a words test too."""
    return not test.only_text and not test.negated


def ids_of(db: apsw.Connection, queries: tuple[SearchQuery, ...]) -> set[int]:
    """Give the messages that any of these means by an id."""
    return {found for query in queries for found in our_ids(db, query)}


def _conditions(db: apsw.Connection, wanted: LogFilter, labels: list[int] | None) -> Iterator[Condition]:
    if wanted.states == SENT:
        yield Condition("state", "m.state <> 'draft'")
    elif len(wanted.states) < len(MessageState):
        yield Condition("state", f"m.state IN {_LISTED}", (states_json(wanted),))
    if labels is not None:
        yield Condition("label", f"(m.label = 0 OR m.label IN {_LISTED})", (json.dumps(labels),))
    for place, times in enumerate(wanted.times):
        spans = [Term(_IN_SPAN, (span.from_us, span.to_us)) for span in times.spans]
        yield _any(f"time {place}", spans, negated=times.negated)
    for place, codes in enumerate(wanted.codes):
        yield _any(f"code {place}", list(_codes(codes)), negated=codes.negated)
    for place, jobs in enumerate(wanted.jobs):
        either = [Term("m.job_row <> 0")] if jobs.any_job else []
        if jobs.jobs:
            either.append(Term(f"m.job_row >> 32 IN {_LISTED}", (json.dumps(jobs.jobs),)))
        yield _any(f"job {place}", either, negated=jobs.negated)
    for place, numbers in enumerate(wanted.numbers):
        fragments = [Term("instr(m.recipient, ?) > 0", (digits,)) for digits in numbers.digits]
        yield _any(f"number {place}", fragments, negated=numbers.negated)
    for place, ids in enumerate(wanted.ids):
        found = Term(f"m.id IN {_LISTED}", (json.dumps(sorted(ids_of(db, ids.queries))),))
        yield _any(f"id {place}", [found], negated=ids.negated)


_LISTED = "(SELECT value FROM json_each(?))"
_IN_SPAN = "m.created_at_us >= ? AND m.created_at_us < ?"


def states_json(wanted: LogFilter) -> str:
    """Give the states that pass as a JSON array."""
    return json.dumps(sorted(wanted.states))


def _codes(test: CodeTest) -> Iterator[Term]:
    parts = "SELECT 1 FROM parts WHERE id BETWEEN m.id << 8 AND m.id << 8 | 255 AND"
    if test.any_code:
        yield Term(f"EXISTS ({parts} {HAS_CODE})")
    elif test.keys:
        yield Term(f"EXISTS ({parts} {CODE_KEY} IN {_LISTED})", (json.dumps(test.keys),))
    if test.no_code:
        yield Term(f"NOT EXISTS ({parts} {HAS_CODE})")


def _any(key: str, either: list[Term], *, negated: bool) -> Condition:
    joined = " OR ".join(f"({each.sql})" for each in either)
    sql = f"NOT ({joined})" if negated else f"({joined})"
    return Condition(key, sql, tuple(value for each in either for value in each.bindings))


def error_codes(db: apsw.Connection) -> list[str]:
    """Give every error code that a part has, by its key, in order; reads one entry of the index for each."""
    rows = all_rows(
        db,
        f"WITH RECURSIVE k(code) AS (SELECT min({CODE_KEY}) FROM parts WHERE {HAS_CODE} UNION ALL"  # noqa: S608 - constants
        f" SELECT (SELECT min({CODE_KEY}) FROM parts WHERE {HAS_CODE} AND {CODE_KEY} > k.code) FROM k"
        " WHERE k.code IS NOT NULL) SELECT code FROM k WHERE code IS NOT NULL",
    )
    return [row[0] for row in rows]
