"""The row that is looked at, sent to oneself: an ordinary message that is followed beside the button."""

from __future__ import annotations

from pathlib import Path

from tests.support.bulk_bench import Bench, Play
from tests.support.bulk_scene import customers
from tests.support.desk import PROFILE
from vox_console.domain.message import MessageState

OWN = "064 999 99 99"


async def ready(bench: Bench, folder: Path) -> None:
    await bench.desk.connect()
    await bench.open(customers(folder))
    bench.presenter.own_number_edited(OWN)


def test_the_row_is_sent_and_followed_and_the_number_kept(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await ready(bench, tmp_path)
        bench.presenter.sample_moved(1)
        assert (bench.state.trial.button, bench.state.trial.blocked) == ("Send row 3 to me", "")
        bench.presenter.trial_pressed()
        await bench.run.rest()
        (message,) = await bench.desk.controller.newest(5)
        assert (message.recipient, message.text) == ("381649999999", "Hello Ana 3")
        await bench.desk.until_state(MessageState.ACCEPTED, message)
        await bench.desk.settled()
        await bench.run.rest()
        assert bench.state.trial.words == "Row 3: Accepted"
        assert await bench.desk.controller.bulk.own_numbers.get(PROFILE.name) == OWN
        assert bench.stored == []

    play(story)


def test_it_waits_out_the_undo_time_and_can_be_taken_back(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        bench.presenter.profile_opened(PROFILE.model_copy(update={"hold_s": 5.0}))
        await ready(bench, tmp_path)
        bench.presenter.trial_pressed()
        await bench.run.rest()
        assert (bench.state.trial.words, bench.state.trial.can_undo) == ("Row 2: Queued", True)
        bench.presenter.trial_undone()
        await bench.run.rest()
        await bench.desk.settled()
        await bench.run.rest()
        assert (bench.state.trial.words, bench.state.trial.can_undo) == ("Row 2: Withdrawn", False)
        assert bench.desk.transport.submitted == []

    play(story)


def test_a_number_that_is_none_is_told_beside_the_field_and_stays(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await ready(bench, tmp_path)
        bench.presenter.own_number_edited("")
        assert bench.state.trial.blocked == "Give your own number"
        assert bench.state.trial.problem is None
        bench.presenter.own_number_edited("12")
        assert bench.state.trial.problem is not None
        assert bench.state.trial.problem.text.startswith("Too short")
        assert (bench.state.trial.number, bench.state.trial.blocked) == (
            "12",
            "Give a number that can be sent to",
        )
        bench.presenter.trial_pressed()
        await bench.run.rest()
        assert await bench.desk.controller.newest(5) == []

    play(story)


def test_what_the_account_refuses_is_told_beside_the_field(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await ready(bench, tmp_path)
        bench.presenter.sender_edited("")
        bench.presenter.trial_pressed()
        await bench.run.rest()
        assert bench.state.trial.problem is not None
        assert bench.state.trial.problem.text == "Enter a sender."
        bench.presenter.own_number_edited(OWN)
        assert bench.state.trial.problem is None

    play(story)


def test_a_row_without_a_text_cannot_be_tried(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await ready(bench, tmp_path)
        bench.presenter.text_edited("")
        assert bench.state.trial.blocked == "There is no text yet"

    play(story)


def test_the_number_is_there_again_in_the_next_session(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await bench.desk.controller.bulk.own_numbers.keep(PROFILE.name, OWN)
        bench.presenter.profile_opened(PROFILE)
        await bench.run.rest()
        await bench.open(customers(tmp_path))
        assert bench.state.trial.number == OWN

    play(story)
