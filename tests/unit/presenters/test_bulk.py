"""Before a job: a list is opened, a message written, and whatever changes takes the check away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.bulk_bench import Bench, Play
from tests.support.bulk_scene import customers
from vox_console.presenters.bulk import BulkPresenter


def test_another_list_keeps_the_text(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await bench.open(customers(tmp_path))
        bench.presenter.list_dropped()
        assert bench.state.opened is None
        bench.presenter.file_chosen(customers(tmp_path))
        await bench.run.rest()
        assert bench.state.message.text == "Hello {Name}"

    play(story)


def test_the_samples_go_round(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await bench.open(customers(tmp_path))
        bench.presenter.sample_moved(-1)
        assert bench.state.message.sample is not None
        assert bench.state.message.sample.text == "Hello Ana 51"
        bench.presenter.sample_moved(1)
        assert bench.state.message.sample.text == "Hello Ana 2"

    play(story)


@pytest.mark.parametrize(
    "edit",
    [
        lambda it: it.text_edited("Hi {Name}"),
        lambda it: it.sender_edited("Shop"),
        lambda it: it.number_chosen("2"),
        lambda it: it.region_edited("DE"),
        lambda it: it.rate_edited("5"),
        lambda it: it.way_chosen("smpp"),
        lambda it: it.list_dropped(),
    ],
)
def test_any_change_takes_the_check_away(
    play: Play, tmp_path: Path, edit: Callable[[BulkPresenter], None]
) -> None:
    async def story(bench: Bench) -> None:
        await bench.open(customers(tmp_path))
        await bench.press()
        edit(bench.presenter)
        assert bench.state.check is None
        assert bench.state.primary == "Check the list"

    play(story)
