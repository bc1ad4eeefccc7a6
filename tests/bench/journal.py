"""Journal: durable rows and receipts a second through the one writer, against the plain ways.

Both sides wait for the disk at every commit (synchronous=FULL) and write to the same disk.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import apsw

from tests.bench.history_file import ACCEPTED_AT_US, PROFILE, RECIPIENT_BASE, make_history, provider_id
from tests.bench.machine import scratch
from tests.bench.measure import Options, Sheet, seconds
from vox_console.domain.delivery import Delivery
from vox_console.domain.receipt import parse_receipt
from vox_console.domain.transport_name import Witness
from vox_console.storage import receipts
from vox_console.storage.connection import connect, create_private
from vox_console.storage.database import Database
from vox_console.storage.inbound import Home, store_inbound
from vox_console.storage.schema import STEPS

_NOW_US = ACCEPTED_AT_US + 3_600_000_000
_BATCH = 1_000
_WINDOW = 100

_Jobs = Sequence[Callable[[apsw.Connection], object]]


def measure(sheet: Sheet, options: Options) -> None:
    """Run the group."""
    history = int(options.pick(200_000, 2_000))
    with scratch() as folder:
        place = Path(folder)
        log = Database.open(place / "log.db", STEPS, post=lambda answers: answers())
        plain = _plain_log(place / "plain.db")
        journal = make_history(place / "journal.db", history)
        table = _plain_table(place / "table.db", history)
        order = list(range(1, history + 1))
        Random(1).shuffle(order)  # noqa: S311 - receipts come in no order
        share = history // options.rounds
        for number in range(options.rounds):
            _log(sheet, log, plain, count=int(options.pick(20_000, 2_000)))
            ids = order[number * share : (number + 1) * share][: int(options.pick(10_000, 1_000))]
            _receipts(sheet, journal, table, ids)
        for database in (log, journal):
            database.close()
    sheet.facts["history, messages"] = history
    rows = "log rows, ours in groups"
    sheet.compare(rows, "log rows, one commit each", at_least=200)
    for size in (_WINDOW, _BATCH):
        sheet.compare(f"receipts, ours, {size} a batch", f"receipts, UPDATE by message id, {size} a commit")


def _run(database: Database, jobs: _Jobs) -> None:
    """Queue the jobs and wait for the last one's commit."""
    done = threading.Event()
    failures: list[Exception] = []

    def told(result: object, *, last: bool) -> None:
        if isinstance(result, Exception):
            failures.append(result)
        if last:
            done.set()

    for number, job in enumerate(jobs, 1):
        database.write(job, partial(told, last=number == len(jobs)))
    done.wait()
    if failures:
        raise failures[0]


# ---- rows


def _log(sheet: Sheet, log: Database, plain: apsw.Connection, *, count: int) -> None:
    pushed = Delivery("381640000000", "Vox", 0, 0, b"Hello, this is a customer", raw=bytes(90))
    jobs = [
        partial(
            store_inbound,
            deliveries=[(pushed, Witness.SMPP)],
            profile=PROFILE,
            now_us=_NOW_US,
            home=Home(),
        )
    ] * count
    sheet.add("log rows, ours in groups", count / seconds(lambda: _run(log, jobs)), "1/s")
    single = max(20, count // 400)
    sheet.add("log rows, one commit each", single / seconds(lambda: _insert_singly(plain, single)), "1/s")


def _plain_log(path: Path) -> apsw.Connection:
    create_private(path)
    plain = connect(path, write=True)
    plain.execute(
        "CREATE TABLE log (id INTEGER PRIMARY KEY, profile TEXT, received_at_us INTEGER, source TEXT,"
        " destination TEXT, esm_class INTEGER, data_coding INTEGER, short_message BLOB, raw BLOB)"
    )
    return plain


def _insert_singly(plain: apsw.Connection, count: int) -> None:
    row: Any = (PROFILE, _NOW_US, "381640000000", "Vox", 0, 0, b"Hello, this is a customer", bytes(90))
    for _ in range(count):
        plain.execute(
            "INSERT INTO log (profile, received_at_us, source, destination, esm_class, data_coding,"
            " short_message, raw) VALUES (?,?,?,?,?,?,?,?)",
            row,
        )


# ---- receipts


def _receipts(sheet: Sheet, journal: Database, table: apsw.Connection, ids: Sequence[int]) -> None:
    half = len(ids) // 2
    for size, some in ((_WINDOW, ids[:half]), (_BATCH, ids[half:])):
        filed = [_filed(message_id) for message_id in some]
        jobs = [
            partial(
                receipts.store_arrivals, arrivals=filed[start : start + size], profile=PROFILE, now_us=_NOW_US
            )
            for start in range(0, len(filed), size)
        ]

        def one_by_one(jobs: _Jobs = jobs) -> None:
            for job in jobs:  # a commit each, as the peer's
                _run(journal, [job])

        sheet.add(f"receipts, ours, {size} a batch", len(filed) / seconds(one_by_one), "1/s")
        took_s = seconds(lambda some=some, size=size: _update(table, some, size))  # type: ignore[misc]
        sheet.add(f"receipts, UPDATE by message id, {size} a commit", len(some) / took_s, "1/s")


def _filed(message_id: int) -> receipts.Filed:
    text = (
        f"id:{provider_id(message_id)} sub:001 dlvrd:001 submit date:2611221200 done date:2611221201"
        " stat:DELIVRD err:000 text:Your parcel"
    )
    pushed = Delivery(str(RECIPIENT_BASE + message_id), "Vox SMS", 4, 0, text.encode(), raw=bytes(190))
    return receipts.Filed(parse_receipt(pushed, now_us=_NOW_US), pushed)


def _plain_table(path: Path, count: int) -> apsw.Connection:
    create_private(path)
    table = connect(path, write=True)
    table.execute(
        "CREATE TABLE log (id INTEGER PRIMARY KEY, message_id TEXT UNIQUE, recipient TEXT, text TEXT,"
        " status TEXT, error TEXT, updated_at_us INTEGER)"
    )
    table.execute("CREATE INDEX log_by_status ON log (status)")
    table.execute("BEGIN")
    table.executemany(
        "INSERT INTO log (message_id, recipient, text, status) VALUES (?,?,'Your parcel','accepted')",
        ((provider_id(number), str(RECIPIENT_BASE + number)) for number in range(1, count + 1)),
    )
    table.execute("COMMIT")
    return table


def _update(table: apsw.Connection, ids: Sequence[int], size: int) -> None:
    for start in range(0, len(ids), size):
        table.execute("BEGIN IMMEDIATE")
        table.executemany(
            "UPDATE log SET status = 'delivered', error = '000', updated_at_us = ? WHERE message_id = ?",
            ((_NOW_US, provider_id(number)) for number in ids[start : start + size]),
        )
        table.execute("COMMIT")
