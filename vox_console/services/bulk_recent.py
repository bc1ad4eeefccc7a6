"""Which rows are about to be sent nearly what their numbers got lately: from this journal, whoever sent it.

Theory of operation. The journal finds a number's messages by an index, many numbers at a time, and only what
it finds is compared (:mod:`~vox_console.domain.near_text`). So a list of people who got nothing costs one
look-up each, and nothing of the journal is held in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import apsw

from vox_console.domain.near_text import nearly_same
from vox_console.domain.recent_rows import RECENT_S
from vox_console.storage.database import Database
from vox_console.storage.recent_sends import Sent, recent_sends

Look = Callable[[Sequence[str]], Mapping[str, Sequence[Sent]]]


class About(NamedTuple):
    """What is about to be sent. recipient: E.164 digits without plus."""

    recipient: str
    text: str


class RecentSends:
    """Asks the journal through `look`, which gives what numbers got, the newest first."""

    def __init__(self, look: Look, *, now_us: int) -> None:
        self._look = look
        self._now_us = now_us

    def ages_s(self, wanted: Sequence[About]) -> list[float | None]:
        """Give for each how long ago its number last got nearly that text; None when it did not.

        Blocking. Raises StoreError.
        """
        known = self._look([each.recipient for each in wanted])
        return [
            next(
                (
                    (self._now_us - sent.at_us) / 1_000_000
                    for sent in known.get(each.recipient, ())
                    if nearly_same(each.text, sent.text)
                ),
                None,
            )
            for each in wanted
        ]


def from_outside(database: Database, *, now_us: int) -> RecentSends:
    """Give who asks the journal from any thread but the event loop's, which it would hold up."""

    def look(recipients: Sequence[str]) -> Mapping[str, Sequence[Sent]]:
        job = partial(recent_sends, recipients=recipients, since_us=now_us - RECENT_S * 1_000_000)
        return database.read_here(job)

    return RecentSends(look, now_us=now_us)


def from_within(db: apsw.Connection, *, now_us: int, except_job: int) -> RecentSends:
    """Give who asks inside a transaction, as rows of a job are fed: its own messages do not count."""
    since_us = now_us - RECENT_S * 1_000_000
    return RecentSends(partial(recent_sends, db, since_us=since_us, except_job=except_job), now_us=now_us)
