"""Who got nearly the same text lately: asked of a real journal, from a thread and while rows are fed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.support.desk import ORDER, RECIPIENT, open_desk
from tests.support.fake_clocks import run_story
from vox_console.services.bulk_recent import About, RecentSends, from_within
from vox_console.storage.recent_sends import Sent

NOW_US = 1_800_000_000_000_000


def test_the_age_is_that_of_the_newest_text_that_is_nearly_the_same() -> None:
    asked: list[Sequence[str]] = []
    sent = [
        Sent(NOW_US - 1_000_000, "Quite another"),
        Sent(NOW_US - 5_000_000, "Hello 1"),
        Sent(0, "Hello 2"),
    ]

    def look(recipients: Sequence[str]) -> dict[str, list[Sent]]:
        asked.append(recipients)
        return {"1": sent}

    recent = RecentSends(look, now_us=NOW_US)
    wanted = [About("1", "hello 7"), About("2", "hello 7"), About("1", "Goodbye")]
    assert recent.ages_s(wanted) == [5.0, None, None]
    assert asked == [["1", "2", "1"]]


def test_single_sends_count_for_a_day(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await desk.controller.send(ORDER)
            ask = [About(RECIPIENT, "HELLO"), About(RECIPIENT, "Goodbye")]
            desk.clocks.advance(2_400)
            assert await asyncio.to_thread(desk.controller.bulk.recent().ages_s, ask) == [2_400.0, None]
            within = await desk.database.read(
                lambda db: from_within(db, now_us=desk.clocks.now_us(), except_job=0).ages_s(ask)
            )
            assert within == [2_400.0, None]
            desk.clocks.advance(24 * 3_600)
            assert await asyncio.to_thread(desk.controller.bulk.recent().ages_s, ask) == [None, None]

    run_story(story())


def test_what_was_taken_back_does_not_count(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            (message,) = await desk.controller.send(replace(ORDER, hold_s=5.0))
            assert await desk.controller.withdraw([message.id]) == [message.id]
            recent = desk.controller.bulk.recent()
            assert await asyncio.to_thread(recent.ages_s, [About(RECIPIENT, "Hello")]) == [None]

    run_story(story())
