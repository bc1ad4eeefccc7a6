from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vox_console.domain.segmentation import ForcingCharacter
from vox_console.presenters.composing_state import Replacement
from vox_console.ui.message_editor import MAX_CHARACTERS, MessageEditor
from vox_console.ui.theme import Theme


@pytest.fixture
def editor(qtbot: QtBot) -> MessageEditor:
    editor = MessageEditor(Theme(scheme="light"))
    qtbot.addWidget(editor)
    editor.resize(420, 300)
    editor.show()
    editor.setFocus()
    return editor


def _foreign(text: str, *characters: str) -> list[ForcingCharacter]:
    return [
        ForcingCharacter(index, each, "NAME", '"') for index, each in enumerate(text) if each in characters
    ]


def _paste(editor: MessageEditor, text: str, html: str = "") -> None:
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    editor.insertFromMimeData(data)


def _underlined(editor: MessageEditor) -> list[str]:
    return [selection.cursor.selectedText() for selection in editor.extraSelections()]


def test_what_is_typed_is_told_once_a_key(editor: MessageEditor) -> None:
    told: list[str] = []
    editor.edited.connect(told.append)
    QTest.keyClicks(editor, "Hi!")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert told == ["H", "Hi", "Hi!", "Hi!\n"]


def test_a_no_break_space_stays_one(editor: MessageEditor) -> None:
    editor.set_text("10\u00a0km")
    assert editor.text() == "10\u00a0km"


def test_a_soft_line_break_is_a_line_feed(editor: MessageEditor) -> None:
    QTest.keyClicks(editor, "a")
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(editor, "b")
    assert editor.text() == "a\nb"


def test_setting_the_text_tells_nothing_and_the_same_text_leaves_the_caret(editor: MessageEditor) -> None:
    told: list[str] = []
    editor.edited.connect(told.append)
    editor.set_text("Hello")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    editor.set_text("Hello")
    assert (told, editor.textCursor().position()) == ([], 0)


def test_rich_text_is_pasted_plain_with_line_feeds(editor: MessageEditor) -> None:
    _paste(editor, "one\u2029two\r\nthree", "<b>one</b><br>two")
    assert editor.text() == "one\ntwo\nthree"


def test_a_paste_beyond_the_limit_is_refused_whole_and_in_words(editor: MessageEditor) -> None:
    refused: list[str] = []
    editor.refused.connect(refused.append)
    editor.set_text("kept")
    _paste(editor, "x" * 100_000)
    assert editor.text() == "kept"
    assert "100,000" in refused[0]


def test_typing_beyond_the_limit_is_refused_but_typing_over_a_selection_is_not(editor: MessageEditor) -> None:
    refused: list[str] = []
    editor.refused.connect(refused.append)
    editor.set_text("\n".join(["x" * 99] * (MAX_CHARACTERS // 100)) + "\n")
    QTest.keyClicks(editor, "y")
    assert (len(editor.text()), len(refused)) == (MAX_CHARACTERS, 1)
    editor.selectAll()
    QTest.keyClicks(editor, "y")
    assert editor.text() == "y"


@pytest.mark.parametrize(
    ("text", "cut", "units"), [("a" * 100, 70, 70), ("😀" * 60, 35, 70), ("é\n😀x" * 20, 41, 51)]
)
def test_part_marks_stand_at_the_cut_in_utf16_units(
    editor: MessageEditor, text: str, cut: int, units: int
) -> None:
    editor.set_text(text)
    editor.show_marks(text, cuts=(cut,), forcing=())
    assert editor.part_marks == (units,)
    cursor = QTextCursor(editor.document())
    cursor.setPosition(units)
    place = editor.cursorRect(cursor)
    [mark] = editor.visible_marks()
    assert (mark.part, mark.top) == (2, place.top())
    assert abs(mark.x - place.center().x()) <= 2


def test_only_marks_on_the_screen_are_drawn(editor: MessageEditor) -> None:
    text = "\n".join("line" for _ in range(200))
    editor.set_text(text)
    editor.show_marks(text, cuts=(5, 500, 995), forcing=())
    assert [mark.part for mark in editor.visible_marks()] == [4]
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    assert [mark.part for mark in editor.visible_marks()] == [2]


def test_a_mark_in_text_from_right_to_left_is_mirrored(editor: MessageEditor) -> None:
    text = "مرحبا " * 20
    editor.set_text(text)
    editor.show_marks(text, cuts=(67,), forcing=())
    assert [mark.mirrored for mark in editor.visible_marks()] == [True]


def test_part_marks_change_pixels_but_not_the_text(editor: MessageEditor) -> None:
    text = "word " * 40
    editor.set_text(text)
    editor.clearFocus()
    plain = editor.viewport().grab().toImage()
    editor.show_marks(text, cuts=(153,), forcing=())
    assert editor.viewport().grab().toImage() != plain
    assert editor.text() == text


def test_foreign_characters_are_underlined_neighbours_together(editor: MessageEditor) -> None:
    text = "😀 “a” ““"
    editor.set_text(text)
    editor.show_marks(text, cuts=(), forcing=_foreign(text, "“", "”"))
    assert _underlined(editor) == ["“", "”", "““"]


def test_a_text_in_another_script_underlines_only_what_can_be_mended(editor: MessageEditor) -> None:
    text = "пиши" * 20 + "“"
    forcing = [ForcingCharacter(i, c, "NAME", '"' if c == "“" else "") for i, c in enumerate(text)]
    editor.set_text(text)
    editor.show_marks(text, cuts=(), forcing=forcing)
    assert _underlined(editor) == ["“"]


def test_the_character_at_the_caret_is_told_when_it_changes(editor: MessageEditor) -> None:
    text = "a😀“b"
    told: list[ForcingCharacter | None] = []
    editor.character_at_caret.connect(told.append)
    editor.set_text(text)
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    [mark] = _foreign(text, "“")
    editor.show_marks(text, cuts=(), forcing=[mark])
    for _step in range(4):
        editor.moveCursor(QTextCursor.MoveOperation.Right)
    assert told == [mark, None]


def test_the_character_under_the_pointer_is_told(editor: MessageEditor) -> None:
    text = "say “hello"
    editor.set_text(text)
    [mark] = _foreign(text, "“")
    editor.show_marks(text, cuts=(), forcing=[mark])
    told: list[ForcingCharacter | None] = []
    editor.character_under_pointer.connect(lambda found, _place: told.append(found))
    cursor = QTextCursor(editor.document())
    cursor.setPosition(4)
    on_it = editor.cursorRect(cursor).center() + QPoint(4, 0)
    QTest.mouseMove(editor.viewport(), on_it)
    QTest.mouseMove(editor.viewport(), on_it + QPoint(0, 150))
    assert told == [mark, None]


def test_replacing_is_one_step_of_undo_and_the_caret_stays_with_its_text(editor: MessageEditor) -> None:
    text = "“😀 wait… for”"
    editor.set_text(text)
    editor.go_to(text.index("f"))
    editor.replace([Replacement(0, "“", '"', ""), Replacement(7, "…", "...", "")])
    assert editor.text() == '"😀 wait... for”'
    QTest.keyClicks(editor, "_")
    assert editor.text() == '"😀 wait... f_or”'
    editor.undo()
    editor.undo()
    assert editor.text() == text


def test_the_caret_before_a_replaced_character_stays_before_it(editor: MessageEditor) -> None:
    editor.set_text("“a”")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    editor.replace([Replacement(0, "“", '"', ""), Replacement(2, "”", '"', "")])
    assert editor.textCursor().position() == 0


def test_tab_leaves_the_editor(editor: MessageEditor) -> None:
    assert editor.tabChangesFocus()


def test_lines_are_broken_to_the_room_that_is_left_beside_the_part_labels(editor: MessageEditor) -> None:
    editor.set_text("word " * 60)
    layout = editor.document().firstBlock().layout()
    for number in range(layout.lineCount()):
        assert layout.lineAt(number).naturalTextWidth() <= editor.viewport().width()
    editor.resize(1600, 300)
    assert editor.viewport().width() < 1000, "64 characters, not the whole screen"
