"""The dialog of the quick texts: found, filled and inserted whole or not at all; changed, removed, back."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest

from tests.support.desk import ActionRunner, Desk
from tests.support.stories import PresenterBench, play_at_bench
from vox_console.domain.quick_text import QuickText
from vox_console.presenters.quick_texts import QuickTextsPresenter
from vox_console.presenters.quick_texts_state import AskedField, QuickTextsState

ORDER = QuickText("Order", "Dear {name}, order {no} is at {place|the shop}.")


class Bench(PresenterBench[QuickTextsState]):
    """A presenter over real texts, opened from an editor."""

    def __init__(self, desk: Desk, run: ActionRunner) -> None:
        super().__init__(desk, run, lambda: self.presenter.state)
        self.presenter = QuickTextsPresenter(desk.controller, run)
        self.inserted: list[str] = []
        desk.controller.subscribe(self.presenter.heard)

    async def open(self, **known: str) -> None:
        await self.do(lambda: self.presenter.opened(known=known, insert=self.inserted.append))

    async def kept(self) -> list[QuickText]:
        return [each.what for each in await self.desk.controller.quick_texts.every()]


Story = Callable[[Bench], Coroutine[object, object, None]]
Play = Callable[[Story], None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run a story with one text that is kept and the dialog open."""

    async def opened(bench: Bench) -> None:
        await bench.desk.controller.quick_texts.save(ORDER)
        await bench.open(name="Ana")

    return lambda story: play_at_bench(tmp_path, Bench, opened, story)


def test_only_a_filled_text_is_inserted(play: Play) -> None:
    async def story(bench: Bench) -> None:
        bench.presenter.chosen(bench.state.texts[0].id)
        assert bench.state.asked == (AskedField("no"),)
        bench.presenter.insert_pressed()
        assert bench.state.asked[0].problem is not None
        assert bench.inserted == []
        bench.presenter.value_edited("no", "{7}")
        assert bench.state.asked == (AskedField("no", "{7}"),)
        bench.presenter.insert_pressed()
        assert bench.inserted == ["Dear Ana, order {7} is at the shop."]

    play(story)


def test_a_name_that_is_not_known_is_asked_for(play: Play) -> None:
    async def story(bench: Bench) -> None:
        await bench.open()
        bench.presenter.chosen(bench.state.texts[0].id)
        assert [each.name for each in bench.state.asked] == ["name", "no"]
        bench.presenter.value_edited("name", "Ivo")
        bench.presenter.value_edited("no", "7")
        bench.presenter.insert_pressed()
        assert bench.inserted == ["Dear Ivo, order 7 is at the shop."]

    play(story)


def test_a_text_that_cannot_be_read_or_is_empty_is_not_inserted(play: Play) -> None:
    async def story(bench: Bench) -> None:
        for text in ("", "Hello {name"):
            bench.presenter.text_edited(text)
            bench.presenter.insert_pressed()
            assert bench.state.text_problem is not None
        assert bench.inserted == []
        await bench.do(bench.presenter.opened)
        bench.presenter.text_edited("Hello {no}")
        bench.presenter.insert_pressed()
        assert (bench.inserted, bench.state.asked, bench.state.can_insert) == ([], (), False)

    play(story)


def test_a_text_is_saved_changed_and_what_is_wrong_stays(play: Play) -> None:
    async def story(bench: Bench) -> None:
        state = await bench.do(bench.presenter.save_pressed)
        assert state.title_problem is not None
        assert state.text_problem is not None
        bench.presenter.title_edited("ORDER")
        bench.presenter.text_edited("x")
        state = await bench.do(bench.presenter.save_pressed)
        assert state.title_problem is not None
        assert (state.title_problem.code, state.title, state.text) == ("taken", "ORDER", "x")
        bench.presenter.title_edited("New")
        state = await bench.do(bench.presenter.save_pressed)
        assert (state.errand.note, state.id > 0) == ("“New” is saved.", True)
        bench.presenter.text_edited("y")
        await bench.do(bench.presenter.save_pressed)
        assert await bench.kept() == [QuickText("New", "y"), ORDER]
        bench.presenter.search_edited("dear")
        assert [each.what for each in bench.state.texts] == [ORDER]
        bench.presenter.new_pressed()
        assert (bench.state.id, bench.state.title) == (0, "")

    play(story)


def test_removing_can_be_undone(play: Play) -> None:
    async def story(bench: Bench) -> None:
        bench.presenter.chosen(bench.state.texts[0].id)
        state = await bench.do(bench.presenter.remove_pressed)
        assert (state.errand.note, state.errand.can_undo, state.texts) == ("“Order” is removed.", True, ())
        state = await bench.do(bench.presenter.undo_pressed)
        assert (state.errand.note, state.errand.can_undo) == ("“Order” is back.", False)
        assert await bench.kept() == [ORDER]

    play(story)


def test_lists_come_in_and_go_out(play: Play, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("title,text\nHi,Hello\norder,x\n", encoding="utf-8")

    async def story(bench: Bench) -> None:
        state = await bench.do(lambda: bench.presenter.list_chosen(tmp_path / "in.csv"))
        assert state.errand.note.startswith("in.csv: 2 rows = 1 new + 1 other text\nRow 3: ")
        state = await bench.do(lambda: bench.presenter.export_chosen(tmp_path / "out.csv"))
        assert state.errand.note == "2 texts written to out.csv."
        state = await bench.do(lambda: bench.presenter.list_chosen(tmp_path / "none.csv"))
        assert state.errand.failed

    play(story)
