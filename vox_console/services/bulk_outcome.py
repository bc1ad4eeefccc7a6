"""The result of a job: each row's own cells, and what became of it, page by page out of the journal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Final

from vox_console.domain.message import Message
from vox_console.domain.outcome_words import error_words, iso_time
from vox_console.services.bulk_mends import mended_words
from vox_console.services.bulk_result import write_rows
from vox_console.services.controller import Controller
from vox_console.storage.jobs import JobRow

_PAGE: Final = 1_000

Found = tuple[JobRow, int]


async def write_result(controller: Controller, job_id: int, path: Path) -> int:
    """Write the user's own columns and what became of each row; give how many rows. Raises OSError."""
    job = await controller.bulk.job(job_id)
    rows = controller.bulk.rows(job_id)
    mended = await controller.bulk.mended(job_id)
    loop = asyncio.get_running_loop()

    def each_row() -> Iterator[list[str]]:
        """Ask the loop for one page after another; runs in the thread that writes."""
        while page := asyncio.run_coroutine_threadsafe(_page(controller, rows), loop).result():
            for row, message in page:
                words = mended_words(mended.get(row.number, ()), job.header)
                yield result_row(row, message, width=len(job.header), mended=words)

    return await asyncio.to_thread(write_rows, path, job.header, each_row())


async def _page(controller: Controller, rows: AsyncIterator[Found]) -> list[tuple[JobRow, Message | None]]:
    """Give the next rows with their messages; none at the end."""
    page: list[Found] = []
    async for each in rows:
        page.append(each)
        if len(page) == _PAGE:
            break
    found = await controller.messages([message_id for _, message_id in page if message_id > 0])
    by_id = {message.id: message for message in found}
    return [(row, by_id.get(message_id)) for row, message_id in page]


def result_row(row: JobRow, message: Message | None, *, width: int, mended: str = "") -> list[str]:
    """Give one row's cells and its outcome, in the order of :data:`.bulk_result.OUTCOME_COLUMNS`.

    mended: which of its cells were, in words, "" for none.
    """
    cells = [*row.cells, *[""] * (width - len(row.cells))]
    outcome = message.state.value if message else row.verdict.value
    if message is None and row.accepted:
        outcome = "stopped" if row.reason else "held"
    reason = " ".join(filter(None, (error_words(message) if message else row.reason, mended)))
    ids = " ".join(part.provider_id for part in message.parts if part.provider_id) if message else ""
    updated = iso_time(message.updated_at_us) if message else ""
    return [*cells, str(row.number), outcome, reason, row.recipient, str(row.parts), ids, updated]
