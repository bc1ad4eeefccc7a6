"""How many messages wait in the review tray, in the menu and as a notice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from tests.support.desk import ActionRunner, Desk, open_desk
from tests.support.fake_transport import customer_message
from vox_console.presenters.notices import NoticePresenter
from vox_console.presenters.refusals_waiting import RefusalsWaiting


class Bench:
    """A window's count of what waits."""

    def __init__(self, desk: Desk, run: ActionRunner) -> None:
        self.desk = desk
        self.run = run
        self.counts: list[int] = []
        self.reviews = 0
        self.notices = NoticePresenter(run)
        self.waiting = RefusalsWaiting(
            desk.controller, run, self.notices, on_count=self.counts.append, review=self._review
        )
        desk.controller.subscribe(self.waiting.heard)

    def _review(self) -> None:
        self.reviews += 1

    def titles(self) -> list[str]:
        return [notice.title for notice in self.notices.notices]

    async def arrive(self, text: str) -> None:
        self.desk.transport.push(replace(customer_message(text), raw=text.encode()))
        await self.desk.settled()
        await self.run.rest()


def test_what_waits_is_told_and_the_notice_goes_with_it(tmp_path: Path) -> None:
    async def main() -> None:
        async with open_desk(tmp_path) as desk, asyncio.TaskGroup() as tasks:
            bench = Bench(desk, ActionRunner(tasks))
            await bench.waiting.look()
            assert (bench.counts, bench.titles()) == ([0], [])
            await bench.arrive("Please stop")
            assert bench.titles() == ["A message waits for you to decide"]
            await bench.arrive("Wrong number")
            assert (bench.counts, bench.titles()) == ([0, 1, 2], ["2 messages wait for you"])
            bench.notices.action_pressed(bench.notices.notices[0].key)
            await bench.run.rest()
            assert (bench.reviews, bench.titles()) == (1, [])
            first, second = await desk.controller.refusals.ids()
            await desk.controller.refusals.dismiss(first)
            await bench.run.rest()
            assert (bench.counts[-1], bench.titles()) == (1, [])  # it was put away, and nothing is new
            await bench.arrive("Do not text me")
            assert bench.titles() == ["2 messages wait for you"]
            for refusal_id in (second, *(await desk.controller.refusals.ids())[1:]):
                await desk.controller.refusals.dismiss(refusal_id)
            await bench.run.rest()
            assert (bench.counts[-1], bench.titles()) == (0, [])
            assert bench.run.failures == []

    asyncio.run(main())
