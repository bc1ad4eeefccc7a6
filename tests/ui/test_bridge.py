"""Where asyncio and Qt meet: the loop, actions that fail, events in batches."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from vox_console.domain.errors import LinkError
from vox_console.domain.link import LinkGauge, Offline
from vox_console.services.events import (
    Event,
    GaugeChanged,
    InboundStored,
    LinkChanged,
    MessagesChanged,
    MessagesQueued,
    Noted,
)
from vox_console.ui.bridge import FLUSH_MS, Bridge, merged, run_on_qt

LINK = LinkChanged(Offline())
NOTED = Noted(LinkError("Something"))


class Window:
    """A bridge and what came over it."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self.batches: list[list[Event]] = []
        self.failures: list[tuple[str, Exception]] = []
        self.bridge = Bridge(
            tasks,
            on_failure=lambda name, fault: self.failures.append((name, fault)),
            on_events=self.batches.append,
        )

    async def flushed(self, count: int) -> None:
        async with asyncio.timeout(20):
            while len(self.batches) < count:  # noqa: ASYNC110 - a timer of Qt is what is waited for
                await asyncio.sleep(FLUSH_MS / 1_000)


def over_bridge(app: QApplication, story: Callable[[Window], Awaitable[None]]) -> Window:
    """Run a story about an open bridge on Qt's loop."""

    async def main() -> Window:
        async with asyncio.TaskGroup() as tasks:
            window = Window(tasks)
            await story(window)
        window.bridge.close()
        return window

    return run_on_qt(app, main)


class TestLoop:
    def test_it_gives_what_the_program_returned(self, qapp: QApplication) -> None:
        async def main() -> int:
            await asyncio.sleep(0)
            return 7

        assert run_on_qt(qapp, main) == 7

    def test_what_the_program_raised_comes_out(self, qapp: QApplication) -> None:
        async def main() -> None:
            raise LookupError("its own")

        with pytest.raises(LookupError, match="its own"):
            run_on_qt(qapp, main)

    def test_coroutines_and_qt_timers_run_side_by_side(self, qapp: QApplication) -> None:
        async def main() -> list[str]:
            order: list[str] = []
            rang = asyncio.get_running_loop().create_future()

            def ring() -> None:
                order.append("timer")
                rang.set_result(None)

            QTimer.singleShot(5, ring)
            order.append("before")
            await rang
            order.append("after")
            return order

        assert run_on_qt(qapp, main) == ["before", "timer", "after"]


class TestActions:
    def test_a_failure_is_told_with_what_was_tried_and_ends_nothing_else(self, qapp: QApplication) -> None:
        fault = LinkError("No")
        done: list[str] = []

        async def story(window: Window) -> None:
            async def fails() -> None:
                raise fault

            async def works() -> None:
                await asyncio.sleep(0)
                done.append("worked")

            window.bridge.run(fails, name="try it")
            window.bridge.run(works, name="go on")

        assert over_bridge(qapp, story).failures == [("try it", fault)]
        assert done == ["worked"]

    def test_an_action_that_is_called_off_is_no_failure(self, qapp: QApplication) -> None:
        async def main() -> Window:
            async with asyncio.TaskGroup() as tasks:
                window = Window(tasks)

                async def forever() -> None:
                    await asyncio.get_running_loop().create_future()

                window.bridge.run(forever, name="wait")
                await asyncio.sleep(0)
                for task in asyncio.all_tasks() - {asyncio.current_task()}:
                    task.cancel()
            window.bridge.close()
            return window

        assert run_on_qt(qapp, main).failures == []

    def test_after_the_end_nothing_is_started_and_nothing_complains(self, qapp: QApplication) -> None:
        async def story(_window: Window) -> None:
            return None

        window = over_bridge(qapp, story)

        async def late() -> None:
            raise AssertionError("it must not run")

        window.bridge.run(late, name="too late")
        gc.collect()  # a coroutine that was made and never awaited would say so here
        assert window.failures == []


class TestEvents:
    def test_a_burst_arrives_as_one_batch(self, qapp: QApplication) -> None:
        async def story(window: Window) -> None:
            for number in range(1_000):
                window.bridge.publish(MessagesQueued((number,)))
                window.bridge.publish(MessagesChanged((number,)))
            assert window.batches == []
            await window.flushed(1)
            await asyncio.sleep(3 * FLUSH_MS / 1_000)

        numbers = tuple(range(1_000))
        assert over_bridge(qapp, story).batches == [[MessagesQueued(numbers), MessagesChanged(numbers)]]

    def test_what_comes_later_arrives_with_a_later_batch(self, qapp: QApplication) -> None:
        async def story(window: Window) -> None:
            window.bridge.publish(LINK)
            await window.flushed(1)
            window.bridge.publish(NOTED)
            await window.flushed(2)

        assert over_bridge(qapp, story).batches == [[LINK], [NOTED]]

    def test_after_the_end_nothing_is_handed_over(self, qapp: QApplication) -> None:
        async def story(window: Window) -> None:
            window.bridge.publish(LINK)

        window = over_bridge(qapp, story)

        async def wait() -> None:
            await asyncio.sleep(3 * FLUSH_MS / 1_000)

        run_on_qt(qapp, wait)
        assert window.batches == []


class TestMerging:
    def test_one_event_for_each_kind_that_can_be_folded(self) -> None:
        gauges = [GaugeChanged(LinkGauge(in_flight=number)) for number in range(3)]
        burst: list[Event] = [
            gauges[0], MessagesChanged((3, 1)), MessagesQueued((5,)), LINK, gauges[1],
            MessagesChanged((1, 5)), NOTED, MessagesQueued((4,)), gauges[2], InboundStored(2),
        ]  # fmt: skip
        assert merged(burst) == [
            MessagesQueued((4, 5)),
            MessagesChanged((3, 1, 5)),
            LINK,
            NOTED,
            InboundStored(2),
            gauges[2],
        ]

    def test_each_way_keeps_its_last_gauge(self) -> None:
        gauges = [
            GaugeChanged(LinkGauge(in_flight=number), transport)
            for number in range(2)
            for transport in ("smpp", "rest")
        ]
        assert merged(gauges) == gauges[2:]

    def test_nothing_is_nothing(self) -> None:
        assert merged([]) == []

    @given(
        st.lists(
            st.one_of(
                st.builds(MessagesQueued, st.lists(st.integers(0, 9), max_size=4).map(tuple)),
                st.builds(MessagesChanged, st.lists(st.integers(0, 9), max_size=4).map(tuple)),
                st.builds(
                    GaugeChanged,
                    st.builds(LinkGauge, in_flight=st.integers(0, 9)),
                    st.sampled_from(["smpp", "rest"]),
                ),
                st.builds(InboundStored, st.integers(0, 9)),
                st.sampled_from([LINK, NOTED]),
            ),
            max_size=12,
        )
    )
    def test_no_id_and_no_other_event_is_lost(self, burst: list[Event]) -> None:
        folded = merged(burst)
        for kind in (MessagesQueued, MessagesChanged):
            before = {number for each in burst if isinstance(each, kind) for number in each.message_ids}
            after = [number for each in folded if isinstance(each, kind) for number in each.message_ids]
            assert set(after) == before
        others = InboundStored, LinkChanged, Noted
        assert [each for each in folded if isinstance(each, others)] == [
            each for each in burst if isinstance(each, others)
        ]
        gauges = [each for each in burst if isinstance(each, GaugeChanged)]
        last = {each.transport: each for each in gauges}
        assert [each for each in folded if isinstance(each, GaugeChanged)] == list(last.values())
