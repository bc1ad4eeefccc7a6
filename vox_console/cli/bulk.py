"""`vox-console bulk`: one text to every row of a file, through the same engine as the window's.

The file is read and judged whole before anything leaves, and the books say what became of every row: rows =
accepted + excluded by each reason. With ``--dry-run`` that is all; ``--rehearse`` sends to the practice
provider, and ``--test-to`` one row to oneself (:mod:`.bulk_trial`). Otherwise the job is stored and run;
Ctrl-C pauses it, and ``bulk --resume`` goes on where it stands, also after a crash. Nothing is repeated: what
was on the wire without an answer is unknown, and stays so. ``--failures-of`` and ``--unsent-of`` make a job
of the rows of an earlier one that definitely failed, or that never left.

Exit codes are those of `send`, for the accepted rows: 4 a fate is unknown (also: still paused); 3 one was
refused or failed, or nothing was sent; 0 all accepted (with --wait: delivered).
"""

from __future__ import annotations

import asyncio
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from vox_console.cli.bulk_books import books_fields, tell_books
from vox_console.cli.bulk_run import connected, run_job
from vox_console.cli.bulk_trial import rehearse, send_one
from vox_console.cli.bulk_usage import contradiction, differing
from vox_console.cli.bulk_when import when_of
from vox_console.cli.exit_codes import NOT_SENT, WRONG_USAGE
from vox_console.cli.journal import open_journal
from vox_console.cli.output import complain, complain_of, print_json, print_text
from vox_console.cli.password import find_passwords
from vox_console.cli.preflight_sheet import preflight_fields, preflight_lines
from vox_console.domain.errors import SendRefused, SettingsError, VoxError
from vox_console.domain.preflight import Preflight
from vox_console.domain.rates import cost_of
from vox_console.domain.recent_rows import needs_word
from vox_console.domain.transport_name import TransportRule
from vox_console.imports.opening import open_table
from vox_console.imports.table import Table
from vox_console.services import bulk_import
from vox_console.services.bulk_left_out import own_list
from vox_console.services.bulk_order import BulkOrder, RowJudge
from vox_console.services.bulk_outcome import result_row, write_result
from vox_console.services.bulk_result import write_rows
from vox_console.services.clocks import SystemClocks
from vox_console.services.controller import Controller
from vox_console.services.stored_list import StoredRows
from vox_console.services.transport_choice import capabilities_of
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile, ProfileStore
from vox_console.settings.vault import open_vault
from vox_console.storage.job_family import Origin
from vox_console.storage.jobs import NewJob
from vox_console.transports.base import Capabilities


def run(arguments: Namespace) -> int:
    """Import, run, print the books, and give the exit code."""
    folders = Folders.choose(arguments.data_dir)
    wrong = contradiction(arguments)
    if wrong:
        complain(wrong)
        return WRONG_USAGE
    try:
        if arguments.resume is not None:
            return asyncio.run(_resume(arguments, folders))
        if arguments.failures_of is not None or arguments.unsent_of is not None:
            return asyncio.run(_again(arguments, folders))
        profile = ProfileStore(folders.config).get(arguments.profile)
        return asyncio.run(_new(arguments, profile, folders))
    except SettingsError as fault:
        complain_of(fault)
        return WRONG_USAGE
    except VoxError as fault:
        complain_of(fault)
        return NOT_SENT


async def _new(arguments: Namespace, profile: Profile, folders: Folders) -> int:
    when = when_of(arguments)
    table = await asyncio.to_thread(lambda: own_list(open_table(Path(arguments.file))))
    for note in table.notes:
        complain(note.text)
    order = bulk_import.mapped(
        BulkOrder(
            sender=arguments.sender,
            text=arguments.text,
            number_columns=(),
            columns={},
            default_region=arguments.country or profile.default_region,
            transport=TransportRule(arguments.transport),
            parts_per_s=arguments.rate or 0.0,
            skip_recent=arguments.recent == "skip",
            recent_said=arguments.recent is not None,
            window=when.window,
            first_wins=arguments.duplicates == "first",
        ),
        table,
        number_columns=arguments.number_column or (),
    )
    if arguments.dry_run or arguments.rehearse:
        async with open_journal(folders) as controller:
            if arguments.rehearse:
                able = capabilities_of(profile, order.transport)
                judge = await _judge(controller, order, profile, able, table)
                return await rehearse(order, profile, table, judge, as_json=arguments.json)
            return await _count(controller, order, profile, table, arguments=arguments)
    vault = await open_vault()
    rule = order.transport
    passwords = await find_passwords(profile, vault, from_stdin=arguments.password_stdin, rule=rule)
    async with connected(folders, vault, profile, passwords, rule) as controller:
        if arguments.test_to is not None:
            return await send_one(controller, order, profile, table, arguments)
        name, header = Path(arguments.file).name, table.header or ()
        new = when.on(NewJob(profile.name, name, header, order.to_json()))
        return await _send(controller, new, order, profile, table, arguments=arguments)


async def _again(arguments: Namespace, folders: Folders) -> int:
    """Send rows of a job again, as a job of their own: those that failed, or those that never left."""
    parent_id = int(arguments.failures_of or arguments.unsent_of)
    origin = Origin.FAILED if arguments.failures_of else Origin.NEVER_LEFT
    vault = await open_vault()
    async with Controller.open(folders, program="command line", vault=vault) as controller:
        rows = await controller.bulk.again.open(parent_id, origin)
        complain(rows.notes[0].text)
        order = _order_again(arguments, rows)
        profile = ProfileStore(folders.config).get(rows.job.profile)
        if arguments.dry_run:
            return await _count(controller, order, profile, rows, arguments=arguments)
    rule = order.transport
    passwords = await find_passwords(profile, vault, from_stdin=arguments.password_stdin, rule=rule)
    async with connected(folders, vault, profile, passwords, rule) as controller:
        rows = await controller.bulk.again.open(parent_id, origin)
        job = rows.job
        new = NewJob(profile.name, job.file_name, job.header, order.to_json(), again=rows.again)
        new = when_of(arguments).on(new)
        return await _send(controller, new, order, profile, rows, arguments=arguments)


def _order_again(arguments: Namespace, rows: StoredRows) -> BulkOrder:
    """Give the order of the job that the rows are of, with what was said otherwise."""
    before = BulkOrder.from_json(rows.job.settings)
    order = replace(
        before,
        sender=arguments.sender or before.sender,
        text=arguments.text or before.text,
        parts_per_s=arguments.rate or before.parts_per_s,
        skip_recent=arguments.recent == "skip",
        recent_said=arguments.recent is not None,
        window=when_of(arguments).window or before.window,
    )
    return bulk_import.mapped(order, rows)


async def _send(
    controller: Controller,
    new: NewJob,
    order: BulkOrder,
    profile: Profile,
    table: Table,
    *,
    arguments: Namespace,
) -> int:
    """Judge and store every row, and run the job."""
    able = controller.way(order.transport)
    if able is None:
        raise SendRefused("Nothing was sent", detail=f"{profile.name} has no {order.transport}.")
    judge = await _judge(controller, order, profile, able, table)
    job_id = await controller.bulk.store(new, bulk_import.judged(table, judge))
    if arguments.recent is None:
        await _refuse_recent(controller, job_id, judge.preflight)
    return await run_job(controller, job_id, arguments)


async def _count(
    controller: Controller, order: BulkOrder, profile: Profile, table: Table, *, arguments: Namespace
) -> int:
    """Only count: nothing is stored, nobody is asked for a password, nothing leaves."""
    judge = await _judge(controller, order, profile, capabilities_of(profile, order.transport), table)
    if arguments.result is None:
        sheet = await asyncio.to_thread(bulk_import.count, table, judge)
    else:
        width, rows = len(table.header or ()), bulk_import.judged(table, judge)
        each = (result_row(row, None, width=width) for row in rows)
        await asyncio.to_thread(write_rows, Path(arguments.result), table.header or (), each)
        sheet = judge.preflight
    rates = await controller.bulk.rates(profile.name)
    books = sheet.books
    cost = cost_of(sheet.countries, rates)
    rate = min(order.parts_per_s or profile.parts_per_s, profile.parts_per_s)  # the account's holds for all
    if arguments.json:
        print_json([books_fields(books) | preflight_fields(sheet, parts_per_s=rate, cost=cost)])
    else:
        tell_books(books, as_json=False)
        start = when_of(arguments).start
        at_us = start.at_us if start else SystemClocks().now_us()
        for line in preflight_lines(sheet, parts_per_s=rate, at_us=at_us, window=order.window, cost=cost):
            print_text(line)
    return 0 if books.accepted else NOT_SENT


async def _judge(
    controller: Controller, order: BulkOrder, profile: Profile, able: Capabilities, table: Table
) -> RowJudge:
    desk = controller.bulk
    opted_out = await desk.opted_out(order.sender)
    now_us = SystemClocks().now_us()
    judge = RowJudge(order, profile, able, opted_out=opted_out, recent=desk.recent(), now_us=now_us)
    if isinstance(table, StoredRows):
        judge.know(await desk.again.numbers(table.job.id))
    return judge


async def _refuse_recent(controller: Controller, job_id: int, sheet: Preflight) -> None:
    """Tell who got nearly this text lately. Raises SendRefused when they are many: somebody has to say so."""
    recent, rows = sheet.recent, sheet.books.accepted
    if not recent.rows:
        return
    words = f"{recent.rows} of {rows} accepted rows were sent nearly this text within a day, or may have been"
    if needs_word(recent, rows=rows):
        await controller.bulk.discard(job_id)
        raise SendRefused(
            "Nothing was sent", detail=words, hint="Say --recent skip to leave them out, or --recent send."
        )
    complain(f"{words}; they are sent to all the same (see --recent)")


async def _resume(arguments: Namespace, folders: Folders) -> int:
    vault = await open_vault()
    async with Controller.open(folders, program="command line", vault=vault) as controller:
        desk = controller.bulk
        job = await (desk.job(int(arguments.resume)) if arguments.resume else desk.only_open())
        order = BulkOrder.from_json(job.settings)
        if others := differing(arguments, job, order):
            detail = f"job {job.id} has another {others}"
            raise SettingsError("A job goes on as it was stored; nothing was sent", detail=detail)
        books, progress = await desk.books(job.id), await desk.progress(job.id)
        complain(f"job {job.id}, {job.file_name}: {progress.held + progress.queued:,} held")
        if arguments.dry_run:
            if arguments.result is not None:
                await write_result(controller, job.id, Path(arguments.result))
            tell_books(books, job_id=job.id, state=job.state, progress=progress, as_json=arguments.json)
            return 0
    profile = ProfileStore(folders.config).get(job.profile)
    rule = order.transport
    passwords = await find_passwords(profile, vault, from_stdin=arguments.password_stdin, rule=rule)
    async with connected(folders, vault, profile, passwords, rule) as controller:
        if arguments.at is not None:
            await controller.bulk.set_start(job.id, when_of(arguments).start)
        return await run_job(controller, job.id, arguments)
