"""The filing at the start: in steps, beside everything else, and never in its way."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.support.desk import PROFILE, folders_in, open_desk
from tests.support.fake_clocks import START_US, FakeClocks
from tests.support.journal_file import NOW_US
from tests.unit.storage.test_filing import on_the_wire
from vox_console.domain.concatenation import DAY_US
from vox_console.domain.delivery import Delivery
from vox_console.services.controller import DATABASE_NAME
from vox_console.services.events import OptOutsChanged, RefusalsChanged, ThreadsChanged
from vox_console.services.filing import STEP
from vox_console.settings.auto_reply import AutoReplyTo
from vox_console.settings.profiles import ProfileStore
from vox_console.storage.connection import connect, create_private
from vox_console.storage.migrations import migrate
from vox_console.storage.schema import STEPS

NATIONAL, OURS = "0641234567", "381600000000"


def store_old(path: Path, count: int) -> None:
    """Leave a journal of before there were threads: one customer with a national number, and others."""
    folders = folders_in(path)
    ProfileStore(folders.config).save(PROFILE)
    create_private(folders.data / DATABASE_NAME)
    db = connect(folders.data / DATABASE_NAME, write=True)
    migrate(db, STEPS[: [step.name for step in STEPS].index("threads")])
    for number in range(count):
        source = NATIONAL if number == 0 else f"38164{number:07}"
        part = on_the_wire(Delivery(source, OURS, 0, 0, b"Hi"))
        db.execute(
            "INSERT INTO inbound (profile, received_at_us, source, destination, esm_class, data_coding,"
            " short_message, raw) VALUES (?,?,?,?,0,0,?,?)",
            (PROFILE.name, NOW_US + number, source, OURS, part.short_message, part.raw),
        )
    db.close()


def test_old_parts_are_filed_in_steps_as_their_account_reads_them(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            await desk.controller.filing.finished()
            steps = [event for event in desk.events if isinstance(event, ThreadsChanged)]
            assert [len(step.thread_ids) for step in steps] == [STEP, STEP, 1]
            ids = await desk.controller.inbox.thread_ids()
            assert len(ids) == 2 * STEP + 1
            (oldest,) = await desk.controller.inbox.threads(ids[-1:])
            assert oldest.key.theirs == "+381641234567"

    store_old(tmp_path, 2 * STEP + 1)
    asyncio.run(story())


def test_what_was_refused_before_is_told_and_nothing_is_answered(tmp_path: Path) -> None:
    answering = PROFILE.model_copy(
        update={"auto_reply": "Hi", "auto_reply_to": AutoReplyTo.EVERY, "stop_reply": "Bye"}
    )

    async def story() -> None:
        clocks = FakeClocks()
        async with open_desk(tmp_path, profile=answering, clocks=clocks) as desk:
            await desk.controller.filing.finished()
            await desk.settled()
            told = {type(event) for event in desk.events}
            assert told >= {ThreadsChanged, RefusalsChanged, OptOutsChanged}
            assert await desk.controller.refusals.waiting() == 1
            register = desk.controller.opt_outs
            entered = await register.entries(await register.search())
            assert [entry.what.evidence for entry in entered] == ["Unsubscribe"]
            assert list(await desk.controller.message_ids()) == []
            assert desk.transport.submitted == []

    store_old(tmp_path, 1)
    db = connect(folders_in(tmp_path).data / DATABASE_NAME, write=True)
    for source, text, days in (("381640000001", b"STOP", 400), ("381640000002", b"Unsubscribe", 3)):
        part = on_the_wire(Delivery(source, OURS, 0, 0, text))
        db.execute(
            "INSERT INTO inbound (profile, received_at_us, source, destination, esm_class, data_coding,"
            " short_message, raw) VALUES (?,?,?,?,0,0,?,?)",
            (PROFILE.name, START_US - days * DAY_US, source, OURS, part.short_message, part.raw),
        )
    db.close()
    asyncio.run(story())


def test_who_leaves_at_once_leaves_the_rest_for_the_next_start(tmp_path: Path) -> None:
    async def leave() -> None:
        async with open_desk(tmp_path, profile=None):
            pass

    async def look() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            await desk.controller.filing.finished()
            assert await desk.controller.inbox.unread() == 3 * STEP

    store_old(tmp_path, 3 * STEP)
    asyncio.run(leave())
    asyncio.run(look())


def test_where_nothing_is_to_be_filed_nothing_is_told(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            await desk.controller.filing.finished()
            await desk.settled()
            assert desk.events == []

    asyncio.run(story())
