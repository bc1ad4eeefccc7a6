"""How the controller ends, in order, and what the next start finds."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from tests.support import full_disk
from tests.support.desk import ORDER, PROFILE, RECIPIENT, Desk, open_desk
from tests.support.fake_clocks import run_story
from tests.support.fake_transport import FakeTransport
from vox_console.domain.message import MessageState
from vox_console.services.account_links import LAST_ANSWERS_S
from vox_console.services.account_seat import DRAIN_S
from vox_console.services.controller import DATABASE_NAME, LOST_REASON
from vox_console.services.events import Noted

HELD = replace(ORDER, hold_s=5.0)
TWO = replace(ORDER, recipients=(RECIPIENT, "381601111111"))


async def exited(path: Path) -> list[tuple[str, str]]:
    """Give (submit state, attempt state) of each part, as an ended program left them."""
    other = apsw.Connection(str(path / "data" / DATABASE_NAME), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        found = other.execute(
            "SELECT p.submit, ifnull(a.state, '') FROM parts p LEFT JOIN attempts a ON a.part_id = p.id"
        )
        return [(str(submit), str(attempt)) for submit, attempt in found]
    finally:
        other.close()


class TestEnding:
    def test_what_was_sent_last_leaves_and_is_answered_before_the_link_goes(self, tmp_path: Path) -> None:
        async def story() -> list[tuple[str, str]]:
            async with open_desk(tmp_path) as desk:
                await desk.controller.send(replace(ORDER, text="a" * 400))
            return await exited(tmp_path)

        assert run_story(story()) == [("accepted", "accepted")] * 3

    def test_a_running_undo_time_ends_with_the_program(self, tmp_path: Path) -> None:
        transport = FakeTransport()

        async def story() -> list[tuple[str, str]]:
            async with open_desk(tmp_path, transport) as desk:
                await desk.controller.send(HELD)
                await desk.settled()
                assert transport.submitted == []
            return await exited(tmp_path)

        assert run_story(story()) == [("accepted", "accepted")]

    def test_an_undo_time_that_runs_while_there_is_no_link_is_asked_about_at_the_next_start(
        self, tmp_path: Path
    ) -> None:
        async def story() -> None:
            async with open_desk(tmp_path, FakeTransport(binds=False)) as desk:
                (message,) = await desk.controller.send(HELD)
            async with open_desk(tmp_path) as desk:
                assert desk.controller.awaiting_consent == (message.id,)

        run_story(story())

    def test_what_cannot_leave_in_time_stays_and_what_is_unanswered_is_unknown(self, tmp_path: Path) -> None:
        transport = FakeTransport(answers=False)
        one = PROFILE.model_copy(update={"window": 1})

        async def story() -> list[tuple[str, str]]:
            async with asyncio.TaskGroup() as tasks:
                leave = asyncio.Event()
                open_now: asyncio.Future[Desk] = asyncio.get_running_loop().create_future()
                program = tasks.create_task(_program(tmp_path, transport, one, open_now, leave))
                desk = await open_now
                await desk.controller.send(TWO)
                await desk.until(lambda: len(transport.open) == 1)
                leave.set()
                await desk.settled()
                assert transport.running  # it waits for answers
                desk.clocks.advance(DRAIN_S + 0.1)
                await asyncio.sleep(0)
                await desk.settled()
                assert not program.done()
                desk.clocks.advance(LAST_ANSWERS_S + 0.1)
            return await exited(tmp_path)

        assert run_story(story()) == [("unknown", "unknown"), ("queued", "")]
        assert len(transport.submitted) == 1

    def test_the_last_answer_ends_the_waiting_at_once(self, tmp_path: Path) -> None:
        transport = FakeTransport(answers=False)
        one = PROFILE.model_copy(update={"window": 1})

        async def story() -> list[tuple[str, str]]:
            async with asyncio.TaskGroup() as tasks:
                leave = asyncio.Event()
                open_now: asyncio.Future[Desk] = asyncio.get_running_loop().create_future()
                tasks.create_task(_program(tmp_path, transport, one, open_now, leave))
                desk = await open_now
                await desk.controller.send(TWO)
                await desk.until(lambda: len(transport.open) == 1)
                leave.set()
                await desk.settled()
                desk.clocks.advance(DRAIN_S + 0.1)  # from here on nothing new leaves
                await asyncio.sleep(0)
                await desk.settled()
                transport.accept(list(transport.open.values()))
            return await exited(tmp_path)

        assert run_story(story()) == [("accepted", "accepted"), ("queued", "")]
        assert len(transport.submitted) == 1

    def test_parts_on_their_way_into_the_journal_when_the_link_falls_stay_queued(
        self, tmp_path: Path
    ) -> None:
        faults: list[object] = []

        async def story() -> list[tuple[str, str]]:
            asyncio.get_running_loop().set_exception_handler(lambda _loop, context: faults.append(context))
            transport = FakeTransport(binds=False)
            gate = threading.Event()
            async with open_desk(tmp_path, transport) as desk:
                await desk.controller.send(ORDER)
                desk.database.write(lambda _: gate.wait(20), lambda _: None)
                transport.bound()  # leased; the reservation waits behind the gate
                transport.lost()
                gate.set()
            return await exited(tmp_path)

        assert run_story(story()) == [("queued", "not_sent")]
        assert faults == []

    def test_a_journal_that_cannot_be_written_does_not_keep_the_program_from_ending(
        self, tmp_path: Path
    ) -> None:
        transport = FakeTransport()

        async def story() -> None:
            async with open_desk(tmp_path, transport) as desk:
                await desk.controller.send(HELD)
                await desk.database.run(lambda db: db.pragma("query_only", 1))
            assert not transport.running

        run_story(story())

    def test_answers_that_could_not_be_stored_are_tried_once_more_at_the_end(self, tmp_path: Path) -> None:
        transport = FakeTransport(answers=False)

        async def story() -> list[tuple[str, str]]:
            async with open_desk(tmp_path, transport) as desk:
                await desk.controller.send(ORDER)
                await desk.until(lambda: bool(transport.open))
                await desk.database.run(full_disk.fill)
                transport.accept(list(transport.open.values()), prefix="x" * 20_000)
                await desk.until(lambda: any(isinstance(event, Noted) for event in desk.events))
                await desk.settled()
                await desk.database.run(full_disk.make_room)
            return await exited(tmp_path)

        assert run_story(story()) == [("accepted", "accepted")]

    def test_the_link_is_gone_before_the_journal_closes_and_the_folder_is_free_at_the_end(
        self, tmp_path: Path
    ) -> None:
        order: list[str] = []

        class Leaving(FakeTransport):
            """Looks at the journal's log file when it leaves: SQLite removes it when the journal closes."""

            async def run(self, sink: object) -> None:
                try:
                    await super().run(sink)  # type: ignore[arg-type]  # passed on as it is
                finally:
                    log = tmp_path / "data" / (DATABASE_NAME + "-wal")
                    order.append("journal open" if log.exists() else "journal closed")

        async def story() -> None:
            async with open_desk(tmp_path, Leaving()) as desk:
                await desk.controller.send(ORDER)
            assert not (tmp_path / "data" / (DATABASE_NAME + "-wal")).exists()
            async with open_desk(tmp_path):
                pass  # nobody holds the folder

        run_story(story())
        assert order == ["journal open"]

    def test_what_the_caller_raises_comes_out_as_it_is(self, tmp_path: Path) -> None:
        transport = FakeTransport()
        fault = LookupError("the caller's own")

        async def story() -> None:
            with pytest.raises(LookupError) as caught:
                async with open_desk(tmp_path, transport):
                    raise fault
            assert caught.value is fault
            assert not transport.running
            async with open_desk(tmp_path):
                pass

        run_story(story())

    def test_a_cancelled_program_ends_in_the_same_order(self, tmp_path: Path) -> None:
        transport = FakeTransport()

        async def story() -> list[tuple[str, str]]:
            open_now: asyncio.Future[Desk] = asyncio.get_running_loop().create_future()
            async with asyncio.TaskGroup() as tasks:
                program = tasks.create_task(_program(tmp_path, transport, PROFILE, open_now, asyncio.Event()))
                desk = await open_now
                await desk.controller.send(ORDER)
                program.cancel()
            return await exited(tmp_path)

        assert run_story(story()) == [("accepted", "accepted")]
        assert not transport.running


async def _program(
    path: Path, transport: FakeTransport, profile: object, opened: asyncio.Future[Desk], leave: asyncio.Event
) -> None:
    async with open_desk(path, transport, profile=profile) as desk:  # type: ignore[arg-type]  # is a Profile
        opened.set_result(desk)
        await leave.wait()


class TestRestart:
    def test_what_never_left_waits_for_a_word(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path, FakeTransport(binds=False)) as desk:
                sent = await desk.controller.send(TWO)
            async with open_desk(tmp_path) as desk:
                ids = tuple(message.id for message in sent)
                assert desk.controller.awaiting_consent == ids
                assert desk.controller.now_unknown == ()
                desk.clocks.advance(3_600.0)
                await asyncio.sleep(0)
                await desk.settled()
                assert desk.transport.submitted == []
                await desk.controller.withdraw(ids[:1])
                assert desk.controller.awaiting_consent == ids[1:]
                await desk.controller.release(ids[1:])
                assert desk.controller.awaiting_consent == ()
                await desk.until(lambda: len(desk.transport.submitted) == 1)
                assert desk.transport.submitted[0].destination.digits == TWO.recipients[1]

        run_story(story())

    def test_what_was_on_the_wire_when_the_program_died_is_unknown_and_says_why(self, tmp_path: Path) -> None:
        async def story() -> None:
            async with open_desk(tmp_path, FakeTransport(binds=False)) as desk:
                (message,) = await desk.controller.send(ORDER)
                # As a killed process leaves it: reserved, and nobody recorded an outcome.
                await desk.database.run(
                    lambda db: db.execute(
                        "INSERT INTO attempts (part_id, session, sequence, fingerprint, state,"
                        " reserved_at_us) SELECT id, 's', 2, x'', 'reserved', 1 FROM parts"
                    )
                )
                await desk.database.run(lambda db: db.execute("UPDATE parts SET submit = 'reserved'"))
            async with open_desk(tmp_path) as desk:
                assert desk.controller.now_unknown == (message.id,)
                assert desk.controller.awaiting_consent == ()
                (found,) = await desk.controller.messages([message.id])
                assert (found.state, found.reason) == (MessageState.UNKNOWN, LOST_REASON)
                await desk.settled()
                assert desk.transport.submitted == []

        run_story(story())
