"""Settling: what became of each attempt, and what it means for its part and message (see :mod:`.outbox`)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import apsw

from vox_console.domain.command_status import RSYSERR
from vox_console.domain.http_answer import HttpAnswer
from vox_console.domain.message import DeliveryState, SubmitState, submit_after
from vox_console.domain.provider_id import fold
from vox_console.storage.message_states import refresh
from vox_console.storage.parts import first_part, last_part, message_of
from vox_console.storage.queries import drop
from vox_console.storage.rows import all_rows, one_row

# SMPP leaves ESME_RSYSERR open; some centres say it for "no route", so it is not tried for ever.
SYSTEM_ERROR_ATTEMPTS = 3

NO_ANSWER = HttpAnswer(0)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one attempt. state: ACCEPTED, REFUSED, UNKNOWN, or QUEUED for "nothing was taken".

    more_ids: of further segments, where the provider split and gave each an id. for_now: a refusal that the
    same part may overcome later.
    """

    attempt_id: int
    state: SubmitState
    provider_id: str = ""
    command_status: int = 0
    reason: str = ""
    for_now: bool = False
    more_ids: tuple[str, ...] = ()
    answer: HttpAnswer = NO_ANSWER


def settle(db: apsw.Connection, outcomes: Sequence[Settled], *, now_us: int) -> list[int]:
    """Record what became of attempts; give the ids of the messages that changed.

    An outcome for an attempt that is already decided is ignored: the first answer stands.
    """
    known = {
        attempt_id: [part_id, state, SubmitState(submit)]
        for attempt_id, part_id, state, submit in all_rows(
            db,
            "SELECT a.id, a.part_id, a.state, p.submit FROM json_each(?) wanted"
            " JOIN attempts a ON a.id = wanted.value JOIN parts p ON p.id = a.part_id",
            (json.dumps([outcome.attempt_id for outcome in outcomes]),),
        )
    }
    answers: list[tuple[object, ...]] = []
    accepted: list[tuple[object, ...]] = []
    others: list[tuple[object, ...]] = []
    segments: list[tuple[object, ...]] = []
    unsettled: set[int] = set()
    reasons: list[tuple[str, int]] = []
    touched: set[int] = set()
    for outcome in outcomes:
        facts = known.get(outcome.attempt_id)
        if facts is None or facts[1] not in {"reserved", "unknown"}:
            continue
        part_id, _, old = facts
        new = _part_after(outcome, old)
        if new is SubmitState.QUEUED and outcome.command_status == RSYSERR and _is_last_try(db, part_id):
            new = SubmitState.REFUSED
        if new is old:
            continue
        facts[2] = submit_after(old, new)
        # "not_sent" is a word of attempts only: the part is simply queued again.
        facts[1] = "not_sent" if outcome.state is SubmitState.QUEUED else outcome.state.value
        answer = (facts[1], now_us, outcome.command_status, outcome.provider_id, outcome.reason)
        answers.append((*answer, outcome.answer.status, outcome.answer.text, outcome.attempt_id))
        if new is SubmitState.ACCEPTED:
            accepted.append((outcome.provider_id, fold(outcome.provider_id), now_us, part_id))
            segments += _segment_rows(part_id, outcome.more_ids, now_us=now_us)
        else:
            others.append((new.value, outcome.command_status, part_id))
        if new is not SubmitState.ACCEPTED or old is SubmitState.UNKNOWN:
            unsettled.add(message_of(part_id))
        if new is SubmitState.REFUSED and old is SubmitState.UNKNOWN:
            drop(db, [part_id])  # nobody is asked about it any more
        if new in {SubmitState.REFUSED, SubmitState.UNKNOWN}:
            reasons.append((outcome.reason, message_of(part_id)))
        touched.add(message_of(part_id))
    db.executemany(
        "UPDATE attempts SET state = ?, answered_at_us = ?, command_status = ?, provider_id = ?, reason = ?,"
        " http_status = ?, answer = ? WHERE id = ?",
        answers,
    )
    # A part that was unknown and is accepted in the same batch ends accepted: these come last.
    db.executemany("UPDATE parts SET submit = ?, command_status = ? WHERE id = ?", others)
    db.executemany(
        "UPDATE parts SET submit = 'accepted', provider_id = ?, id_fold = ?, accepted_at_us = ?,"
        " command_status = 0 WHERE id = ?",
        accepted,
    )
    db.executemany(_INSERT_SEGMENT, segments)
    db.executemany("UPDATE messages SET reason = ? WHERE id = ?", reasons)
    for message_id in unsettled:
        _settle_siblings(db, message_id)
    refresh(db, touched, now_us=now_us)
    return sorted(touched)


def settle_by_id(db: apsw.Connection, part_id: int, provider_id: str, *, now_us: int) -> list[int]:
    """Settle a part of unknown fate as accepted, because the provider knows the id of ours it carried.

    Gives the ids of the messages that changed.
    """
    row = one_row(
        db,
        "SELECT a.id, a.own_id, m.method, m.part_count FROM attempts a"
        " JOIN messages m ON m.id = a.part_id >> 8"
        " WHERE a.part_id = ? AND a.state = 'unknown' AND a.own_id <> '' ORDER BY a.id DESC LIMIT 1",
        (part_id,),
    )
    if row is None:
        return []
    attempt_id, own_id, method, segments = row
    more = tuple(f"{own_id}-{number}" for number in range(2, segments + 1)) if method == "split" else ()
    proven = Settled(attempt_id, SubmitState.ACCEPTED, provider_id=provider_id, more_ids=more)
    return settle(db, [proven], now_us=now_us)


def _part_after(outcome: Settled, old: SubmitState) -> SubmitState:
    """Decide the part's next state: a refusal "for now" puts a part back that was never unknown."""
    if outcome.state is not SubmitState.REFUSED or old is SubmitState.UNKNOWN:
        return outcome.state
    return SubmitState.QUEUED if outcome.for_now else SubmitState.REFUSED


_MOST_SEGMENTS = 254  # beside the first, in one octet of the part's key
_INSERT_SEGMENT = (
    "INSERT OR IGNORE INTO parts (id, units, esm_class, short_message, payload, submit, delivery,"
    " accepted_at_us, provider_id, id_fold) VALUES (?, 0, 0, x'', 0, ?, ?, ?, ?, ?)"
)


def _segment_rows(part_id: int, more_ids: Sequence[str], *, now_us: int) -> list[tuple[object, ...]]:
    """Make the parts that the provider cut a text into, so that each of them is heard of by itself."""
    return [
        (
            part_id + behind,
            SubmitState.ACCEPTED.value,
            DeliveryState.PENDING.value,
            now_us,
            provider_id,
            fold(provider_id),
        )
        for behind, provider_id in enumerate(more_ids[:_MOST_SEGMENTS], 1)
    ]


def _is_last_try(db: apsw.Connection, part_id: int) -> bool:
    """Count the system errors alone: a part that was throttled or never written has not had its tries."""
    before = "SELECT count(*) FROM attempts WHERE part_id = ? AND state = 'refused' AND command_status = ?"
    row = one_row(db, before, (part_id, RSYSERR))
    return row is not None and row[0] + 1 >= SYSTEM_ERROR_ATTEMPTS


def _settle_siblings(db: apsw.Connection, message_id: int) -> None:
    """Keep here what waits of a message while a part of it is refused or unknown; queue it again after.

    Asked whenever a part comes to rest, also back in the queue: a throttled part may have been on the
    wire when its sibling was refused.
    """
    bounds = (first_part(message_id), last_part(message_id))
    stuck = "SELECT 1 FROM parts WHERE id BETWEEN ? AND ? AND submit IN ('refused', 'unknown')"
    blocked = one_row(db, stuck, bounds)
    old, new = ("withheld", "queued") if blocked is None else ("queued", "withheld")
    db.execute("UPDATE parts SET submit = ? WHERE id BETWEEN ? AND ? AND submit = ?", (new, *bounds, old))
    if blocked is None:
        db.execute("UPDATE messages SET reason = '' WHERE id = ?", (message_id,))
