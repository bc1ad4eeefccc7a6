"""`vox-console quick-text`, as a shell sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Shell


def test_a_text_is_added_listed_and_removed(shell: Shell) -> None:
    (added,) = shell("quick-text", "add", " Order ", "Order {no} for {name|you}.", "--json").objects
    assert (added["title"], added["text"]) == ("Order", "Order {no} for {name|you}.")
    assert added["fields"] == [{"name": "no", "fallback": None}, {"name": "name", "fallback": "you"}]
    shell("quick-text", "add", "Hi", "Hello\nthere")
    assert shell("quick-text", "list").out == "Hi\tHello there\nOrder\tOrder {no} for {name|you}.\n"
    assert shell("quick-text", "list", "order", "--json").objects == [added]
    assert shell("quick-text", "remove", "ORDER", "--json").objects == [added]
    again = shell("quick-text", "remove", "Order")
    assert (again.code, again.out) == (3, "")
    assert "no text has this title" in again.err


def test_a_title_that_is_taken_changes_nothing(shell: Shell) -> None:
    shell("quick-text", "add", "Hi", "Hello")
    told = shell("quick-text", "add", "hi", "Good day")
    assert (told.code, told.out) == (3, "")
    assert shell("quick-text", "list").out == "Hi\tHello\n"


@pytest.mark.parametrize("words", [("", "Hello"), ("Hi", " "), ("Hi", "Hello {name")])
def test_what_cannot_be_used_is_wrong_usage(shell: Shell, words: tuple[str, str]) -> None:
    told = shell("quick-text", "add", *words)
    assert (told.code, told.out) == (2, "")
    assert shell("quick-text", "list").out == ""


def test_a_list_is_entered_and_written(shell: Shell, tmp_path: Path) -> None:
    texts = tmp_path / "texts.csv"
    texts.write_text("title,text\nHi,Hello {name}\nBad,{\nHi,Other\n", encoding="utf-8")
    told = shell("quick-text", "import", str(texts), "--json")
    assert told.objects == [{"rows": 3, "classes": {"new": 1, "other_text": 1, "bad": 1}}]
    assert "row 3: " in told.err
    assert "row 4: " in told.err
    out = tmp_path / "out.csv"
    assert shell("quick-text", "export", "--out", str(out)).code == 0
    assert shell("quick-text", "import", str(out)).out == "1 row = 1 already\n"


def test_what_cannot_be_read_or_written_is_told(shell: Shell, tmp_path: Path) -> None:
    towns = tmp_path / "towns.csv"
    towns.write_text("town,size\nNiš,1\n", encoding="utf-8")
    assert shell("quick-text", "import", str(towns)).code == 2
    assert shell("quick-text", "import", str(tmp_path / "nothing")).code == 1
    assert shell("quick-text", "export", "--out", str(tmp_path / "no" / "such" / "folder.csv")).code == 1
