"""The steps of an import, as the program itself takes them."""

from __future__ import annotations

from pathlib import Path

from vox_console.imports.opening import open_table
from vox_console.imports.table import Table
from vox_console.presenters.compose_route import NOWHERE
from vox_console.services.bulk_import import mapped
from vox_console.services.bulk_order import BulkOrder, RowJudge
from vox_console.settings.profiles import Profile
from vox_console.storage.jobs import NewJob

PROFILE = Profile(name="Bench", host="127.0.0.1", port=1, system_id="bench", default_region="RS")


def open_list(source: Path, text: str) -> tuple[Table, BulkOrder]:
    """Open a file and find its columns."""
    table = open_table(source)
    order = BulkOrder(sender="Vox", text=text, number_columns=(), columns={}, default_region="RS")
    return table, mapped(order, table)


def judge_of(order: BulkOrder) -> RowJudge:
    """Give a judge; nobody has opted out."""
    return RowJudge(order, PROFILE, NOWHERE, opted_out=frozenset())


def new_job(table: Table) -> NewJob:
    """Give what the job is about."""
    return NewJob("Bench", "list.csv", table.header or (), "{}")
