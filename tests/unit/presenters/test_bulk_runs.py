"""Runs are counted from their start to their end, and all end before the session does."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.support.desk import PROFILE, ActionRunner, open_desk
from tests.support.fake_clocks import run_story
from tests.support.fake_transport import FakeTransport
from vox_console.domain.bulk_books import RowClass
from vox_console.presenters.bulk_runs import BulkRuns
from vox_console.services.bulk_order import BulkOrder
from vox_console.storage.jobs import JobRow, JobState, NewJob

ORDER = BulkOrder(sender="Vox", text="Hello", number_columns=(0,), columns={})


def test_two_runs_end_before_the_session_and_stand_paused_or_ready(tmp_path: Path) -> None:
    async def story() -> None:
        async with (
            open_desk(tmp_path, FakeTransport(binds=False)) as desk,
            asyncio.TaskGroup() as tasks,
        ):
            run = ActionRunner(tasks)
            runs = BulkRuns(desk.controller, run)
            told: list[int] = []
            row = JobRow(2, ("+381641234567",), RowClass.ACCEPTED, "381641234567", parts=1)
            new = NewJob(PROFILE.name, "a.csv", ("phone",), ORDER.to_json())
            for _ in range(2):
                job_id = await desk.controller.bulk.store(new, [row])

                async def then(ended: int = job_id) -> None:
                    told.append(ended)

                runs.start(job_id, then)
            await desk.settled()
            assert (1 in runs, 2 in runs, 3 in runs) == (True, True, False)
            await runs.leave()
            await run.rest()
            assert sorted(told) == [1, 2]
            assert 1 not in runs
            states = [(await desk.controller.bulk.job(each)).state for each in (1, 2)]
            assert states == [JobState.PAUSED, JobState.READY]
            assert desk.transport.submitted == []
            assert run.failures == []

    run_story(story())
