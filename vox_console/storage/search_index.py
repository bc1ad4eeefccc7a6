"""The index of every text and number, built behind what it indexes.

Theory of operation. Storing a message must not wait for an index, so nothing is indexed in the transaction
that stores it. :func:`index_some` follows in transactions of its own, a few hundred rows each, in the order
of the rows, and how far it came is stored with what it indexed: after any end of the program it goes on
exactly there. Our messages and customers' have an index each, whose row is the message's own, so that the
newest are found first without sorting.

A customer's message stands under the row of the first of its parts that came, with all parts that are here;
a later part indexes it again, and so does a reading chosen by hand (by the triggers on ``inbound_readings``).
Parts can also be put together otherwise when more of them arrive, and then the index may hold a row that
stands for no message any more. That is why a finding is only shown after it was looked at
(:mod:`.search`): the index may hold too much for a while, never too little once it has caught up.

Texts are folded (:mod:`vox_console.domain.search_text`) and indexed by every three neighbouring characters
(sqlite.org/fts5.html, "The Trigram Tokenizer"). The tables keep no text of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import apsw

from vox_console.domain.message_reading import read_message
from vox_console.domain.search_text import fold
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.storage.inbound_doubts import readings
from vox_console.storage.rows import Row, all_rows, insert_rows, one_row
from vox_console.storage.thread_entries import SAID, message_with

AlphabetOf = Callable[[str], DefaultAlphabet]

_OURS = "SELECT id, recipient, text FROM messages WHERE id > ? ORDER BY id LIMIT ?"
_THEIRS = (
    f"{SAID} WHERE id > ? AND id < coalesce((SELECT min(id) FROM inbound WHERE thread_id = 0), 1 << 62)"  # noqa: S608 - constants
    " ORDER BY id LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the index is: rows of messages and parts. again: rows to be indexed once more."""

    done: int
    total: int
    again: int = 0

    @property
    def complete(self) -> bool:
        """Whether everything that is stored can be found."""
        return self.done >= self.total and not self.again


def progress(db: apsw.Connection) -> Progress:
    """Say how far the index is."""
    row = one_row(
        db,
        "SELECT (SELECT sum(upto) FROM search_progress),"
        " coalesce((SELECT max(id) FROM messages), 0) + coalesce((SELECT max(id) FROM inbound), 0),"
        " (SELECT count(*) FROM search_again)",
    )
    assert row is not None, "one row without a table"  # noqa: S101 - for mypy
    return Progress(*row)


def index_some(db: apsw.Connection, *, limit: int, alphabet_of: AlphabetOf) -> Progress:
    """Index up to `limit` rows; say how far it is then. alphabet_of: what data_coding 0 means, by account."""
    left = limit - _index_again(db, limit, alphabet_of)
    if left > 0:
        left -= _index_theirs(db, left, alphabet_of)
    if left > 0:
        _index_ours(db, left)
    return progress(db)


def _index_ours(db: apsw.Connection, limit: int) -> None:
    rows = all_rows(db, _OURS, (_upto(db, "ours"), limit))
    _insert(db, "search_ours", [(row_id, fold(number), fold(text)) for row_id, number, text in rows])
    _note(db, "ours", rows)


def _index_theirs(db: apsw.Connection, limit: int, alphabet_of: AlphabetOf) -> int:
    rows = all_rows(db, _THEIRS, (_upto(db, "theirs"), limit))
    _insert(db, "search_theirs", _their_rows(db, rows, alphabet_of))
    _note(db, "theirs", rows)
    return len(rows)


def _index_again(db: apsw.Connection, limit: int, alphabet_of: AlphabetOf) -> int:
    """Index messages anew that a person reads otherwise now."""
    again = [row[0] for row in all_rows(db, "SELECT inbound_id FROM search_again LIMIT ?", (limit,))]
    for inbound_id in again:
        rows = all_rows(db, f"{SAID} WHERE id = ? AND thread_id <> 0", (inbound_id,))
        _insert(db, "search_theirs", _their_rows(db, rows, alphabet_of))
    db.executemany("DELETE FROM search_again WHERE inbound_id = ?", [(each,) for each in again])
    return len(again)


def _their_rows(db: apsw.Connection, rows: Iterable[Row], alphabet_of: AlphabetOf) -> list[Row]:
    """Give what is to be indexed of the messages that these parts belong to, each once."""
    covered: set[int] = set()
    indexed: list[Row] = []
    for row in rows:
        if row[0] in covered:
            continue  # its message was put together from all that is stored, this part too
        message = message_with(db, row)
        covered.update(part.id for part in (*message.parts.values(), *message.repeats))
        chosen = readings(db, [message.id]).get(message.id, "")
        text = read_message(message, chosen, default_alphabet=alphabet_of(row[2])).text
        (key,) = one_row(db, "SELECT theirs FROM threads WHERE id = ?", (row[7],)) or ("",)
        indexed.append((message.id, fold(key), fold(text)))
    return indexed


def _insert(db: apsw.Connection, table: str, rows: list[Row]) -> None:
    insert_rows(db, f"INSERT OR REPLACE INTO {table} (rowid, number, body)", rows)


def _upto(db: apsw.Connection, side: str) -> int:
    row = one_row(db, "SELECT upto FROM search_progress WHERE side = ?", (side,))
    return int(row[0]) if row else 0


def _note(db: apsw.Connection, side: str, rows: list[Row]) -> None:
    if rows:
        db.execute("UPDATE search_progress SET upto = ? WHERE side = ?", (rows[-1][0], side))
