"""What is asked again when the turn of a job comes: whether its numbers got nearly its text since its check.

Theory of operation. Two lists may be checked before either is sent, a job may wait for its time, and one
that was paused may go on a day later. Nobody saw then what these people have got since. Three cases:

* the order leaves recent rows out: each row is asked about when it is fed (:class:`.RowMaker`);
* a person has said that recent rows are sent to: they are;
* nobody has said anything: the rule of the check holds, and where more rows became recent than may stay
  unseen (:data:`~vox_console.domain.recent_rows.MOST_UNSEEN_SHARE`) the job stands paused and says why,
  before anything more of it leaves. Going on is the answer. Nothing is left out by itself: that a text is
  nearly the same is a guess, and a row that somebody accepted is not dropped for a guess.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import apsw

from vox_console.domain.errors import SendRefused
from vox_console.domain.merge_fields import Unfilled
from vox_console.domain.near_text import nearly_same
from vox_console.domain.recent_rows import MOST_UNSEEN_SHARE, RECENT_S
from vox_console.services.bulk_order import BulkOrder
from vox_console.storage import job_recents, jobs
from vox_console.storage.database import Database
from vox_console.storage.jobs import Job
from vox_console.storage.recent_sends import recent_sends

PAGE: Final = 5_000


def recents_fault(job_id: int, rows: int) -> SendRefused:
    """Give what is told when a job waits for a person's word."""
    return SendRefused(
        f"Job {job_id} waits for your word",
        detail=f"{recents_words(rows)} Nothing of these has left.",
        hint="Going on sends to them all the same. A list that is prepared anew can leave them out.",
    )


def recents_words(rows: int) -> str:
    """Say how many rows became recent."""
    if rows == 1:
        return "One of its rows got nearly this text since it was checked."
    return f"{rows:,} of its rows got nearly this text since it was checked."


async def must_ask(database: Database, job: Job, *, now_us: int) -> int:
    """Count the rows that are still to be sent and became recent since; 0 where nobody has to be asked.

    Asks nothing of the rows when nothing else was sent meanwhile. Raises StoreError.
    """
    order = BulkOrder.from_json(job.settings)
    if order.skip_recent or order.recent_said:
        return 0
    since_us = max(
        await database.read(partial(job_recents.seen_until_us, job=job)), now_us - RECENT_S * 1_000_000
    )
    if not await database.read(partial(job_recents.sent_since, job_id=job.id, since_us=since_us)):
        return 0
    recent = rows = after = 0
    look = partial(_page, job_id=job.id, order=order, since_us=since_us)
    while page := await database.read(partial(look, after=after)):
        after, waiting, became = page
        rows, recent = rows + waiting, recent + became
    return recent if recent > rows * MOST_UNSEEN_SHARE else 0


def _page(
    db: apsw.Connection, *, job_id: int, order: BulkOrder, since_us: int, after: int
) -> tuple[int, int, int] | None:
    """Give the last of the next rows that are to be sent, how many these are, and how many became recent."""
    waiting = job_recents.to_be_sent(db, job_id, after=after, limit=PAGE)
    if not waiting:
        return None
    sent = recent_sends(db, [number for _, number in waiting], since_us=since_us, except_job=job_id)
    reached = jobs.rows_by_number(db, job_id, [row for row, number in waiting if number in sent])
    recent = 0
    for row in reached:
        text = order.filled(row.cells)
        if not isinstance(text, Unfilled):
            recent += any(nearly_same(text, each.text) for each in sent[row.recipient])
    return waiting[-1][0], len(waiting), recent
