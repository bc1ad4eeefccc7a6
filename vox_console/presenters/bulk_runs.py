"""The jobs that this window has started: one runs, others wait for their turns. Qt-free.

A job runs as long as its action does. When the session ends the actions end first, and each job stands
paused, to be offered by the next session. Whatever else ends a run before its end (a way that is not there, a
journal that cannot be read) pauses it too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from vox_console.domain.errors import VoxError
from vox_console.presenters.runner import Run
from vox_console.services.controller import Controller
from vox_console.storage.jobs import JobState


class BulkRuns:
    """Starts jobs. Each is there from its start until its run has ended."""

    def __init__(self, controller: Controller, run: Run) -> None:
        self._controller = controller
        self._run = run
        self._ended: dict[int, asyncio.Event] = {}
        self._end = asyncio.Event()

    def __contains__(self, job_id: int) -> bool:
        return job_id in self._ended

    def start(self, job_id: int, then: Callable[[], Awaitable[None]]) -> None:
        """Run a job; `then` is told when the run has ended, however that was."""
        ended = self._ended[job_id] = asyncio.Event()

        async def run() -> None:
            try:
                await self._until_ended(job_id)
            finally:
                del self._ended[job_id]
                ended.set()
                await then()

        self._run(run, name="run the job")

    async def leave(self) -> None:
        """End every run before the session does: the jobs stand paused."""
        self._end.set()
        for ended in list(self._ended.values()):
            await ended.wait()

    async def _until_ended(self, job_id: int) -> None:
        """Run the job until it ends, or until the session does. Raises VoxError."""
        desk = self._controller.bulk
        faults: list[VoxError] = []

        async def run() -> None:
            try:
                await desk.run(job_id)
            except VoxError as fault:
                faults.append(fault)

        try:
            async with asyncio.TaskGroup() as tasks:
                both = {tasks.create_task(run()), tasks.create_task(self._end.wait())}
                await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
                for each in both:
                    each.cancel()
        finally:
            if (await desk.job(job_id)).state is JobState.RUNNING:
                await desk.pause(job_id)
        for fault in faults:
            raise fault
