"""What is typed and chosen for the message: each edit is shown, and decides who is sent what."""

from __future__ import annotations

from pathlib import Path

from tests.support.bulk_bench import Bench, Play
from tests.support.bulk_scene import customers


def test_the_samples_go_round(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await bench.open(customers(tmp_path))
        bench.presenter.sample_moved(-1)
        assert bench.state.message.sample is not None
        assert bench.state.message.sample.text == "Hello Ana 51"
        bench.presenter.sample_moved(1)
        assert bench.state.message.sample.text == "Hello Ana 2"

    play(story)


def test_columns_are_tried_in_the_order_that_was_chosen(play: Play, tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text(
        "Name,Mobile,Home phone,Card\n"
        "Ana,+381641234567,,1234567\nEva,12,+381641234568,1234568\nIvo,,+381641234569,1234569\n",
        encoding="utf-8",
    )

    async def story(bench: Bench) -> None:
        await bench.open(path)
        assert [each.column for each in bench.state.message.numbers] == ["1", "2"], "a card is no telephone"
        assert bench.state.opened is not None
        assert bench.state.opened.numbers_at == (1, 2)
        await bench.press()
        assert bench.state.check is not None
        assert bench.state.check.accepted.count == 3
        bench.presenter.number_removed(1)
        assert bench.state.message.more_numbers
        await bench.press()
        assert bench.state.check.accepted.count == 1
        bench.presenter.number_added()
        assert [each.column for each in bench.state.message.numbers] == ["1", "2"], "the likeliest"
        bench.presenter.number_chosen(1, "3")
        assert [each.column for each in bench.state.message.numbers] == ["1", "3"]
        assert ("2", "Home phone") in bench.state.message.numbers[0].choices
        assert ("3", "Card") not in bench.state.message.numbers[0].choices

    play(story)


def test_rows_with_the_same_number_are_all_sent_only_when_told_so(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await bench.open(customers(tmp_path))
        assert bench.state.message.duplicates == "first"
        bench.presenter.duplicates_chosen("all")
        assert bench.state.message.duplicates_words
        await bench.press()
        assert bench.state.check is not None
        assert bench.state.check.accepted.count == 48
        await bench.press()
        assert (await bench.desk.controller.bulk.books(bench.stored[0])).accepted == 48

    play(story)


def test_hours_that_cannot_be_read_forbid_the_check(play: Play, tmp_path: Path) -> None:
    async def story(bench: Bench) -> None:
        await bench.open(customers(tmp_path))
        bench.presenter.hours_edited("9 to 5")
        assert "09:00-20:00" in bench.state.blocked
        await bench.press()
        assert bench.state.check is None

    play(story)
