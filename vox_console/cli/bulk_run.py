"""Runs a stored job from the command line to its end, or until Ctrl-C pauses it; tells what came of it."""

from __future__ import annotations

import asyncio
import signal
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from vox_console.cli.bulk_books import tell_books
from vox_console.cli.bulk_when import waits_words
from vox_console.cli.exit_codes import NOT_SENT, UNKNOWN_FATE
from vox_console.cli.output import complain
from vox_console.domain.bulk_books import Books
from vox_console.domain.errors import SendRefused
from vox_console.domain.link import Bound
from vox_console.domain.message import FINAL_STATES, MessageState
from vox_console.domain.transport_name import TransportRule
from vox_console.services.bulk_order import BulkOrder
from vox_console.services.bulk_outcome import write_result
from vox_console.services.bulk_recheck import recents_words
from vox_console.services.clocks import SystemClocks
from vox_console.services.controller import Controller
from vox_console.services.patience import until_link
from vox_console.services.transport_choice import Passwords, only
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile
from vox_console.settings.vault import CredentialVault
from vox_console.storage.job_progress import Progress
from vox_console.storage.jobs import JobState

CONNECT_S = 10.0
_NOT_FINAL = frozenset({"accepted", "enroute", "forgotten", "sending", "queued"})
_FAILED = frozenset({"refused", "undeliverable", "rejected", "expired", "deleted", "draft"})


@asynccontextmanager
async def connected(
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


async def run_job(controller: Controller, job_id: int, arguments: Namespace) -> int:
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
    tell_books(books, job_id=job_id, state=state, progress=progress, as_json=arguments.json)
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
