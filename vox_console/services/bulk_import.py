"""From a file to a stored job: every row judged and kept, or only counted for a dry run.

Rows stream from the reader's thread into the journal (:mod:`.bulk_pouring`), so that a file of a million rows
needs no more memory than the numbers it holds (to find repeated ones) and the window goes on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Final

from vox_console.domain.bulk_mapping import columns_to_try, guess_number_columns, match_fields
from vox_console.domain.bulk_number import reader_for
from vox_console.domain.errors import SettingsError, Severity
from vox_console.domain.merge_fields import parse
from vox_console.domain.preflight import Preflight
from vox_console.domain.rates import RateRange, SeenRate, rate_ranges
from vox_console.imports.table import Table
from vox_console.services.bulk_order import BulkOrder, RowJudge
from vox_console.services.bulk_pouring import BATCH, Pouring
from vox_console.services.undisturbed import undisturbed
from vox_console.storage import jobs
from vox_console.storage.database import Database
from vox_console.storage.jobs import JobRow, JobState, NewJob
from vox_console.storage.seen_rates import seen_rates

SAMPLE: Final = 200
RATES_DAYS: Final = 30


def mapped(order: BulkOrder, table: Table, *, number_columns: Sequence[str] = ()) -> BulkOrder:
    """Complete an order by what the file's columns are: where the numbers stand, and what fills each field.

    number_columns: names, or positions from 1, in the order in which they are tried; none to guess. Raises
    SettingsError, in words.
    """
    header = table.header or ()
    template = parse(order.text)
    columns = {**match_fields(template.fields, header), **order.columns}
    for problem in template.bind(columns).problems:
        if problem.severity is Severity.ERROR:
            raise SettingsError("The text cannot be filled", detail=problem.text)
    if number_columns:
        chosen = dict.fromkeys(_column(each, header) for each in number_columns)  # each once
        return replace(order, number_columns=tuple(chosen), columns=columns)
    if order.number_columns:
        return replace(order, columns=columns)
    guesses = guess_number_columns(header, [row.cells for row in table.preview(SAMPLE)])
    if not guesses:
        raise SettingsError(
            "No column seems to hold phone numbers",
            detail=f"columns: {', '.join(header) or 'without names'}",
            hint="Name the column.",
        )
    return replace(order, number_columns=columns_to_try(guesses), columns=columns)


def _column(named: str, header: Sequence[str]) -> int:
    for at, name in enumerate(header):
        if name.strip().casefold() == named.strip().casefold():
            return at
    if named.isascii() and named.isdigit() and int(named) > 0:
        return int(named) - 1
    raise SettingsError(
        "There is no such column", detail=f"“{named}”", hint=f"Columns: {', '.join(header) or 'none named'}."
    )


def judged(table: Table, judge: RowJudge) -> Generator[JobRow, None, None]:
    """Judge every row of a file in order; then the judge forgets their numbers. Blocking.

    Raises ImportFault, StoreError.
    """
    reading = table.rows()
    try:
        while rows := judge.judge_all(islice(reading, BATCH)):
            yield from rows
    finally:
        judge.forget()


def count(table: Table, judge: RowJudge) -> Preflight:
    """Judge every row of a file and keep nothing but the figures: a dry run."""
    with undisturbed():
        for _ in judged(table, judge):
            pass
    return judge.preflight


async def store(
    database: Database,
    new: NewJob,
    rows: Iterable[JobRow],
    *,
    now_us: int,
    told: Callable[[int], None] = lambda _rows: None,
) -> int:
    """Store a job with all its rows; give its id. told: hears how many rows are stored so far.

    A job whose import does not come to its end is dropped at the next start. Raises StoreError, and what the
    reading of the file raises; then nothing of the job is kept.
    """
    job_id = await database.run(partial(jobs.create, new=new, now_us=now_us))
    try:
        with undisturbed():
            await Pouring(database, job_id, told).run(iter(rows))
    except BaseException:
        await database.run(partial(jobs.drop, job_id=job_id))
        raise
    await database.run(partial(jobs.set_state, job_id=job_id, state=JobState.READY))
    return job_id


async def rates(database: Database, *, profile: str, now_us: int) -> dict[str, RateRange]:
    """Give the range of the rates that the provider told this account lately, by the region of numbers."""
    since_us = now_us - RATES_DAYS * 86_400 * 1_000_000
    seen = await database.read(partial(seen_rates, profile=profile, since_us=since_us))
    reader = reader_for("")
    return rate_ranges(SeenRate(reader.read(each.number).region, each.text, each.times) for each in seen)
