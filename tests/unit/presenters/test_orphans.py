"""The dialog of receipts without a message: suggested, given by hand, taken back."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.desk import ORDER, PROFILE, RECIPIENT, ActionRunner, Desk
from tests.support.stories import PresenterBench, play_at_bench
from vox_console.domain.delivery import Delivery
from vox_console.domain.message import MessageState
from vox_console.domain.transport_name import Witness
from vox_console.presenters.orphans import OrphansPresenter
from vox_console.presenters.orphans_state import OrphanDetail, OrphansState
from vox_console.presenters.orphans_words import detail_of, row_of
from vox_console.services.orphans import Examined
from vox_console.smpp.fast_codec import encode_deliver_sm
from vox_console.storage.orphan_bench import OrphanReceipt


class Bench(PresenterBench[OrphansState]):
    """A presenter with its dialog open over one message and two receipts that match nothing."""

    def __init__(self, desk: Desk, run: ActionRunner) -> None:
        super().__init__(desk, run, lambda: self.presenter.state)
        self.presenter = OrphansPresenter(desk.controller, run)
        desk.controller.subscribe(self.presenter.heard)

    async def push(self, provider_id: str, *, quoted: str = "Hello") -> None:
        """Let a receipt come as it stands on the wire."""
        text = f"id:{provider_id} sub:001 dlvrd:001 stat:DELIVRD err:000 text:{quoted}"
        delivery = Delivery(RECIPIENT, "Vox", 4, 0, text.encode())
        raw = encode_deliver_sm(1, delivery)
        self.desk.transport.push(Delivery(RECIPIENT, "Vox", 4, 0, text.encode(), raw=raw))
        await self.desk.settled()
        await self.run.rest()

    async def choose(self, index: int) -> None:
        await self.do(lambda: self.presenter.chosen(self.presenter.rows.id_at(index)))

    @property
    def detail(self) -> OrphanDetail:
        assert self.presenter.state.detail is not None
        return self.presenter.state.detail


Story = Callable[[Bench], Coroutine[object, object, None]]
Play = Callable[[Story], None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story with the dialog open."""

    async def opened(bench: Bench) -> None:
        await bench.desk.controller.send(ORDER)
        await bench.desk.settled()
        await bench.push("strange-1", quoted="Another text")
        await bench.push("strange-2")
        await bench.do(bench.presenter.opened)

    return lambda story: play_at_bench(tmp_path, Bench, opened, story, profile=PROFILE)


def utc(us: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)


def test_they_are_listed_newest_first_and_told_in_words(play: Play) -> None:
    async def story(bench: Bench) -> None:
        assert bench.state.found == "2 receipts without a message, the newest first"
        bench.presenter.rows.row_at(0)  # looked at, it is read
        await bench.run.rest()
        rows = [bench.presenter.rows.row_at(at) for at in range(2)]
        assert [row and (row.title, row.below) for row in rows] == [
            ("+381 64 1234567", "DELIVRD, id strange-2"),
            ("+381 64 1234567", "DELIVRD, id strange-1"),
        ]

    play(story)


def test_what_it_may_be_about_is_told_with_reasons(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.choose(0)
        (meant,) = bench.detail.meant
        assert meant.text == ORDER.text
        assert "same sender · its text begins as quoted" in meant.why
        assert bench.detail.pdu is not None
        assert "stat DELIVRD · id strange-2 · to a message from Vox" in bench.detail.told
        await bench.choose(1)
        assert "its text is another" in bench.detail.meant[0].why

    play(story)


def test_given_to_a_message_it_leaves_the_list_until_it_is_taken_back(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.choose(0)
        part_id = bench.detail.meant[0].part_id
        await bench.do(lambda: bench.presenter.meant_pressed(part_id))
        assert await bench.desk.states([1]) == [MessageState.DELIVERED]
        assert (len(bench.presenter.rows), bench.state.detail) == (1, None)
        assert bench.state.errand.note == "It belongs to message 1 now."
        assert bench.state.errand.can_undo
        await bench.do(bench.presenter.undo_pressed)
        assert await bench.desk.states([1]) == [MessageState.ACCEPTED]
        assert len(bench.presenter.rows) == 2
        assert not bench.state.errand.can_undo
        await bench.do(bench.presenter.undo_pressed)  # there is nothing more
        assert len(bench.presenter.rows) == 2

    play(story)


def test_what_another_receipt_ended_is_not_offered_any_more(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.choose(1)
        part_id = bench.detail.meant[0].part_id
        await bench.push("id-1")
        assert bench.detail.meant == ()
        await bench.do(lambda: bench.presenter.meant_pressed(part_id + 256))
        assert bench.state.errand.failed
        assert "cannot be about this message" in bench.state.errand.note
        assert len(bench.presenter.rows) == 2

    play(story)


def test_one_that_comes_while_it_is_open_is_listed(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.choose(0)
        await bench.push("strange-3")
        assert len(bench.presenter.rows) == 3
        assert bench.detail.told.count("strange-2") == 1
        bench.presenter.closed()
        await bench.push("strange-4")
        assert len(bench.presenter.rows) == 3

    play(story)


def test_without_a_choice_nothing_is_given(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.do(lambda: bench.presenter.meant_pressed(257))
        assert len(bench.presenter.rows) == 2

    play(story)


def test_a_callback_is_told_as_it_came_and_hides_nothing() -> None:
    said = OrphanReceipt(
        1, "work", 0, "\u202eid", "", "", "21b", "nobody\u202e", "Vox", Witness.CALLBACK, 2, b'{"x":1}'
    )
    detail = detail_of(Examined(said, ()), utc)
    assert (detail.raw, detail.pdu, detail.meant) == ('{"x":1}', None, ())
    assert "received 3 times" in detail.told
    assert "\u202e" not in detail.told + detail.title + row_of(said, utc).sentence
