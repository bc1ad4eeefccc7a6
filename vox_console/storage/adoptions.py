"""A receipt that matched nothing, given to a message by a person, and taken from it again.

Theory of operation. An adoption is noted with what the part was before and what it is after. It can be taken
back as long as the part still is what the adoption made of it: as soon as anything else was told of the part,
a fact stands upon the adoption, and what was known before cannot be restored any more without losing it.

A part of unknown fate is accepted by it: the provider told something of it, so it has it.
"""

from __future__ import annotations

import json
from typing import Any

import apsw

from vox_console.domain.errors import SendRefused
from vox_console.domain.evidence import ADOPTED
from vox_console.domain.message import DeliveryState, SubmitState, delivery_after
from vox_console.domain.provider_id import fold, lookups
from vox_console.storage import orphan_bench
from vox_console.storage.message_states import refresh
from vox_console.storage.parts import message_of
from vox_console.storage.rows import one_row
from vox_console.storage.settlement import Settled, settle

BY_HAND = "by_hand"
_NOTHING = "Nothing was changed"
_PART = "SELECT submit, delivery, error_code, provider_id, id_fold, accepted_at_us FROM parts WHERE id = ?"
_ATTEMPT = (
    "SELECT state, answered_at_us, command_status, provider_id, reason, http_status, answer, id FROM attempts"
    " WHERE part_id = ? AND state = 'unknown' ORDER BY id DESC LIMIT 1"
)
_RESTORE_ATTEMPT = (
    "UPDATE attempts SET state = ?, answered_at_us = ?, command_status = ?, provider_id = ?, reason = ?,"
    " http_status = ?, answer = ? WHERE id = ?"
)


def adopt(db: apsw.Connection, receipt_id: int, part_id: int, *, now_us: int) -> int:
    """Let a receipt be about a part; give the part's message. Raises SendRefused when it cannot be."""
    (orphan,) = orphan_bench.some(db, [receipt_id]) or (None,)
    if orphan is None:
        raise SendRefused(_NOTHING, detail="It belongs to a message by now.")
    if part_id not in {each.part_id for each in orphan_bench.possible(db, orphan)}:
        raise SendRefused(_NOTHING, detail="It cannot be about this message.")
    before = _part(db, part_id)
    attempt = one_row(db, _ATTEMPT, (part_id,)) if before["submit"] == SubmitState.UNKNOWN else None
    reason = one_row(db, "SELECT reason FROM messages WHERE id = ?", (message_of(part_id),))
    if attempt is not None:
        accepted = Settled(attempt[-1], SubmitState.ACCEPTED, provider_id=orphan.provider_id, reason=ADOPTED)
        settle(db, [accepted], now_us=now_us)
    if orphan.state:
        state = delivery_after(DeliveryState(before["delivery"]), DeliveryState(orphan.state))
        db.execute(
            "UPDATE parts SET delivery = ?, error_code = ? WHERE id = ?",
            (state.value, orphan.error_code, part_id),
        )
    db.execute("UPDATE receipts SET part_id = ?, relation = ? WHERE id = ?", (part_id, BY_HAND, receipt_id))
    db.execute("DELETE FROM orphan_keys WHERE receipt_id = ?", (receipt_id,))
    noted = {"part": before, "attempt": attempt, "reason": reason[0] if reason else ""}
    db.execute(
        "INSERT INTO adoptions (receipt_id, part_id, given_at_us, before, after) VALUES (?,?,?,?,?)",
        (receipt_id, part_id, now_us, json.dumps(noted), json.dumps(_part(db, part_id))),
    )
    refresh(db, [message_of(part_id)], now_us=now_us)
    return message_of(part_id)


def take_back(db: apsw.Connection, receipt_id: int, *, now_us: int) -> int:
    """Take an adopted receipt from its message; give that. Raises SendRefused when it cannot be."""
    row = one_row(
        db,
        "SELECT id, part_id, before, after FROM adoptions WHERE receipt_id = ? AND undone_at_us = 0",
        (receipt_id,),
    )
    if row is None:
        raise SendRefused(_NOTHING, detail="It was not given to a message by hand.")
    adoption_id, part_id, before, after = row
    newer = one_row(db, "SELECT 1 FROM receipts WHERE part_id = ? AND id > ?", (part_id, receipt_id))
    if newer is not None or _part(db, part_id) != json.loads(after):
        raise SendRefused(_NOTHING, detail="More was told of the message since, or of this receipt.")
    noted = json.loads(before)
    part = noted["part"]
    columns = ", ".join(f"{name} = ?" for name in part)
    db.execute(f"UPDATE parts SET {columns} WHERE id = ?", (*part.values(), part_id))  # noqa: S608 - names of ours
    if noted["attempt"]:
        db.execute(_RESTORE_ATTEMPT, noted["attempt"])
    db.execute("UPDATE messages SET reason = ? WHERE id = ?", (noted["reason"], message_of(part_id)))
    _let_go(db, receipt_id)
    db.execute("UPDATE adoptions SET undone_at_us = ? WHERE id = ?", (now_us, adoption_id))
    refresh(db, [message_of(part_id)], now_us=now_us)
    return message_of(part_id)


def _let_go(db: apsw.Connection, receipt_id: int) -> None:
    """Make a receipt one that matches nothing again, to be found when an id is learnt."""
    db.execute("UPDATE receipts SET part_id = NULL, relation = '' WHERE id = ?", (receipt_id,))
    row = one_row(db, "SELECT provider_id FROM receipts WHERE id = ?", (receipt_id,))
    provider_id = row[0] if row else ""
    keys = {key for _, key in lookups(provider_id)} | {fold(provider_id)}
    db.executemany(
        "INSERT INTO orphan_keys (key, receipt_id) VALUES (?, ?)", [(key, receipt_id) for key in sorted(keys)]
    )


def _part(db: apsw.Connection, part_id: int) -> dict[str, Any]:
    names = ("submit", "delivery", "error_code", "provider_id", "id_fold", "accepted_at_us")
    return dict(zip(names, one_row(db, _PART, (part_id,)) or (), strict=True))
