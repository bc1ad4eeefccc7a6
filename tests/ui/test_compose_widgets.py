"""The smaller parts of the compose pane, each by itself."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from vox_console.domain.errors import FieldProblem
from vox_console.domain.segmentation import ForcingCharacter
from vox_console.presenters.composing_state import Counter, Held, Replacement
from vox_console.presenters.tone import Tone
from vox_console.ui.character_card import CharacterCard
from vox_console.ui.field_note import FieldNote
from vox_console.ui.options_panel import OptionsPanel
from vox_console.ui.replacement_diff import ReplacementDiff
from vox_console.ui.segment_counter import SegmentCounter
from vox_console.ui.sender_field import SenderField
from vox_console.ui.theme import Theme
from vox_console.ui.undo_bar import UndoBar

CODINGS = ((None, "Automatic"), (8, "UCS-2"))
METHODS = (("udh8", "Header"), ("sar", "SAR"))
WAYS = (("auto", "Automatic"), ("smpp", "SMPP"), ("rest", "REST"))
PROBLEM = FieldProblem("from", "bad", "Too long.", fix="A & B")
TEXT = "“Hi” …"
REPLACEMENTS = (
    Replacement(0, "“", '"', "LEFT"),
    Replacement(3, "”", '"', "RIGHT"),
    Replacement(5, "…", "...", "ELLIPSIS"),
)


class Clock:
    """UTC microseconds that stand still until told."""

    def __init__(self) -> None:
        self.now_us = 1_000_000_000

    def __call__(self) -> int:
        return self.now_us


@pytest.fixture
def theme(qapp: object) -> Theme:
    assert qapp is not None
    return Theme(scheme="light")


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """A window: offscreen windows know no size limits, so nothing with a layout may be one here."""
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(400, 200)
    host.show()
    return host


def _button(parent: QWidget, name: str) -> QPushButton:
    [found] = [each for each in parent.findChildren(QPushButton) if each.accessibleName() == name]
    return found


# The note under a field.


def test_a_note_tells_a_problem_and_offers_its_fix(host: QWidget, theme: Theme) -> None:
    note = FieldNote(theme, host)
    fixes: list[str] = []
    note.fix_requested.connect(fixes.append)
    note.show_problem(PROBLEM)
    fix = _button(note, "Use A & B")
    assert (note.text, fix.text()) == ("Too long.", "Use A && B")
    QTest.mouseClick(fix, Qt.MouseButton.LeftButton)
    assert fixes == ["A & B"]
    note.show_text("")
    assert note.isHidden()


# The sender.


@pytest.fixture
def sender(qtbot: QtBot, theme: Theme) -> SenderField:
    field = SenderField(theme)
    qtbot.addWidget(field)
    field.show_sender("Vox", note="Name", problem=None, senders=("Vox", "12345"))
    return field


def test_the_sender_is_told_as_typed(sender: SenderField) -> None:
    told: list[str] = []
    sender.edited.connect(told.append)
    [line] = sender.findChildren(QLineEdit)
    QTest.keyClicks(line, "! ")
    assert told == ["Vox!", "Vox! "]


def test_a_presenter_that_trims_does_not_eat_the_space_being_typed(sender: SenderField) -> None:
    sender.edited.connect(
        lambda text: sender.show_sender(text.strip(), note="", problem=None, senders=("Vox",))
    )
    [line] = sender.findChildren(QLineEdit)
    QTest.keyClicks(line, " SM")
    assert sender.text() == "Vox SM"


def test_a_presenter_that_spells_it_otherwise_does_not_write_into_the_field(sender: SenderField) -> None:
    sender.edited.connect(
        lambda text: sender.show_sender(text.upper(), note="", problem=None, senders=("Vox",))
    )
    [line] = sender.findChildren(QLineEdit)
    QTest.keyClicks(line, "ab")
    assert sender.text() == "Voxab"


def test_new_recent_senders_leave_text_and_caret_alone(sender: SenderField) -> None:
    [line] = sender.findChildren(QLineEdit)
    line.setText("Half")
    line.setCursorPosition(2)
    sender.show_sender("Vox", note="", problem=None, senders=("A", "B"))
    assert (sender.text(), line.cursorPosition()) == ("Half", 2)


def test_a_recent_sender_can_be_chosen(sender: SenderField) -> None:
    told: list[str] = []
    sender.edited.connect(told.append)
    [combo] = sender.findChildren(QComboBox)
    assert [combo.itemText(index) for index in range(combo.count())] == ["Vox", "12345"]
    combo.setCurrentIndex(1)
    assert told == ["12345"]


def test_what_is_wrong_with_the_sender_takes_the_place_of_its_type(sender: SenderField) -> None:
    assert sender.note.text == "Name"
    sender.show_sender("Vox", note="Name", problem=PROBLEM, senders=())
    assert sender.note.text == "Too long."


# The counter.


def _count(line: str, parts: int, tone: Tone = Tone.WAITING) -> Counter:
    return Counter(line, "hint", parts=parts, units=1, left=1, tone=tone)


def test_the_counter_speaks_only_when_coding_or_parts_change(qtbot: QtBot, theme: Theme) -> None:
    counter = SegmentCounter(theme)
    qtbot.addWidget(counter)
    counter.show_counter(_count("GSM-7 · 1 / 160 · 1 part", 1))
    spoken: list[str] = []
    counter.spoken.connect(spoken.append)
    counter.show_counter(_count("GSM-7 · 2 / 160 · 1 part", 1))
    assert spoken == []
    counter.show_counter(_count("UCS-2 · 3 / 70 · 1 part", 1, Tone.UNKNOWN))
    counter.show_counter(_count("UCS-2 · 71 / 134 · 2 parts", 2, Tone.UNKNOWN))
    assert spoken == ["UCS-2 · 3 / 70 · 1 part", "UCS-2 · 71 / 134 · 2 parts"]
    assert counter.accessibleName() == "UCS-2 · 71 / 134 · 2 parts"


def test_an_aside_takes_the_place_of_the_hint_for_a_while(qtbot: QtBot, theme: Theme) -> None:
    counter = SegmentCounter(theme)
    qtbot.addWidget(counter)
    counter.show_counter(_count("line", 1))
    counter.show_aside("about this character")
    assert counter.hint == "about this character"
    counter.show_aside("")
    assert counter.hint == "hint"


def test_a_long_hint_gets_a_second_line(qtbot: QtBot, theme: Theme) -> None:
    counter = SegmentCounter(theme)
    qtbot.addWidget(counter)
    counter.resize(200, 60)
    low = counter.sizeHint().height()
    counter.show_counter(Counter("line", "many words " * 8, parts=1, units=1, left=1))
    assert counter.sizeHint().height() > low


# The options.


@pytest.fixture
def options(qtbot: QtBot, theme: Theme) -> OptionsPanel:
    panel = OptionsPanel(theme, methods=METHODS, ways=WAYS)
    qtbot.addWidget(panel)
    _show_options(panel)
    return panel


def _show_options(
    panel: OptionsPanel,
    *,
    coding: int | None = None,
    method: str = "udh8",
    receipt: bool = True,
    validity_h: int = 0,
    problem: FieldProblem | None = None,
    way: str = "",
    has_method: bool = True,
    method_counts: bool = True,
    has_validity: bool = True,
) -> None:
    panel.show_options(
        codings=CODINGS,
        coding=coding,
        method=method,
        receipt=receipt,
        validity_h=validity_h,
        problem=problem,
        way=way,
        has_method=has_method,
        method_counts=method_counts,
        has_validity=has_validity,
    )


def test_closed_options_say_only_what_is_unusual(options: OptionsPanel) -> None:
    assert (options.is_open, options.summary) == (False, "")
    _show_options(options, coding=8, method="sar", receipt=False, validity_h=24)
    assert options.summary == "UCS-2 · SAR · No receipt · Valid for 24 h"


def test_each_option_is_told_when_the_operator_changes_it_and_not_when_it_is_shown(
    options: OptionsPanel,
) -> None:
    told: list[object] = []
    for signal in (options.coding_chosen, options.method_chosen, options.receipt_chosen):
        signal.connect(told.append)
    options.validity_edited.connect(told.append)
    _show_options(options, coding=8, method="sar", receipt=False, validity_h=24)
    assert told == []
    _way, coding, method = options.findChildren(QComboBox)
    coding.setCurrentIndex(0)
    method.setCurrentIndex(0)
    [receipt] = options.findChildren(QCheckBox)
    receipt.click()
    [validity] = options.findChildren(QLineEdit)
    QTest.keyClick(validity, Qt.Key.Key_Backspace)
    assert told == [None, "udh8", True, "2"]


def test_hours_that_are_no_number_stay_as_typed(options: OptionsPanel) -> None:
    options.validity_edited.connect(lambda _text: _show_options(options, problem=PROBLEM))
    [validity] = options.findChildren(QLineEdit)
    QTest.keyClicks(validity, "two")
    assert validity.text() == "two"


def test_a_way_that_was_chosen_is_unusual_and_a_method_that_does_not_count_is_not(
    options: OptionsPanel,
) -> None:
    _show_options(options, way="rest", method="sar", method_counts=False)
    assert options.summary == "Over REST"
    _show_options(options, way="auto")
    assert options.summary == ""
    _show_options(options, way="")
    assert options.summary == ""


def test_what_an_account_cannot_do_is_not_shown(options: OptionsPanel) -> None:
    def shown() -> list[str]:
        fields = [*options.findChildren(QComboBox), *options.findChildren(QLineEdit)]
        return [each.accessibleName() for each in fields if each.isVisibleTo(options)]

    options.set_open(open_=True)
    _show_options(options, has_method=False, has_validity=False)
    assert shown() == ["Coding"]
    _show_options(options, way="auto")
    assert shown() == ["Send over", "Coding", "Long message method", "Valid for (hours)"]


def test_a_fault_opens_the_options(options: OptionsPanel) -> None:
    _show_options(options, problem=PROBLEM)
    assert options.is_open


# What replacing would change.


def _preview(indexes: Sequence[int]) -> str:
    swaps = {each.index: each.suggestion for each in REPLACEMENTS if each.index in indexes}
    return "".join(swaps.get(index, character) for index, character in enumerate(TEXT))


@pytest.fixture
def diff(qtbot: QtBot, theme: Theme) -> ReplacementDiff:
    diff = ReplacementDiff(theme, preview=_preview, outcome=lambda chosen: f"{len(chosen)} → GSM-7")
    qtbot.addWidget(diff)
    diff.open_with(TEXT, REPLACEMENTS)
    return diff


def test_all_replacements_are_offered_and_shown(diff: ReplacementDiff) -> None:
    assert (diff.after, diff.apply_button.accessibleName()) == ('"Hi" ...', "Replace 3")


def test_the_outcome_follows_what_is_chosen(diff: ReplacementDiff) -> None:
    assert diff.outcome == "3 → GSM-7"
    diff.choose(1, chosen=False)
    assert diff.outcome == "2 → GSM-7"


def test_a_character_can_be_kept(diff: ReplacementDiff) -> None:
    accepted: list[list[Replacement]] = []
    diff.accepted.connect(accepted.append)
    diff.choose(1, chosen=False)
    assert (diff.after, diff.apply_button.text()) == ('"Hi” ...', "Replace 2")
    diff.apply_button.click()
    assert accepted == [[REPLACEMENTS[0], REPLACEMENTS[2]]]


def test_changed_characters_are_marked_where_they_are_afterwards(diff: ReplacementDiff) -> None:
    marked = {
        reader.accessibleName(): [each.cursor.selectedText() for each in reader.extraSelections()]
        for reader in (diff.before_text, diff.after_text)
    }
    assert marked == {"Before": ["“", "”", "…"], "After": ['"', '"', "..."]}


def test_nothing_chosen_cannot_be_applied(diff: ReplacementDiff) -> None:
    for number in range(3):
        diff.choose(number, chosen=False)
    assert not diff.apply_button.isEnabled()


def test_escape_closes_and_return_replaces(diff: ReplacementDiff) -> None:
    said: list[str] = []
    diff.closed.connect(lambda: said.append("closed"))
    diff.accepted.connect(lambda _chosen: said.append("accepted"))
    QTest.keyClick(diff.apply_button, Qt.Key.Key_Escape)
    QTest.keyClick(diff.apply_button, Qt.Key.Key_Return)
    assert said == ["closed", "accepted"]


# The card at a character.


def test_the_card_names_the_character_and_replaces_it(host: QWidget, qtbot: QtBot, theme: Theme) -> None:
    card = CharacterCard(theme, host)
    asked: list[Replacement] = []
    card.replacement_requested.connect(asked.append)
    card.point_at(ForcingCharacter(5, "…", "HORIZONTAL ELLIPSIS", "..."), QRect(390, 190, 8, 16))
    qtbot.waitUntil(card.isVisible)
    assert host.rect().contains(card.geometry())
    _button(card, "Replace with ...").click()
    assert asked == [Replacement(5, "…", "...", "HORIZONTAL ELLIPSIS")]
    assert card.isHidden()


def test_the_card_goes_when_the_pointer_does(host: QWidget, qtbot: QtBot, theme: Theme) -> None:
    card = CharacterCard(theme, host)
    card.point_at(ForcingCharacter(0, "я", "CYRILLIC SMALL LETTER YA", ""), QRect(0, 0, 8, 16))
    qtbot.waitUntil(card.isVisible)
    card.point_at(None, QRect())
    qtbot.waitUntil(card.isHidden)


# Undo.


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bar(host: QWidget, theme: Theme, clock: Clock) -> UndoBar:
    return UndoBar(theme, clock=clock, parent=host)


def _held(clock: Clock, seconds: float, *ids: int) -> Held:
    return Held(ids, f"Send {len(ids)}", clock.now_us + round(seconds * 1_000_000))


def test_the_bar_counts_down_in_whole_seconds(bar: UndoBar, clock: Clock, qtbot: QtBot) -> None:
    bar.show_held((_held(clock, 4.6, 1),))
    assert bar.words == ("Sending in 5 s",)
    clock.now_us += 3_700_000
    qtbot.waitUntil(lambda: bar.words == ("Sending in 1 s",))
    with qtbot.waitSignal(bar.time_over):
        clock.now_us += 1_000_000
    assert bar.words == ("Sending now",)


def test_the_bar_ticks_only_while_something_is_held(bar: UndoBar, clock: Clock) -> None:
    assert (bar.ticking, bar.isHidden()) == (False, True)
    bar.show_held((_held(clock, 5, 1),))
    assert (bar.ticking, bar.isHidden()) == (True, False)
    bar.show_held(())
    assert (bar.ticking, bar.isHidden()) == (False, True)


def test_without_a_connection_a_held_send_waits_for_it(bar: UndoBar, clock: Clock) -> None:
    held = (_held(clock, 5, 1),)
    bar.show_held(held, offline=True)
    assert bar.words == ("Waits for the connection",)
    bar.show_held(held, offline=False)
    assert bar.words == ("Sending in 5 s",)


def test_more_rows_grow_upwards_from_the_bars_place(bar: UndoBar, clock: Clock) -> None:
    place = QRect(10, 120, 300, bar.row_height())
    bar.stand_on(place)
    bar.show_held((_held(clock, 3, 1),))
    assert bar.geometry() == place
    bar.show_held((_held(clock, 3, 1), _held(clock, 5, 2)))
    assert (bar.geometry().bottom(), bar.height() > 2 * place.height()) == (place.bottom(), True)


def test_each_held_send_has_its_own_two_buttons(bar: UndoBar, clock: Clock) -> None:
    first, second = _held(clock, 3, 1), _held(clock, 5, 2, 3)
    undone: list[Held] = []
    sent: list[Held] = []
    bar.undo_requested.connect(undone.append)
    bar.send_now_requested.connect(sent.append)
    bar.show_held((first, second))
    assert bar.latest == second
    assert [each.toolTip().count("Send 2") for each in bar.buttons] == [1, 1, 0, 0], "the latest first"
    rows = bar.findChildren(QPushButton)
    assert [each.accessibleName() for each in rows] == ["Undo", "Send now"] * 2
    rows[0].click()
    rows[3].click()
    assert (undone, sent) == ([first], [second])
    bar.show_held((second,))
    assert bar.words == ("Sending in 5 s",)
