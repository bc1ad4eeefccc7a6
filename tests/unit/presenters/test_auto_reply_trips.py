"""Numbers that get no automatic answers any more: told once each, and answered again by hand."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.support.desk import ActionRunner, open_desk
from tests.unit.services.test_auto_replies import EVERY, THEIRS, hear, said
from vox_console.presenters.auto_reply_trips import AutoReplyTrips
from vox_console.presenters.notices import NoticePresenter

TITLE = "+381 64 1234567 gets no automatic answers any more"


def test_a_trip_is_told_until_a_person_resets_it(tmp_path: Path) -> None:
    async def main() -> None:
        async with open_desk(tmp_path, profile=EVERY) as desk, asyncio.TaskGroup() as tasks:
            run = ActionRunner(tasks)
            notices = NoticePresenter(run)
            trips = AutoReplyTrips(desk.controller, run, notices)
            desk.controller.subscribe(trips.heard)
            await trips.look()
            assert not notices.notices
            await hear(desk, *[said(f"text {number}") for number in range(6)])
            await run.rest()
            assert [notice.title for notice in notices.notices] == [TITLE]
            notices.action_pressed(notices.notices[0].key)
            await run.rest()
            assert not notices.notices
            assert await desk.controller.auto_replies.trips() == []
            await hear(desk, *[said(f"more {number}") for number in range(4)])
            assert [trip.number for trip in await desk.controller.auto_replies.trips()] == [THEIRS]
            await desk.controller.auto_replies.reset(THEIRS)
            await run.rest()
            assert not notices.notices
            assert run.failures == []

    asyncio.run(main())
