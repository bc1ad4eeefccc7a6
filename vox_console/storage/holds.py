"""What keeps a queued message from leaving yet: an undo time, or that a person has to say so.

The message has its hold as it was given. Each of its parts repeats it for the index of the queue, where 0
means that it may leave; an undo time that is over becomes 0 there when the queue is next looked at. Runs on
the writer thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import apsw

# A queued message with this hold waits for a person, not for a time.
UNTIL_CONSENT: Final = 2**62


def hold(db: apsw.Connection, message_ids: Iterable[int], until_us: int) -> None:
    """Hold messages until then; 0 lets them leave now."""
    ids = list(message_ids)
    db.executemany("UPDATE messages SET hold_until_us = ? WHERE id = ?", [(until_us, each) for each in ids])
    db.executemany(
        "UPDATE parts SET hold_until_us = ?1 WHERE id BETWEEN ?2 << 8 AND ?2 << 8 | 255",
        [(until_us, each) for each in ids],
    )


def end_over(db: apsw.Connection, due_us: int) -> None:
    """Let parts leave whose undo time was over at `due_us`."""
    db.execute(
        "UPDATE parts INDEXED BY parts_queued SET hold_until_us = 0"
        " WHERE submit = 'queued' AND bulk IN (0, 1) AND hold_until_us BETWEEN 1 AND ?",
        (min(due_us, UNTIL_CONSENT - 1),),
    )
