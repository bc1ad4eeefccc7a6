"""Messages found by an id: the provider's in any spelling or from its beginning on, or our own number."""

from __future__ import annotations

import json

import apsw

from vox_console.domain.provider_id import fold, lookups
from vox_console.domain.search_query import SearchQuery
from vox_console.storage.rows import all_rows
from vox_console.storage.thread_entries import SAID, message_with

_LEAST_BEGINNING = 8  # characters of an id's beginning that are worth looking for
_MOST_BEGUN = 200  # a beginning that more ids have is none that anybody means
_BY_ID = (
    "SELECT DISTINCT id >> 8 FROM parts WHERE id_fold <> '' AND id_fold IN (SELECT value FROM json_each(?))"
)
_BY_BEGINNING = "SELECT id >> 8 FROM parts WHERE id_fold <> '' AND id_fold >= ? AND id_fold < ? LIMIT ?"
_THEIRS_BY_ID = f"{SAID} WHERE provider_id = ? AND provider_id <> '' AND thread_id <> 0"


def our_ids(db: apsw.Connection, query: SearchQuery) -> set[int]:
    """Give our messages that are meant by an id; hexadecimal where we have it decimal, and the other way."""
    found = {query.message_id} - {0}
    if query.provider_id:
        keys = [key for _, key in lookups(query.provider_id)]
        found.update(row[0] for row in all_rows(db, _BY_ID, (json.dumps(keys),)))
        start = fold(query.provider_id)
        if len(start) >= _LEAST_BEGINNING:
            begun = all_rows(db, _BY_BEGINNING, (start, f"{start}\U0010ffff", _MOST_BEGUN + 1))
            found.update(row[0] for row in begun if len(begun) <= _MOST_BEGUN)
    return found


def their_ids(db: apsw.Connection, query: SearchQuery) -> set[int]:
    """Give the rows of customers' messages of which a part has this id, exactly."""
    if not query.provider_id:
        return set()
    return {message_with(db, row).id for row in all_rows(db, _THEIRS_BY_ID, (query.provider_id,))}
