"""A journal with messages of every kind, and its delivery log written to files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, cast

from tests.support.journal_file import (
    THREE_PARTS,
    JournalFile,
    accepted,
    filed_receipt,
    new_message,
    refused,
    unanswered,
)
from vox_console.domain.export_format import ExportFormat
from vox_console.domain.log_columns import COLUMNS, LogColumn, Mask
from vox_console.domain.zone_offset import OffsetAt, zone_offset
from vox_console.services.clocks import SystemClocks
from vox_console.services.log_export import Exported, ExportOrder, LogExport
from vox_console.storage.database import Database
from vox_console.storage.schema import STEPS

BELGRADE = cast(OffsetAt, zone_offset("Europe/Belgrade"))


class ExportScene:
    """A journal in `folder`; `close` at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = JournalFile(folder / "journal.db")
        self.database = Database.open(self.journal.path, STEPS, post=lambda answer: answer(), read_only=True)

    def close(self) -> None:
        """Close the file."""
        self.database.close()
        self.journal.close()

    def one_of_every_kind(self) -> list[int]:
        """Store a message that was delivered, one that failed, one of three parts, one refused, and so on."""
        journal = self.journal
        ids = []
        for number, text in enumerate(("delivered", "failed", THREE_PARTS, "refused", "unknown")):
            journal.now_us += 1_234_567
            ids += journal.enqueue(new_message(text))
            for part, request in enumerate(journal.reserve()):
                name = f"{number}a{part}" if number else "4096"
                settled = {3: refused, 4: unanswered}.get(number)
                journal.settle(settled(request) if settled else accepted(request, name))
        ids += journal.enqueue(new_message("waits"))
        journal.now_us += 5_000_001
        journal.arrive(filed_receipt("4096"), filed_receipt("1a0", "UNDELIV", error_code="21b"))
        return ids

    def export(
        self,
        name: str,
        file_format: ExportFormat,
        *,
        columns: Sequence[LogColumn] = COLUMNS,
        mask: Mask = Mask(),  # noqa: B008 - a frozen value
        query: str = "",
        replace: bool = True,
        pages: Iterable[Sequence[int]] | None = None,
        told: Callable[[int], None] = lambda _rows: None,
    ) -> Exported:
        """Write the log, or these pages of it, to a file of this name."""
        order = ExportOrder(
            self.folder / name,
            file_format,
            tuple(columns),
            BELGRADE,
            "Europe/Belgrade",
            mask,
            query=query,
            replace=replace,
        )
        writer = LogExport(self.database, clocks=SystemClocks())
        return asyncio.run(writer.write(order, pages, told=told))

    def rows(self, sql: str, *bindings: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - as SQLite has them
        """Give the rows of a query."""
        return self.journal.rows(sql, *bindings)
