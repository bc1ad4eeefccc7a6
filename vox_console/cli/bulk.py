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
import signal
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

from vox_console.cli.bulk_trial import rehearse, send_one
from vox_console.cli.bulk_usage import contradiction, differing
from vox_console.cli.bulk_when import waits_words, when_of
from vox_console.cli.exit_codes import NOT_SENT, UNKNOWN_FATE, WRONG_USAGE
from vox_console.cli.journal import open_journal
from vox_console.cli.output import complain, complain_of, print_json, print_text
from vox_console.cli.password import find_passwords
from vox_console.cli.preflight_sheet import preflight_fields, preflight_lines
from vox_console.domain.bulk_books import Books
from vox_console.domain.errors import SendRefused, SettingsError, VoxError
from vox_console.domain.link import Bound
from vox_console.domain.message import FINAL_STATES, MessageState
from vox_console.domain.preflight import Preflight
from vox_console.domain.rates import cost_of
from vox_console.domain.recent_rows import needs_word
from vox_console.domain.transport_name import TransportRule
from vox_console.imports.opening import open_table
from vox_console.imports.table import Table
from vox_console.presenters.compose_words import plural
from vox_console.services import bulk_import
from vox_console.services.bulk_left_out import own_list
from vox_console.services.bulk_order import BulkOrder, RowJudge
from vox_console.services.bulk_outcome import result_row, write_result
from vox_console.services.bulk_recheck import recents_words
from vox_console.services.bulk_result import write_rows
from vox_console.services.clocks import SystemClocks
from vox_console.services.controller import Controller
from vox_console.services.patience import until_link
from vox_console.services.stored_list import StoredRows
from vox_console.services.transport_choice import Passwords, capabilities_of, only
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile, ProfileStore
from vox_console.settings.vault import CredentialVault, open_vault
from vox_console.storage.job_family import Origin
from vox_console.storage.job_progress import Progress
from vox_console.storage.jobs import JobState, NewJob
from vox_console.transports.base import Capabilities

CONNECT_S = 10.0
_NOT_FINAL = frozenset({"accepted", "enroute", "forgotten", "sending", "queued"})
_FAILED = frozenset({"refused", "undeliverable", "rejected", "expired", "deleted", "draft"})


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
    async with _connected(folders, vault, profile, passwords, rule) as controller:
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
    async with _connected(folders, vault, profile, passwords, rule) as controller:
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
    return await _run(controller, job_id, arguments)


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
        _tell(books, as_json=False)
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
            _tell(books, job_id=job.id, state=job.state, progress=progress, as_json=arguments.json)
            return 0
    profile = ProfileStore(folders.config).get(job.profile)
    rule = order.transport
    passwords = await find_passwords(profile, vault, from_stdin=arguments.password_stdin, rule=rule)
    async with _connected(folders, vault, profile, passwords, rule) as controller:
        if arguments.at is not None:
            await controller.bulk.set_start(job.id, when_of(arguments).start)
        return await _run(controller, job.id, arguments)


@asynccontextmanager
async def _connected(
    folders: Folders,
    vault: CredentialVault,
    profile: Profile,
    passwords: Passwords,
    rule: TransportRule,
) -> AsyncIterator[Controller]:
    """Open the journal and connect the account over the ways that a job of this rule may take."""
    async with Controller.open(
        folders, program="command line", vault=vault, make_transports=only(rule)
    ) as controller:
        await controller.connect(profile, passwords.usual, rest_password=passwords.rest)
        await until_link(controller, timeout_s=CONNECT_S)
        await controller.ready(rule, timeout_s=CONNECT_S)
        yield controller


async def _run(controller: Controller, job_id: int, arguments: Namespace) -> int:
    """Run a job to its end, or until Ctrl-C pauses it; then wait for receipts, write and tell the result."""
    go_on = f"Go on with: vox-console bulk --resume {job_id}"
    if not isinstance(controller.link, Bound):
        state_words = getattr(controller.link, "reason", "")
        raise SendRefused("The job was not started", detail=state_words or "Nobody answers.", hint=go_on)
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: asyncio.run turns Ctrl-C into a cancellation there
            loop.add_signal_handler(number, asked.set)
    job = await controller.bulk.job(job_id)
    start_at_us, now_us = job.start_at_us, SystemClocks().now_us()
    if start_at_us > now_us:
        complain(waits_words(start_at_us, now_us=now_us))
    window = BulkOrder.from_json(job.settings).window
    if window is not None:
        complain(f"leaves only within {window} where each number lives; Ctrl-C pauses it")
    state = await _until_asked(controller, job_id, asked)
    if asked.is_set():
        left = await controller.bulk.pause(job_id)
        state = JobState.PAUSED
        complain(f"paused: {left.on_the_wire} on the wire cannot be recalled, {left.held} held")
        complain(go_on)
    elif recent_rows := (await controller.bulk.job(job_id)).recent_rows:
        complain(f"paused: {recents_words(recent_rows)} Going on sends to them all the same.")
        complain(go_on)
    elif arguments.wait:
        await _wait_for_receipts(controller, job_id, asked, timeout_s=arguments.wait)
    await controller.disconnect()  # after which nothing more is heard
    if arguments.result is not None:
        await write_result(controller, job_id, Path(arguments.result))
    books, progress = await controller.bulk.books(job_id), await controller.bulk.progress(job_id)
    _tell(books, job_id=job_id, state=state, progress=progress, as_json=arguments.json)
    return exit_code(books, state, progress, delivery_wanted=bool(arguments.wait))


async def _until_asked(controller: Controller, job_id: int, asked: asyncio.Event) -> JobState:
    """Run the job; stop feeding when somebody asks for the end."""
    try:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(controller.bulk.run(job_id))
            asking = tasks.create_task(asked.wait())
            await asyncio.wait({running, asking}, return_when=asyncio.FIRST_COMPLETED)
            asking.cancel()
            if not running.done():
                running.cancel()
                return JobState.PAUSED
    except ExceptionGroup as several:
        raise several.exceptions[0] from None  # there is one: why the job cannot be run
    return running.result()


async def _wait_for_receipts(
    controller: Controller, job_id: int, asked: asyncio.Event, *, timeout_s: float
) -> None:
    """Wait until every message of the job is final, the time is over, or somebody asks for the end."""
    ids = [message_id async for _, message_id in controller.bulk.rows(job_id) if message_id > 0]
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(
            controller.wait(
                ids,
                done=lambda each: each.state in FINAL_STATES or each.state is MessageState.UNKNOWN,
                timeout_s=timeout_s,
            )
        )
        asking = tasks.create_task(asked.wait())
        await asyncio.wait({waiting, asking}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        asking.cancel()


def exit_code(books: Books, state: JobState, progress: Progress, *, delivery_wanted: bool) -> int:
    """Give the code that says the worst that is true of any accepted row."""
    outcomes = {word for word, count in progress.outcomes.items() if count}
    unknown = {"unknown", *_NOT_FINAL} if delivery_wanted else {"unknown"}
    if outcomes & unknown or state is not JobState.DONE or progress.on_the_wire:
        return UNKNOWN_FATE
    if outcomes & _FAILED or progress.stopped or not books.accepted:
        return NOT_SENT
    return 0


def _tell(
    books: Books,
    *,
    as_json: bool,
    job_id: int | None = None,
    state: JobState | None = None,
    progress: Progress | None = None,
) -> None:
    fields = books_fields(books)
    if job_id is not None and state is not None and progress is not None:
        fields |= {
            "job": job_id,
            "state": state.value,
            "outcomes": dict(progress.outcomes),
            "held": progress.held,
            "stopped": progress.stopped,
        }
    if as_json:
        print_json([fields])
        return
    rows, parts = plural(books.rows, "row"), plural(books.parts, "part")
    print_text(f"{rows} = {books.accepted:,} accepted ({parts})")
    for reason, count in books.excluded.items():
        print_text(f"  + {count} {reason.value.replace('_', ' ')}")
    for word, count in (progress.outcomes if progress else {}).items():
        print_text(f"{count} {word}")


def books_fields(books: Books) -> dict[str, object]:
    """Give the object of a job's books: a promise to other programs, keys only ever added."""
    return {
        "rows": books.rows,
        "accepted_rows": books.accepted,
        "excluded": {reason.value: count for reason, count in books.excluded.items()},
        "parts": books.parts,
    }
