"""The live list and the opened message over a real controller."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.support.desk import ORDER, PROFILE, ActionRunner, Desk, open_desk
from tests.support.fake_clocks import run_story
from tests.support.fake_rest import FakeRest, open_two_ways
from tests.support.fake_transport import FakeTransport, receipt
from vox_console.domain.contact import Contact
from vox_console.domain.message import Message, MessageState
from vox_console.domain.transport_name import TransportRule
from vox_console.presenters.delivery import DeliveryPresenter
from vox_console.presenters.delivery_state import EvidenceState
from vox_console.services.harvester import BREATH_S


def utc(us: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)


class Pane:
    """A presenter that hears its controller, and what it showed."""

    def __init__(self, desk: Desk, run: ActionRunner) -> None:
        self.desk = desk
        self.run = run
        self.opened: list[EvidenceState | None] = []
        self.to_edit: list[Message] = []
        self.presenter = DeliveryPresenter(desk.controller, run, now_us=desk.clocks.now_us, to_local=utc)
        self.presenter.on_evidence = self.opened.append
        self.presenter.on_edit_again = self.to_edit.append
        self.leave = desk.controller.subscribe(self.presenter.heard)

    async def send(self, recipients: int = 1, *, hold_s: float = 0.0) -> list[Message]:
        numbers = tuple(f"38164{1_000_000 + number}" for number in range(recipients))
        sent = await self.desk.controller.send(replace(ORDER, recipients=numbers, hold_s=hold_s))
        await self.run.rest()
        return sent

    async def rest(self) -> None:
        for _ in range(4):
            await self.desk.settled()
            await self.run.rest()

    def words(self) -> list[str]:
        log = self.presenter.log
        rows = [log.row_at(index) for index in range(len(log))]
        return [row.look.word if row else "…" for row in rows]


@asynccontextmanager
async def pane(path: Path, *, answers: bool = True) -> AsyncIterator[Pane]:
    transport = FakeTransport(answers=answers)
    async with open_desk(path, transport, profile=PROFILE) as desk, asyncio.TaskGroup() as tasks:
        scene = Pane(desk, ActionRunner(tasks))
        await scene.presenter.load()
        yield scene
        transport.accept(list(transport.open.values()))
        await scene.rest()
        assert scene.run.failures == []
        scene.leave()


def test_the_list_begins_with_what_is_in_the_journal_newest_first(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path) as scene:
            await scene.send(3)
            await scene.rest()
        async with pane(tmp_path) as scene:
            log = scene.presenter.log
            assert len(log) == 3
            assert scene.words()[0] == "…"  # rows are read when somebody looks
            await scene.rest()
            assert scene.words() == ["Accepted"] * 3
            assert [log.id_at(index) for index in range(3)] == [3, 2, 1]

    run_story(story())


def test_a_new_message_appears_on_top_and_follows_its_state(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path, answers=False) as scene:
            await scene.send(1)
            await scene.rest()
            assert scene.words() == ["Sending"]
            scene.desk.transport.accept(list(scene.desk.transport.open.values()))
            await scene.rest()
            assert scene.words() == ["Accepted"]
            scene.desk.transport.push(receipt("id-1", to="381641000000"))
            await scene.rest()
            assert scene.words() == ["Delivered"]

    run_story(story())


def test_changes_of_rows_that_nobody_looked_at_are_not_read(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path, answers=False) as scene:
            await scene.send(2)
            await scene.rest()
        async with pane(tmp_path) as scene:
            scene.desk.transport.push(receipt("id-1", to="381641000000"))
            await scene.rest()
            assert scene.presenter.log.cached == 0

    run_story(story())


def test_an_opened_message_is_shown_and_follows_what_happens_to_it(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path) as scene:
            first, second = await scene.send(2)
            await scene.rest()
            scene.presenter.opened(first.id)
            await scene.rest()
            assert [state.look.word for state in scene.opened if state] == ["Accepted"]
            scene.desk.transport.push(receipt("id-2", to=second.recipient))
            await scene.rest()
            assert len(scene.opened) == 1  # the other one moved
            scene.desk.transport.push(receipt("id-1", to=first.recipient))
            await scene.rest()
            shown = scene.opened[-1]
            assert shown is not None
            assert (shown.message_id, shown.look.word, shown.lines[0].title) == (
                first.id,
                "Delivered",
                "Delivered",
            )

    run_story(story())


def test_a_closed_message_is_not_shown_again_by_an_answer_that_comes_late(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path) as scene:
            (message,) = await scene.send(1)
            await scene.rest()
            scene.presenter.opened(message.id)
            scene.presenter.closed()
            await scene.rest()
            assert scene.opened == [None]
            scene.desk.transport.push(receipt("id-1", to=message.recipient))
            await scene.rest()
            assert scene.opened == [None]

    run_story(story())


def test_of_two_opened_in_a_row_only_the_last_is_shown(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path) as scene:
            first, second = await scene.send(2)
            await scene.rest()
            scene.presenter.opened(first.id)
            scene.presenter.opened(second.id)
            await scene.rest()
            assert [state.message_id for state in scene.opened if state] == [second.id]

    run_story(story())


def test_a_message_that_does_not_exist_shows_nothing(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path) as scene:
            scene.presenter.opened(99)
            scene.presenter.edit_again_pressed(99)
            await scene.rest()
            assert (scene.opened, scene.to_edit) == ([], [])

    run_story(story())


def test_a_withdrawn_message_is_handed_back_for_editing(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path) as scene:
            (message,) = await scene.send(1, hold_s=5.0)
            await scene.desk.controller.withdraw([message.id])
            await scene.rest()
            assert scene.words() == ["Withdrawn"]
            scene.presenter.edit_again_pressed(message.id)
            await scene.rest()
            assert [(each.id, each.state) for each in scene.to_edit] == [(message.id, MessageState.DRAFT)]

    run_story(story())


def test_a_message_that_waits_is_taken_back_where_it_is_opened(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path) as scene:
            (message,) = await scene.send(1, hold_s=5.0)
            scene.presenter.opened(message.id)
            await scene.rest()
            scene.presenter.take_back_pressed(message.id)
            await scene.rest()
            shown = scene.opened[-1]
            assert shown is not None
            assert (shown.look.word, shown.can_take_back, shown.can_edit_again) == ("Withdrawn", False, True)

    run_story(story())


def test_a_message_that_is_leaving_says_that_it_cannot_be_taken_back(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path, answers=False) as scene:
            first, second = await scene.send(2)
            scene.presenter.opened(first.id)
            scene.presenter.take_back_pressed(first.id)
            await scene.rest()
            scene.presenter.opened(second.id)
            await scene.rest()
            refused, other = scene.opened[-2:]
            assert refused is not None
            assert other is not None
            assert refused.explanation.startswith("It could not be taken back")
            assert not other.explanation.startswith("It could not be taken back")

    run_story(story())


def test_what_waits_for_the_connection_says_so_until_there_is_one(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path) as scene:
            (message,) = await scene.send(1, hold_s=5.0)
            scene.presenter.opened(message.id)
            await scene.rest()
            await scene.desk.controller.unbind()
            await scene.rest()
            scene.desk.controller.bind()
            await scene.rest()
            reasons = [state.explanation.split(". ")[-1] for state in scene.opened if state]
            assert reasons[0] == reasons[-1] == "Waits until the undo time is over."
            assert "Waits for the connection of the account work." in reasons

    run_story(story())


def test_a_message_that_waits_for_a_persons_word_leaves_when_told_to(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path) as scene:
            await scene.desk.controller.unbind()
            await scene.send(1)
        async with pane(tmp_path) as scene:
            scene.presenter.opened(1)
            await scene.rest()
            waiting = scene.opened[-1]
            assert waiting is not None
            assert waiting.can_send_now
            scene.presenter.send_now_pressed(1)
            await scene.rest()
            sent = scene.opened[-1]
            assert sent is not None
            assert (sent.look.word, sent.can_send_now) == ("Accepted", False)

    run_story(story())


@asynccontextmanager
async def pane_over_rest(path: Path) -> AsyncIterator[tuple[Pane, FakeRest]]:
    """Give a pane whose account has both ways, and REST's side of it."""
    async with open_two_ways(path) as desk, asyncio.TaskGroup() as tasks:
        scene = Pane(desk, ActionRunner(tasks))
        await scene.presenter.load()
        yield scene, desk.rest
        await scene.rest()
        assert scene.run.failures == []
        scene.leave()


BY_REST = replace(ORDER, transport=TransportRule.REST)


def test_an_open_message_over_rest_shows_the_clock_of_the_asking_and_asks_when_told_to(
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with pane_over_rest(tmp_path) as (scene, _rest):
            (sent,) = await scene.desk.controller.send(BY_REST)
            await scene.desk.until_state(MessageState.ACCEPTED, sent)
            scene.presenter.opened(sent.id)
            await scene.rest()
            opened = scene.opened[-1]
            assert opened is not None
            assert opened.clock == "Vox knows it for another 24 h 0 min; not asked yet, next within a minute."
            assert opened.can_ask_now
            scene.presenter.ask_now_pressed(sent.id)
            await scene.rest()
            asked = scene.opened[-1]
            assert asked is not None
            assert "not asked yet, being asked now" in asked.clock
            scene.desk.clocks.advance(BREATH_S)
            await scene.desk.until_state(MessageState.ENROUTE, sent)
            await scene.rest()
            answered = scene.opened[-1]
            assert answered is not None
            assert "asked once" in answered.clock
            assert answered.lines[0].said_by == "Provider, answer to our question"

    run_story(story())


def test_the_clock_of_an_open_message_grows_old_without_being_read_again(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane_over_rest(tmp_path) as (scene, rest):
            (sent,) = await scene.desk.controller.send(BY_REST)
            await scene.desk.until_state(MessageState.ACCEPTED, sent)
            scene.presenter.tick()  # nothing is open
            assert scene.opened == []
            scene.presenter.opened(sent.id)
            await scene.rest()
            rest.lost()
            assert "next once REST answers" in clock(scene)
            scene.desk.clocks.advance(61.0)
            scene.presenter.tick()
            assert clock(scene).startswith("Vox knows it for another 23 h 58 min")
            scene.presenter.closed()
            count = len(scene.opened)
            scene.presenter.tick()
            assert len(scene.opened) == count

    run_story(story())


def test_an_account_with_two_ways_shows_which_one_each_row_took(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path) as scene:
            await scene.rest()
            assert not scene.presenter.log.ways_matter
        async with pane_over_rest(tmp_path) as (both, rest):
            rest.lost()
            assert both.presenter.log.ways_matter

    run_story(story())


def clock(scene: Pane) -> str:
    opened = scene.opened[-1]
    return opened.clock if opened else ""


def test_a_row_and_the_opened_message_have_the_name_beside_the_number_and_follow_a_change(
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with pane(tmp_path) as scene:
            contacts, log = scene.desk.controller.contacts, scene.presenter.log
            await contacts.load_names()
            (message, _) = await scene.send(2)
            await scene.rest()
            scene.words()
            await scene.rest()
            scene.presenter.opened(message.id)
            await scene.rest()

            def names() -> list[tuple[str, str]]:
                rows = [log.row_at(index) for index in range(len(log))]
                return [(row.name, row.recipient) for row in rows if row is not None]

            first, second = "+381 64 1000000", "+381 64 1000001"
            assert (names(), log.names_matter) == ([("", second), ("", first)], False)
            saved = await contacts.save(Contact("Ana\u202e", ("+381641000000", "+381641000001")))
            await scene.rest()
            assert names() == [("Ana⟨202E⟩", second), ("Ana⟨202E⟩", first)]
            assert log.names_matter
            shown = scene.opened[-1]
            assert shown is not None
            assert (shown.contact, shown.title) == ("Ana⟨202E⟩", first)
            await contacts.remove(saved.id)
            await scene.rest()
            assert names() == [("", second), ("", first)]
            assert [each.contact for each in scene.opened if each is not None][-1] == ""

    run_story(story())


def test_the_opened_message_can_be_told_to_the_provider(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path) as scene:
            assert scene.presenter.ticket() == ""
            (message,) = await scene.send()
            await scene.rest()
            scene.presenter.opened(message.id)
            await scene.rest()
            assert f"To: {message.recipient}" in scene.presenter.ticket()
            assert f"SMPP account: {PROFILE.system_id}" in scene.presenter.ticket()

    run_story(story())


def test_only_some_messages_are_listed_until_all_are_again(tmp_path: Path) -> None:
    async def story() -> None:
        async with pane(tmp_path) as scene:
            first, _, third = await scene.send(3)
            scene.presenter.show_only(array("q", [first.id, third.id]))
            log = scene.presenter.log
            assert [log.id_at(index) for index in range(len(log))] == [third.id, first.id]
            await scene.send(1)
            await scene.rest()
            assert (len(log), log.waiting) == (2, 0)
            scene.presenter.show_only(None)
            await scene.rest()
            assert len(log) == 4
            scene.presenter.show_only(None)
            scene.presenter.show_only(array("q", [third.id]))  # before all were read
            await scene.rest()
            assert len(log) == 1

    run_story(story())
