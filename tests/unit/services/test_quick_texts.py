"""Quick texts: saved under a title of their own, and out of a list without overwriting any."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.stories import play_at_desk
from vox_console.domain.errors import SettingsError
from vox_console.domain.quick_text import QuickText
from vox_console.imports.opening import open_table, table_of_text
from vox_console.services.events import QuickTextsChanged
from vox_console.services.quick_texts import QuickTextClass

HOURS = QuickText("Hours", "Dear {name|customer},\nwe are open.")


def test_a_text_is_saved_changed_and_removed_and_each_is_told(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        texts = desk.controller.quick_texts
        text_id = await texts.save(QuickText(" Hours ", "Open\r\n\0"))
        assert [each.what for each in await texts.every()] == [QuickText("Hours", "Open")]
        assert await texts.save(QuickText("HOURS", "x")) == 0
        assert await texts.save(HOURS, text_id=text_id) == text_id
        assert await texts.remove(text_id) == HOURS
        assert await texts.remove(text_id) is None
        assert desk.events == [QuickTextsChanged()] * 3

    play_at_desk(tmp_path, story, profile=None)


def test_a_list_goes_round_and_overwrites_nothing(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        texts = desk.controller.quick_texts
        await texts.save(HOURS)
        await texts.save(QuickText("Sum", "=1+1"))
        assert await texts.export(tmp_path / "a.csv") == 2
        for each in await texts.every():
            await texts.remove(each.id)
        books = await texts.enter(open_table(tmp_path / "a.csv"))
        assert books.sum_words == "2 rows = 2 new"
        assert [each.what for each in await texts.every()] == [HOURS, QuickText("Sum", "=1+1")]
        again = "name\tmessage\nSum\t=1+1\nsum\t2\n\t3\nOpen\t{\n\t\nNew\tx\n"
        books = await texts.enter(table_of_text(again))
        assert books.classes == {
            QuickTextClass.ALREADY: 1,
            QuickTextClass.OTHER_TEXT: 1,
            QuickTextClass.BAD: 2,
            QuickTextClass.BLANK: 1,
            QuickTextClass.NEW: 1,
        }
        assert books.faults[0] == (3, "There is another text called “sum”.")

    play_at_desk(tmp_path, story, profile=None)


def test_a_list_without_such_columns_is_told(tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        with pytest.raises(SettingsError, match="title"):
            await desk.controller.quick_texts.enter(table_of_text("a\tb\n1\t2\n"))

    play_at_desk(tmp_path, story, profile=None)
