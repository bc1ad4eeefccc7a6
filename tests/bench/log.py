"""Log: the first page of every kind of query in a million messages, and what its indexes cost a message.

The floor is a page of messages by primary key, read by the same code: nothing that filters can be faster.
What a message costs is its whole life (stored, reserved, accepted, its receipt) in processor time: in a
journal of ten thousand messages, in one of a million, and in that one without the log's indexes.
"""

from __future__ import annotations

import time
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

import apsw

from tests.bench.history_file import RECIPIENT_BASE, make_history
from tests.bench.log_history import BEGAN_US, MONTH_US, make_log
from tests.bench.machine import scratch
from tests.bench.measure import Options, Sheet, percentile, seconds
from tests.support.journal_file import JournalFile, accepted, filed_receipt, new_message
from vox_console.domain.log_query import LogQuery
from vox_console.domain.log_query_filter import LogFilter, filter_of
from vox_console.domain.log_query_reading import read_log_query
from vox_console.services.opt_outs import search_digits
from vox_console.storage import history, log_pages
from vox_console.storage.connection import connect
from vox_console.storage.log_pages import NEWEST

_PAGE: Final = 50
_NOW_US: Final = BEGAN_US + MONTH_US
_BATCH: Final = 500
_BATCHES: Final = 12
_QUERIES: Final = {
    "everything": "",
    "state, frequent": "state:delivered",
    "state, rare": "state:rejected",
    "states, all but the most": "-state:delivered",
    "sender, frequent": 'from:"Vox SMS"',
    "sender, rare": "from:Rare",
    "country, frequent": "country:RS",
    "country, rare": "country:NO",
    "way": "via:rest",
    "account": "account:second",
    "job": "job:3",
    "no job": "-job:any",
    "code": "code:034",
    "code, rare": "code:0xf",
    "any code": "code:any",
    "number, whole": "to:+381640500001",
    "number, fragment": "to:500123",
    "id": "id:#500000",
    "day": "sent:2026-12-01",
    "time, long ago": "until:29d",
    "words, frequent": "parcel",
    "words, rare": '"parcel 654321"',
    "text that is nowhere": "text:nowhere",
    "four frequent": 'state:delivered from:"Vox SMS" country:RS via:smpp',
    "frequent and rare": "parcel state:rejected",
    "frequent, never together": "state:undeliverable -code:any",
    "three, long ago": "text:parcel state:undeliverable until:25d",
}
_SCANS: Final = {"words, all but those": "-parcel"}
_INDEXES: Final = ("messages_by_label", "messages_by_state", "messages_by_job", "parts_by_error_code")


def measure(sheet: Sheet, options: Options) -> None:
    """Run the group."""
    size = int(options.pick(1_000_000, 20_000))
    with scratch() as folder:
        path = Path(folder) / "journal.db"
        make_log(path, size).close()
        sheet.facts["messages"] = size
        sheet.facts["file, MB"] = round(path.stat().st_size / 1e6)
        reader = connect(path, write=False)
        _first_pages(Sheet("to warm up"), reader)
        for _ in range(options.rounds):
            _first_pages(sheet, reader)
            _counts(sheet, reader)
        reader.close()
        _lives(sheet, options, Path(folder), path)
    for name in _QUERIES:
        sheet.judge(f"first page: {name}", at_most=50)
    for figure in ("median", "max"):
        sheet.compare(f"first page, {figure} of all kinds", "floor: a page by primary key")
    sheet.judge("one step of a walk through all texts", at_most=50)
    sheet.compare("a message's life, large journal", "a message's life, small journal", at_most=1.2)
    sheet.compare("a message's life, large journal", "the same without the log's indexes", at_most=1.2)


# ---- pages and counts


def _meant(typed: str) -> LogFilter:
    query = read_log_query(typed)
    assert isinstance(query, LogQuery)
    return filter_of(query, now_us=_NOW_US, here=lambda _: 3_600, digits_of=search_digits)


def _first_pages(sheet: Sheet, reader: apsw.Connection) -> None:
    sheet.add(
        "floor: a page by primary key", seconds(partial(history.newest, reader, limit=_PAGE)) * 1e3, "ms"
    )
    taken_ms = []
    for name, typed in _QUERIES.items():
        taken_ms.append(seconds(partial(_page, reader, _meant(typed))) * 1e3)
        sheet.add(f"first page: {name}", taken_ms[-1], "ms")
    sheet.add("first page, median of all kinds", percentile(taken_ms, 0.5), "ms")
    sheet.add("first page, max of all kinds", max(taken_ms), "ms")
    for typed in _SCANS.values():
        sheet.add(
            "one step of a walk through all texts", seconds(partial(_page, reader, _meant(typed))) * 1e3, "ms"
        )


def _page(reader: apsw.Connection, wanted: LogFilter) -> None:
    history.messages(reader, log_pages.page(reader, wanted, limit=_PAGE).ids)


def _counts(sheet: Sheet, reader: apsw.Connection) -> None:
    for name in ("everything", "state, frequent", "sender, frequent", "words, frequent", "code"):
        sheet.add(
            f"whole count: {name}", seconds(partial(_count, reader, _meant(_QUERIES[name]))) * 1e3, "ms"
        )


def _count(reader: apsw.Connection, wanted: LogFilter) -> None:
    below: int | None = NEWEST
    while below is not None:
        below = log_pages.count(reader, wanted, below=below).below


# ---- what a message costs


def _lives(sheet: Sheet, options: Options, folder: Path, large: Path) -> None:
    make_history(folder / "small.db", int(options.pick(10_000, 1_000))).close()
    small, grown = JournalFile(folder / "small.db"), JournalFile(large)
    numbers = count(RECIPIENT_BASE + 100_000_000)
    with_indexes = [(_life(small, numbers), _life(grown, numbers)) for _ in range(options.rounds)]
    for index in _INDEXES:
        grown.db.execute(f"DROP INDEX {index}")
    for in_small, in_large in with_indexes:
        sheet.add("a message's life, small journal", in_small, "us")
        sheet.add("a message's life, large journal", in_large, "us")
        sheet.add("the same without the log's indexes", _life(grown, numbers), "us")
    small.close()
    grown.close()


def _life(journal: JournalFile, numbers: count[int]) -> float:
    """Give what a message costs, in microseconds of processor time."""
    taken_s = 0.0
    for _ in range(_BATCHES):
        recipients = [str(next(numbers)) for _ in range(_BATCH)]
        new = [
            new_message("Your parcel arrives today between 14 and 16 h.", recipient=each)
            for each in recipients
        ]
        start_s = time.process_time()
        journal.enqueue(*new)
        requests = journal.reserve(_BATCH)
        journal.settle(*[accepted(each, f"life-{each.attempt_id}") for each in requests])
        taken_s += time.process_time() - start_s
        told = [
            filed_receipt(f"life-{request.attempt_id}", recipient=each)
            for request, each in zip(requests, recipients, strict=True)
        ]
        start_s = time.process_time()
        journal.arrive(*told)
        taken_s += time.process_time() - start_s
    return taken_s / (_BATCH * _BATCHES) * 1e6
