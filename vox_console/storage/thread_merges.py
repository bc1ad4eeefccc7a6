"""Threads that a person said are one: laid into each other, and taken apart again without loss.

A thread that lies in another keeps its parts and is not listed. How many messages nobody has read is counted
at the thread that is listed, so what a merge adds there is remembered by whoever may undo it.
"""

from __future__ import annotations

from dataclasses import dataclass

import apsw

from vox_console.storage.threads import PREVIEW_CHARACTERS, Thread, get, members_of, root_of


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge did. source: the thread that was laid into `target`, as it was; within: what lay in it."""

    source: Thread
    target: int
    within: tuple[int, ...]


def merge(db: apsw.Connection, thread_id: int, *, into: int) -> Merge:
    """Lay a thread, and what lies in it, into another. Raises ValueError for a thread and itself."""
    source, target = get(db, root_of(db, thread_id)), root_of(db, into)
    if source is None or source.id == target:
        raise ValueError("a thread cannot lie in itself")
    within = tuple(members_of(db, source.id)[1:])
    db.execute(
        "UPDATE threads SET unread = threads.unread + source.unread,"
        " preview = CASE WHEN source.last_at_us > threads.last_at_us THEN source.preview"
        " ELSE threads.preview END, last_at_us = max(threads.last_at_us, source.last_at_us)"
        " FROM (SELECT unread, preview, last_at_us FROM threads WHERE id = ?) source WHERE threads.id = ?",
        (source.id, target),
    )
    db.executemany(
        "UPDATE threads SET merged_into = ?, unread = 0 WHERE id = ?",
        [(target, each) for each in (source.id, *within)],
    )
    return Merge(source, target, within)


def undo(db: apsw.Connection, done: Merge) -> bool:
    """Take apart what a merge has laid together; False when somebody has done so already.

    What was unread goes back with its thread, as far as nobody has read it since.
    """
    source, target = get(db, done.source.id), get(db, done.target)
    if source is None or target is None or source.merged_into != target.id:
        return False
    unread = min(done.source.unread, target.unread)
    db.execute("UPDATE threads SET unread = unread - ? WHERE id = ?", (unread, target.id))
    db.execute("UPDATE threads SET merged_into = 0, unread = ? WHERE id = ?", (unread, source.id))
    db.executemany(
        "UPDATE threads SET merged_into = ? WHERE id = ? AND merged_into = ?",
        [(source.id, each, target.id) for each in done.within],
    )
    return True


def split(db: apsw.Connection, thread_id: int) -> None:
    """Take a thread out of the one it lies in; what nobody has read stays counted there."""
    db.execute(
        "UPDATE threads SET merged_into = 0, last_at_us = coalesce("
        "(SELECT max(received_at_us) FROM inbound WHERE thread_id = threads.id), last_at_us) WHERE id = ?",
        (thread_id,),
    )


def summarise(db: apsw.Connection, thread_id: int, *, at_us: int, preview: str) -> None:
    """Say anew what was said last in a thread, after others were taken out of it."""
    db.execute(
        "UPDATE threads SET last_at_us = ?, preview = ? WHERE id = ?",
        (at_us, preview[:PREVIEW_CHARACTERS], thread_id),
    )
