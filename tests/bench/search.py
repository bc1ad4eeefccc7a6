"""Search: pages of mixed queries in a million messages, against a scan by LIKE; building the index.

The floor is what everybody has without an index: a LIKE over the texts and numbers, newest first, the first
50. Scrolling on is measured by itself: page after page of what every message has. All read the same file on
one connection each. While the index is built, a timer on another thread's loop says how late it is, and
single rows are written beside it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Final, TypeVar

import apsw

from tests.bench.history_file import RECIPIENT_BASE, make_history, provider_id
from tests.bench.machine import scratch
from tests.bench.measure import Options, Sheet, percentile, seconds
from vox_console.domain.search_query import SearchQuery, read_query
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.services.opt_outs import search_digits
from vox_console.services.search import STEP
from vox_console.storage import drafts, search_index
from vox_console.storage.connection import connect
from vox_console.storage.database import Database
from vox_console.storage.search import FoundPage, SearchPlace, find

T = TypeVar("T")

_PAGE: Final = 50
_TIMER_S: Final = 0.005
_PAGES: Final = 40
_SCROLLED: Final = ("parcel", "today between", "64 0")  # in every message
_LIKE: Final = (
    "SELECT id, text FROM messages WHERE (text LIKE ?1 OR recipient LIKE ?1) AND state <> 'draft'"
    " ORDER BY id DESC LIMIT 50"
)


def measure(sheet: Sheet, options: Options) -> None:
    """Run the group."""
    count = int(options.pick(1_000_000, 20_000))
    with scratch() as folder:
        path = Path(folder) / "journal.db"
        database = make_history(path, count)
        asyncio.run(_build(sheet, database, count))
        database.close()
        sheet.facts["messages"] = count
        sheet.facts["file with the index, MB"] = round(path.stat().st_size / 1e6)
        reader = connect(path, write=False)
        for number in range(options.rounds):
            _ask(sheet, reader, Random(number), count)  # noqa: S311 - the same queries each time
            _scroll(sheet, reader)
        reader.close()
    sheet.judge("ours: first page, p95", at_most=100)
    sheet.judge("ours: next page, p95", at_most=100)
    for figure in ("median", "p95"):
        sheet.compare(f"ours: first page, {figure}", f"LIKE: first page, {figure}")
    sheet.judge("index, rows", at_least=20_000)


async def _build(sheet: Sheet, database: Database, count: int) -> None:
    """Build the whole index as the program does, and be late and write beside it."""
    await _run(database, lambda _db: None)  # the history is there
    loop = asyncio.get_running_loop()
    late_ms: list[float] = []
    waits_ms: list[float] = []
    done = asyncio.Event()

    async def tick() -> None:
        while not done.is_set():
            due_s = loop.time() + _TIMER_S
            await asyncio.sleep(_TIMER_S)
            late_ms.append((loop.time() - due_s) * 1e3)

    async def write() -> None:
        while not done.is_set():
            start_s = time.perf_counter()
            await _run(database, partial(drafts.save_draft, slot="bench", body="x", now_us=1))
            waits_ms.append((time.perf_counter() - start_s) * 1e3)
            await asyncio.sleep(_TIMER_S)

    async def build() -> None:
        job = partial(search_index.index_some, limit=STEP, alphabet_of=lambda _: DefaultAlphabet.GSM7)
        working_s, start_s = 0.0, time.perf_counter()
        while True:
            step_s = time.perf_counter()
            progress = await _run(database, job)
            took_s = time.perf_counter() - step_s
            working_s += took_s
            if progress.complete:
                break
            await asyncio.sleep(took_s)
        sheet.add("index, rows", count / working_s, "1/s")
        sheet.add("index, rows, with the pauses for others", count / (time.perf_counter() - start_s), "1/s")
        done.set()

    async with asyncio.TaskGroup() as tasks:
        for work in (tick, write, build):
            tasks.create_task(work())
    for case, values in (("lag of the loop while indexing", late_ms), ("a write while indexing", waits_ms)):
        sheet.add(f"{case}, p99", percentile(values, 0.99), "ms")
        sheet.add(f"{case}, max", max(values), "ms")


async def _run(database: Database, job: Callable[[apsw.Connection], T]) -> T:
    """Write and wait for the commit; the answers come on the writer's thread."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T | Exception] = loop.create_future()

    def told(result: T | Exception) -> None:
        loop.call_soon_threadsafe(answer.set_result, result)

    database.write(job, told)
    result = await answer
    if isinstance(result, Exception):
        raise result
    return result


def _ask(sheet: Sheet, reader: apsw.Connection, rng: Random, count: int) -> None:
    ours_ms: list[float] = []
    like_ms: list[float] = []
    for typed in _queries(rng, count):
        query = read_query(typed, digits_of=search_digits)
        ours_ms.append(seconds(partial(_find, reader, query)) * 1e3)
        scan = partial(_scan, reader, f"%{typed.replace(' ', '%')}%")
        like_ms.append(seconds(scan) * 1e3)
    for case, values in (("ours", ours_ms), ("LIKE", like_ms)):
        sheet.add(f"{case}: first page, median", percentile(values, 0.5), "ms")
        sheet.add(f"{case}: first page, p95", percentile(values, 0.95), "ms")
        sheet.add(f"{case}: first page, max", max(values), "ms")


def _scroll(sheet: Sheet, reader: apsw.Connection) -> None:
    """Go on from page to page of what is found everywhere."""
    took_ms: list[float] = []
    for typed in _SCROLLED:
        query = read_query(typed, digits_of=search_digits)
        place = _find(reader, query).next
        for _ in range(_PAGES):
            start_s = time.perf_counter()
            place = _find(reader, query, before=place).next
            took_ms.append((time.perf_counter() - start_s) * 1e3)
    for figure, share in (("median", 0.5), ("p95", 0.95)):
        sheet.add(f"ours: next page, {figure}", percentile(took_ms, share), "ms")
    sheet.add("ours: next page, max", max(took_ms), "ms")


def _find(reader: apsw.Connection, query: SearchQuery, *, before: SearchPlace | None = None) -> FoundPage:
    return find(reader, query, before=before, limit=_PAGE, alphabet_of=lambda _: DefaultAlphabet.GSM7)


def _scan(reader: apsw.Connection, pattern: str) -> object:
    return reader.execute(_LIKE, (pattern,)).fetchall()


def _queries(rng: Random, count: int) -> list[str]:
    """Give what people type: words common and rare, two letters, fragments of numbers, ids, nothing known."""
    some = [rng.randint(1, count) for _ in range(8)]
    return [
        "parcel",
        "PARCEL arrives",
        "today between",
        "to",
        f"parcel {some[0]}",
        f"{some[1]} arrives",
        str(RECIPIENT_BASE + some[2]),
        f"0{RECIPIENT_BASE + some[3] - 381_000_000_000}",
        f"64 000 {some[4] % 1_000:03}",
        str(some[5])[-4:],
        provider_id(some[6]),
        provider_id(some[7])[:8],
        "14 and 17",
        "no such word",
        "čekaj",
        "你好",
    ]
