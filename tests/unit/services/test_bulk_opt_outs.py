"""Who opts out while a job runs: between feeding and reservation, while it is paused, and on the wire."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from tests.support.desk import Desk, open_desk
from tests.support.fake_clocks import run_story
from tests.support.fake_transport import FakeTransport
from tests.unit.services.test_bulk import ORDER, answer_all, later, rows, run_until, sent_to, started, stored
from vox_console.domain.opt_out import OptOut
from vox_console.services.events import MessagesQueued
from vox_console.storage import jobs
from vox_console.storage.jobs import JobState

RTHROTTLED = 0x58


def fed(desk: Desk) -> list[int]:
    """Give the messages that became of rows so far."""
    return [each for event in desk.events if isinstance(event, MessagesQueued) for each in event.message_ids]


def test_a_number_that_opts_out_between_outbox_and_wire_gets_nothing(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, FakeTransport(answers=False, room=1)) as desk:
            job_id = await stored(desk, 3)
            async with started(desk, job_id) as running:
                await later(desk, lambda: len(fed(desk)) == 3 and len(desk.transport.submitted) == 1)
                queued = await desk.database.read(partial(jobs.queued, job_id=job_id))
                assert len(queued) == 2
                last = rows(3)[-1].recipient
                added = await desk.controller.opt_outs.add([OptOut(last, at_us=1)])
                assert added.taken_back == [queued[-1]]
                answer_all(desk.transport)
                assert await run_until(desk, running) is JobState.DONE
            assert sent_to(desk.transport) == [row.recipient for row in rows(3)[:2]]
            progress = await desk.controller.bulk.progress(job_id)
            assert (progress.stopped, progress.outcomes) == (1, {"accepted": 2})

    run_story(story())


def test_a_number_that_opts_out_while_the_job_is_paused_gets_nothing_when_it_goes_on(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, FakeTransport(answers=False, room=1)) as desk:
            job_id = await stored(desk, 30, order=replace(ORDER, parts_per_s=10.0))
            async with started(desk, job_id) as running:
                await later(desk, lambda: len(fed(desk)) > 1 and len(desk.transport.submitted) == 1)
                await desk.controller.bulk.pause(job_id)
                await running
            assert len(fed(desk)) < 30
            first, last = rows(30)[1].recipient, rows(30)[-1].recipient
            await desk.controller.opt_outs.add([OptOut(first, at_us=1), OptOut(last, at_us=1)])
            answer_all(desk.transport)
            async with started(desk, job_id) as again:
                assert await run_until(desk, again) is JobState.DONE
            wanted = [row.recipient for row in rows(30) if row.recipient not in {first, last}]
            assert sent_to(desk.transport) == wanted
            assert (await desk.controller.bulk.progress(job_id)).stopped == 2

    run_story(story())


def test_what_the_provider_puts_off_is_asked_about_again(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, FakeTransport(answers=False, room=1)) as desk:
            job_id = await stored(desk, 2)
            async with started(desk, job_id) as running:
                await later(desk, lambda: len(fed(desk)) == 2 and len(desk.transport.submitted) == 1)
                first = rows(2)[0].recipient
                assert (await desk.controller.opt_outs.add([OptOut(first, at_us=1)])).taken_back == []
                desk.transport.answers = True
                desk.transport.refuse(list(desk.transport.open.values()), RTHROTTLED)
                assert await run_until(desk, running) is JobState.DONE
            assert sent_to(desk.transport) == [row.recipient for row in rows(2)]
            progress = await desk.controller.bulk.progress(job_id)
            assert (progress.stopped, progress.outcomes) == (1, {"accepted": 1})

    run_story(story())
