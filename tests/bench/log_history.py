"""A journal whose messages differ as those of a busy month do: states, senders, codes and jobs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from tests.bench.history_file import PROFILE, make_history
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.storage import log_labels, search_index
from vox_console.storage.database import Database

T = TypeVar("T")

BEGAN_US: Final = 1_795_348_800_000_000
MONTH_US: Final = 30 * 86_400_000_000
JOB_SIZE: Final = 20_000

# One in a hundred thousand is rejected, one in fifty failed, one in forty still waits, the rest is delivered.
_STATES: Final = """
UPDATE messages SET
    state = CASE
        WHEN id % 100000 = 7 THEN 'rejected' WHEN id % 50 = 3 THEN 'undeliverable'
        WHEN id % 40 = 1 THEN 'accepted' WHEN id % 100000 = 8 THEN 'unknown' ELSE 'delivered' END,
    sender = CASE WHEN id % 100000 = 9 THEN 'Rare' WHEN id % 5 < 3 THEN 'Vox SMS' ELSE 'Alerts' END,
    profile = CASE WHEN id % 10 < 7 THEN profile ELSE 'Second' END,
    transport = CASE WHEN id % 10 < 7 THEN 'smpp' ELSE 'rest' END,
    recipient = CASE WHEN id % 100000 = 11 THEN '4791234567' WHEN id % 4 = 0 THEN 4915100000000 + id
        ELSE recipient END,
    job_row = CASE WHEN id % 2 = 0 THEN ((id / ?1 + 1) << 32) + id ELSE 0 END,
    created_at_us = ?2 + id * (?3 / ?4)
"""
_CODES: Final = """
UPDATE parts SET
    delivery = CASE WHEN (id >> 8) % 50 = 3 THEN 'undeliverable' ELSE 'delivered' END,
    error_code = CASE WHEN (id >> 8) % 100000 = 53 THEN '0xf' WHEN (id >> 8) % 50 = 3
        THEN printf('%03d', (id >> 8) / 50 % 40 + 1) ELSE '000' END
"""
_MINUTES: Final = (
    "INSERT INTO message_minutes SELECT created_at_us / 60000000, min(id), max(id) FROM messages GROUP BY 1"
)


def make_log(path: Path, count: int) -> Database:
    """Make a journal of `count` messages over a month, labelled and indexed."""
    database = make_history(path, count)
    _write(database, partial(_vary, count=count))
    while _write(database, partial(log_labels.label_some, limit=20_000)):
        pass
    index = partial(search_index.index_some, limit=20_000, alphabet_of=lambda _: DefaultAlphabet.GSM7)
    while not _write(database, index).complete:
        pass
    return database


def _write(database: Database, job: Callable[[Any], T]) -> T:
    """Write and wait for the commit."""
    done = threading.Event()
    answers: list[T | Exception] = []

    def told(answer: T | Exception) -> None:
        answers.append(answer)
        done.set()

    database.write(job, told)
    done.wait()
    (answer,) = answers
    if isinstance(answer, Exception):
        raise answer
    return answer


def _vary(db: Any, *, count: int) -> None:  # noqa: ANN401 - a connection, which only storage names
    db.execute(_STATES, (JOB_SIZE, BEGAN_US, MONTH_US, count))
    db.execute(_CODES)
    db.execute(
        "INSERT INTO jobs (id, profile, file_name, header, settings, state, created_at_us)"
        " SELECT DISTINCT job_row >> 32, ?, 'list.csv', '[]', '{}', 'done', 0 FROM messages"
        " WHERE job_row <> 0",
        (PROFILE,),
    )
    db.execute(_MINUTES)
    db.execute("UPDATE label_progress SET unlabelled_below = ?", (count + 1,))
