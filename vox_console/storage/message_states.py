"""The one word of each message, worked out from its parts and stored beside it. Runs on the writer thread."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache

import apsw

from vox_console.domain.message import DeliveryState, SubmitState, message_state
from vox_console.storage import job_states, message_hours
from vox_console.storage.rows import all_rows


def refresh(db: apsw.Connection, message_ids: Iterable[int], *, now_us: int) -> None:
    """Work out the state of messages from their parts and store it."""
    rows = all_rows(
        db,
        "SELECT wanted.value, p.submit, p.delivery FROM json_each(?) wanted"
        " CROSS JOIN parts p ON p.id BETWEEN wanted.value << 8 AND wanted.value << 8 | 255",
        (json.dumps(list(message_ids)),),
    )
    parts: dict[int, set[tuple[str, str]]] = {}
    for message_id, submit, delivery in rows:
        parts.setdefault(message_id, set()).add((submit, delivery))
    by_state: dict[str, list[int]] = {}
    for message_id, words in parts.items():
        by_state.setdefault(_state_word(frozenset(words)), []).append(message_id)
    for state, ids in by_state.items():
        moved = json.dumps(ids)
        job_states.move(db, moved, state)
        message_hours.move(db, moved, state, now_us=now_us)
        db.execute(
            "UPDATE messages SET state = ?, updated_at_us = ? WHERE id IN (SELECT value FROM json_each(?))",
            (state, now_us, moved),
        )


@lru_cache(maxsize=1024)  # a few dozen combinations are alive; enumerations cost more than looking up
def _state_word(parts: frozenset[tuple[str, str]]) -> str:
    """Give the word of a message whose parts have these (submit, delivery) words."""
    return message_state((SubmitState(submit), DeliveryState(delivery)) for submit, delivery in parts).value
