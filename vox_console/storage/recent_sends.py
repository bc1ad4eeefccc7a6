"""What numbers were sent lately, by any account, alone or by a job. Read-only.

What certainly came to nothing does not count: it was refused, it failed for good, or it was taken back. A
fate that is unknown counts, and so does what still waits to leave.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import apsw

from vox_console.storage.rows import all_rows


@dataclass(frozen=True, slots=True)
class Sent:
    """A text that a number got, or will get, or may have got. at_us: when it was stored to be sent."""

    at_us: int
    text: str


def recent_sends(
    db: apsw.Connection, recipients: Sequence[str], *, since_us: int, except_job: int = 0
) -> dict[str, list[Sent]]:
    """Give what these numbers were sent since then, the newest first; numbers with nothing are not there.

    recipients: E.164 digits without plus. except_job: the messages of this job do not count.
    """
    found = all_rows(
        db,
        "SELECT m.recipient, m.created_at_us, m.text FROM json_each(?) wanted"
        " CROSS JOIN messages m INDEXED BY messages_by_recipient"
        " ON m.recipient = wanted.value AND m.created_at_us >= ?"
        " WHERE m.state NOT IN ('refused', 'undeliverable', 'rejected', 'expired', 'deleted', 'draft')"
        " AND m.job_row NOT BETWEEN ? AND ? ORDER BY m.created_at_us DESC",
        (
            json.dumps(list(dict.fromkeys(recipients))),
            since_us,
            except_job << 32 if except_job else -1,
            except_job << 32 | 0xFFFFFFFF if except_job else -1,
        ),
    )
    sends: dict[str, list[Sent]] = {}
    for recipient, at_us, text in found:
        sends.setdefault(recipient, []).append(Sent(at_us, text))
    return sends
