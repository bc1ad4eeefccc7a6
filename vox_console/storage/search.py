"""Messages found by what was typed: both sides' texts, numbers and ids, newest first and by pages.

Theory of operation. Two streams run into one, as in a conversation: findings among our messages and among
customers', each by descending row, which is the order of time; and in front of each what was found by an id,
which an index of its own knows. A page ends where it is long enough, and its place is the last row of each
stream. What the index gives is looked at before it is shown: the message as it is now must have every word.

In one conversation its numbers are looked for together with the words, so that a word that a million
messages have is found as fast in it.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice

import apsw

from vox_console.domain.contact import party_of_digits
from vox_console.domain.conversation import party_key
from vox_console.domain.message_reading import read_message
from vox_console.domain.search_query import LEAST_DIGITS, SearchQuery
from vox_console.domain.search_snippet import Snippet, number_marks, snippet
from vox_console.domain.search_text import fold
from vox_console.storage.inbound_doubts import readings
from vox_console.storage.rows import Row, all_rows, one_row
from vox_console.storage.search_by_id import our_ids, their_ids
from vox_console.storage.search_index import AlphabetOf
from vox_console.storage.thread_entries import SAID, message_with
from vox_console.storage.threads import members_of

_END = 2**62
_OUR_ROWS = (
    "SELECT id, created_at_us, profile, sender, recipient, text FROM messages"
    " WHERE id IN (SELECT value FROM json_each(?)) AND id < ? AND state <> 'draft' ORDER BY id DESC"
)
_OUR_FINDINGS = (
    "SELECT m.id, m.created_at_us, m.profile, m.sender, m.recipient, m.text FROM search_ours s"
    " CROSS JOIN messages m ON m.id = s.rowid WHERE search_ours MATCH ? AND s.rowid < ?"
    " AND m.state <> 'draft' ORDER BY s.rowid DESC LIMIT ?"
)
_THEIR_FINDINGS = (
    "SELECT rowid FROM search_theirs WHERE search_theirs MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
)
_SHOWN_THREADS = (
    "SELECT CASE merged_into WHEN 0 THEN id ELSE merged_into END, ours FROM threads"
    " WHERE profile = ? AND theirs IN (?, ?) ORDER BY last_at_us DESC"
)


class HitKind(StrEnum):
    """Whose message was found."""

    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that was found. id: of our message, or of the row that stands for a customer's.

    thread_id: the conversation that shows it, 0 when there is none. party: the customer's number or name.
    by_id: whether it is its id that fits, and not what is written in it. key: of whose it is
    (domain.conversation).
    """

    kind: HitKind
    id: int
    thread_id: int
    profile: str
    at_us: int
    party: Snippet
    text: Snippet
    by_id: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class SearchPlace:
    """Where the next page goes on: rows below these."""

    ours: int = _END
    theirs: int = _END


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of findings, newest first. next: where more may be, None when this was the last."""

    hits: list[Hit]
    next: SearchPlace | None


@dataclass(frozen=True, slots=True)
class _Scope:
    """A conversation that is searched in: its threads, who writes in them, and to which of our numbers."""

    members: frozenset[int]
    parties: frozenset[tuple[str, str]]
    ours: frozenset[str]

    def has_our_row(self, profile: str, sender: str, recipient: str) -> bool:
        """Say whether a message of ours stands in it, by the rule of the conversation itself."""
        return (profile, recipient) in self.parties and (
            not sender.isdigit() or party_key(sender) in self.ours
        )


@dataclass(frozen=True, slots=True)
class _Search:
    """A search of one page. match: the words in the index's language, "" for none."""

    query: SearchQuery
    scope: _Scope | None
    match: str
    limit: int
    alphabet_of: AlphabetOf


def find(
    db: apsw.Connection,
    query: SearchQuery,
    *,
    thread_id: int | None = None,
    before: SearchPlace | None = None,
    limit: int,
    alphabet_of: AlphabetOf,
) -> FoundPage:
    """Give findings from a place on; of one conversation and what lies in it when there is a thread_id.

    alphabet_of: what data_coding 0 means for an account, by its name.
    """
    place = before or SearchPlace()
    scope = None if thread_id is None else _scope_of(db, thread_id)
    search = _Search(query, scope, _match(query, scope), limit, cache(alphabet_of))
    streams = (_ours(db, search, below=place.ours), _theirs(db, search, below=place.theirs))
    hits = list(islice(heapq.merge(*streams, key=lambda hit: hit.at_us, reverse=True), limit))
    if len(hits) < limit:
        return FoundPage(hits, None)
    ours = [hit.id for hit in hits if hit.kind is HitKind.OURS]
    theirs = [hit.id for hit in hits if hit.kind is HitKind.THEIRS]
    return FoundPage(hits, SearchPlace(min([place.ours, *ours]), min([place.theirs, *theirs])))


def _scope_of(db: apsw.Connection, thread_id: int) -> _Scope:
    members = members_of(db, thread_id)
    rows = all_rows(
        db,
        "SELECT profile, theirs, ours FROM threads WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(members),),
    )
    return _Scope(
        frozenset(members),
        frozenset((profile, theirs.removeprefix("+")) for profile, theirs, _ in rows),
        frozenset(ours for *_, ours in rows),
    )


def _match(query: SearchQuery, scope: _Scope | None) -> str:
    """Give the words in the index's language (sqlite.org/fts5.html §3); folded words hold no quotes."""
    wanted = [
        f'("{term.words}" OR number : "{term.digits}")' if term.digits else f'"{term.words}"'
        for term in query.terms
    ]
    if scope and wanted:
        numbers = [fold(theirs).strip() for _, theirs in scope.parties]
        if numbers and all(len(number) >= LEAST_DIGITS for number in numbers):
            wanted.append("(" + " OR ".join(f'number : "{number}"' for number in sorted(set(numbers))) + ")")
    return " AND ".join(wanted)


# ---- ours


def _ours(db: apsw.Connection, search: _Search, *, below: int) -> Iterator[Hit]:
    query, scope = search.query, search.scope
    by_id = all_rows(db, _OUR_ROWS, (json.dumps(sorted(our_ids(db, query))), below))
    known = {row[0] for row in by_id}
    by_words = (
        row
        for row in _findings(db, _OUR_FINDINGS, search, below)
        if row[0] not in known and query.matches(row[4], row[5])
    )
    for row in heapq.merge(by_id, by_words, key=lambda row: -row[0]):
        message_id, at_us, profile, sender, recipient, text = row
        if scope is None or scope.has_our_row(profile, sender, recipient):
            yield Hit(
                HitKind.OURS,
                message_id,
                _thread_of(db, profile, sender, recipient),
                profile,
                at_us,
                number_marks(recipient, query.terms),
                snippet(text, query.terms),
                by_id=message_id in known,
                key=party_of_digits(recipient),
            )


def _findings(db: apsw.Connection, sql: str, search: _Search, below: int) -> Iterator[Row]:
    """Give rows of the index by pages, until the reader has enough."""
    while search.match:
        rows = all_rows(db, sql, (search.match, below, search.limit))
        yield from rows
        if len(rows) < search.limit:
            return
        below = rows[-1][0]


def _thread_of(db: apsw.Connection, profile: str, sender: str, recipient: str) -> int:
    """Give the conversation that shows a message of ours, 0 when there is none."""
    rows = all_rows(db, _SHOWN_THREADS, (profile, f"+{recipient}", recipient))
    key = party_key(sender) if sender.isdigit() and rows else ""
    return next((int(shown) for shown, ours in rows if not sender.isdigit() or ours == key), 0)


# ---- theirs


def _theirs(db: apsw.Connection, search: _Search, *, below: int) -> Iterator[Hit]:
    by_id = {row_id for row_id in their_ids(db, search.query) if row_id < below}
    by_words = (row_id for (row_id,) in _findings(db, _THEIR_FINDINGS, search, below) if row_id not in by_id)
    for row_id in heapq.merge(sorted(by_id, reverse=True), by_words, reverse=True):
        hit = _their_hit(db, search, row_id, by_id=row_id in by_id)
        if hit is not None:
            yield hit


def _their_hit(db: apsw.Connection, search: _Search, row_id: int, *, by_id: bool) -> Hit | None:
    """Give a finding as it is now; None when the index holds too much or it belongs elsewhere."""
    query, scope = search.query, search.scope
    row = one_row(db, f"{SAID} WHERE id = ?", (row_id,))
    if row is None or (scope and row[7] not in scope.members):
        return None
    message = message_with(db, row)
    if message.id != row_id:
        return None  # it is a part of another message by now
    profile, source, thread_id = row[2], row[3], row[7]
    chosen = readings(db, [row_id]).get(row_id, "")
    text = read_message(message, chosen, default_alphabet=search.alphabet_of(profile)).text
    key, shown = _key_and_root(db, thread_id)
    if not by_id and not query.matches(key, text):
        return None
    return Hit(
        HitKind.THEIRS,
        row_id,
        shown,
        profile,
        row[1],
        number_marks(source, query.terms),
        snippet(text, query.terms),
        by_id=by_id,
        key=key,
    )


def _key_and_root(db: apsw.Connection, thread_id: int) -> tuple[str, int]:
    row = one_row(
        db,
        "SELECT theirs, CASE merged_into WHEN 0 THEN id ELSE merged_into END FROM threads WHERE id = ?",
        (thread_id,),
    )
    return (row[0], int(row[1])) if row else ("", 0)
