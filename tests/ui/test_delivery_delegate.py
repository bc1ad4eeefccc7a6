"""Rows are drawn literally, inside their own bounds, in the colours of their state."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QModelIndex, QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from tests.support.delivery_scene import Desk, row
from vox_console.domain.message import MessageState
from vox_console.presenters.delivery_state import DeliveryRow
from vox_console.ui.delivery_delegate import DeliveryDelegate
from vox_console.ui.delivery_model import DeliveryModel
from vox_console.ui.parts_strip import BLOCK_WIDTH
from vox_console.ui.theme import Theme

pytestmark = pytest.mark.usefixtures("qapp")

WIDTH = 1100
MARGIN = 60
NONE = QStyle.StateFlag.State_None


class Canvas:
    """Draws one row with room above and below, and tells where the ink went."""

    def __init__(self, drawn: DeliveryRow, *, width: int = WIDTH, dense: bool = False) -> None:
        desk = Desk()
        desk.queue([drawn])
        self.theme = Theme(scheme="light")
        self.model = DeliveryModel(desk.log)
        self.delegate = DeliveryDelegate(desk.log, self.theme)
        self.delegate.set_dense(dense)
        self.layout = self.delegate.layout_for(width)
        self.width = width

    def draw(self, state: QStyle.StateFlag = NONE) -> QImage:
        image = QImage(self.width, self.layout.height + 2 * MARGIN, QImage.Format.Format_RGB32)
        image.fill(self.theme.color("surface"))
        option = QStyleOptionViewItem()
        option.rect = QRect(0, MARGIN, self.width, self.layout.height)
        option.state = state
        painter = QPainter(image)
        self.delegate.paint(painter, option, self.model.index(0))
        painter.end()
        return image


def ink(image: QImage, area: QRect) -> list[tuple[int, int]]:
    """Give the pixels of an area that are not background."""
    pixels = memoryview(image.constBits()).cast("I")
    background = pixels[0]
    return [
        (x, y)
        for y in range(area.top(), area.bottom() + 1)
        for x, pixel in enumerate(pixels[y * image.width() :][area.left() : area.right() + 1], area.left())
        if pixel != background
    ]


def text_area(canvas: Canvas) -> QRect:
    slot = canvas.layout.text
    return QRect(int(slot.left), MARGIN, int(slot.width), canvas.layout.height)


def outside(canvas: Canvas, image: QImage) -> list[tuple[int, int]]:
    below = MARGIN + canvas.layout.height
    return ink(image, QRect(0, 0, canvas.width, MARGIN)) + ink(image, QRect(0, below, canvas.width, MARGIN))


@pytest.mark.parametrize(
    "text",
    [
        '<img src="file:///etc/hostname"> <b>bank</b>',
        "\u202ereversed by an override",
        "a" + "\u0301" * 10_000,
        "Z" + "\u033e\u0346\u0f37" * 200,
        "two\nlines\u2028three",
        "x" * 100_000,
        "",
    ],
)
@pytest.mark.parametrize("width", [420, 640, 1100])
def test_a_hostile_text_stays_in_its_row_and_leaves_the_other_pieces_alone(text: str, width: int) -> None:
    canvas, plain = Canvas(row(1, text), width=width), Canvas(row(1, "plain"), width=width)
    drawn, expected = canvas.draw(), plain.draw()
    assert outside(canvas, drawn) == []
    after = (
        QRect(int(canvas.layout.strip.right) - BLOCK_WIDTH, MARGIN, width, canvas.layout.height)
        & drawn.rect()
    )
    if not canvas.layout.two_lines:
        assert drawn.copy(after) == expected.copy(after)
    before = QRect(0, MARGIN, int(canvas.layout.recipient.left), canvas.layout.height)
    assert drawn.copy(before) == expected.copy(before)


def test_markup_is_drawn_as_the_characters_it_is_made_of() -> None:
    bold, plain = Canvas(row(1, "<b>x</b>")), Canvas(row(1, "x"))
    columns = [max(x for x, _ in ink(canvas.draw(), text_area(canvas))) for canvas in (bold, plain)]
    assert columns[0] - columns[1] > 30


def test_a_right_to_left_text_stands_at_the_right() -> None:
    canvas = Canvas(row(1, "مرحبا"))
    area = text_area(canvas)
    columns = [x for x, _ in ink(canvas.draw(), area)]
    assert min(columns) > area.center().x()
    assert area.right() - max(columns) < 10


def test_a_text_never_reaches_the_parts_of_its_message() -> None:
    for width in (420, 640, 1100):
        for parts in (1, 8, 200):
            canvas = Canvas(row(1, "x" * 300, parts=parts), width=width)
            empty = Canvas(row(1, "", parts=parts), width=width)
            area = QRect(text_area(canvas).left(), MARGIN, width, canvas.layout.height) & canvas.draw().rect()
            strip_and_word = min(x for x, y in ink(empty.draw(), area) if y > canvas.layout.text.middle)
            gap = QRect(strip_and_word - 10, MARGIN + int(canvas.layout.text.middle), 8, 4)
            assert ink(canvas.draw(), gap) == []


def test_the_trouble_is_drawn_in_the_colour_of_the_state() -> None:
    state = MessageState.UNDELIVERABLE
    canvas = Canvas(row(1, "Hi", state=state, trouble="absent subscriber (27)"))
    image, failed = canvas.draw(), canvas.theme.color("failed")
    colours = {QColor(image.pixel(x, y)).name() for x, y in ink(image, text_area(canvas))}
    assert failed.name() in colours


@pytest.mark.parametrize("width", [WIDTH, 420])
def test_the_text_begins_before_a_trouble_however_long_it_is(width: int) -> None:
    state = MessageState.UNDELIVERABLE
    canvas = Canvas(row(1, "Hello " * 40, state=state, trouble="The link closed. " * 20), width=width)
    slot = canvas.layout.text
    image, failed = canvas.draw(), canvas.theme.color("failed").name()
    beginning = QRect(int(slot.left), int(MARGIN + slot.middle) - 5, int(slot.width * 0.3), 10)
    found = [QColor(image.pixel(x, y)) for x, y in ink(image, beginning)]
    assert found
    assert failed not in {colour.name() for colour in found}
    assert failed in {QColor(image.pixel(x, y)).name() for x, y in ink(image, text_area(canvas))}


def test_each_part_is_one_block_and_many_parts_are_a_number_and_a_bar() -> None:
    delivered = MessageState.DELIVERED
    starts = []
    for parts in (1, 2, 8, 9, 200):
        canvas = Canvas(row(1, state=delivered, parts=parts))
        slot = canvas.layout.strip
        area = QRect(int(slot.left) - 20, MARGIN, int(slot.width) + 20, canvas.layout.height)
        found = ink(canvas.draw(), area)
        starts.append(area.right() + 1 - min(x for x, _ in found))
        assert max(x for x, _ in found) <= int(slot.right)
    assert starts[:3] == [4, 10, 46]
    assert all(start <= 60 for start in starts[3:])


def test_hover_selection_and_focus_each_look_different() -> None:
    canvas = Canvas(row(1))
    flag = QStyle.StateFlag
    states = (flag.State_None, flag.State_MouseOver, flag.State_Selected, flag.State_HasFocus)
    images = [canvas.draw(state) for state in states]
    assert all(images[a] != images[b] for a in range(4) for b in range(a))
    assert all(outside(canvas, image) == [] for image in images)
    canvas.delegate.ring_shown = False
    assert canvas.draw(flag.State_HasFocus) == images[0]


def test_a_row_that_is_still_read_shows_a_placeholder() -> None:
    canvas = Canvas(row(1))
    desk = Desk(1, slow=True)
    canvas.delegate = DeliveryDelegate(desk.log, canvas.theme)
    image = canvas.draw()
    colours = {QColor(image.pixel(x, y)).name() for x, y in ink(image, image.rect())}
    assert colours == {canvas.theme.color("hover").name()}


def test_a_new_scheme_recolours_the_rows() -> None:
    canvas = Canvas(row(1, state=MessageState.UNKNOWN))
    light = canvas.draw()
    canvas.theme.set_scheme("dark")
    assert canvas.draw() != light
    canvas.theme.set_scheme("light")
    assert canvas.draw() == light


def test_the_sender_goes_first_then_the_row_becomes_two_lines() -> None:
    wide, medium, narrow = (Canvas(row(1), width=width).layout for width in (1100, 640, 420))
    assert wide.sender is not None
    assert medium.sender is None
    assert [layout.two_lines for layout in (wide, medium, narrow)] == [False, False, True]
    assert [layout.height for layout in (wide, medium, narrow)] == [36, 36, 54]
    dense = [Canvas(row(1), width=width, dense=True).layout.height for width in (1100, 420)]
    assert dense == [26, 42]


@pytest.mark.parametrize("width", [320, 420, 560, 640, 800, 1100, 1900])
def test_no_piece_of_a_row_stands_on_another(width: int) -> None:
    layout = Canvas(row(1), width=width).layout
    if layout.two_lines:
        lines = [[layout.icon, layout.recipient, layout.time], [layout.text, layout.strip, layout.word]]
    else:
        sender = [layout.sender] if layout.sender is not None else []
        order = [layout.icon, layout.time, layout.recipient, *sender, layout.text, layout.strip, layout.word]
        lines = [order]
    for slots in lines:
        for left, right in pairwise(slots):
            assert left.right < right.left
        assert slots[-1].right < width


def test_drawing_keeps_a_bounded_number_of_texts() -> None:
    desk = Desk(20_000)
    delegate = DeliveryDelegate(desk.log, Theme())
    model = DeliveryModel(desk.log)
    image = QImage(WIDTH, 36, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, WIDTH, 36)
    for index in range(0, 20_000, 4):
        desk.log.changed([row(20_000 - index, f"text {index}")])
        delegate.paint(painter, option, model.index(index))
    painter.end()
    assert len(delegate._texts) <= 4096
    assert delegate.sizeHint(option, QModelIndex()).height() == 36


class TestWay:
    @pytest.mark.parametrize("width", [420, 1100])
    @pytest.mark.parametrize("dense", [False, True])
    def test_it_has_a_place_of_its_own_that_no_text_enters(self, width: int, *, dense: bool) -> None:
        canvas = Canvas(replace(row(1, "x" * 400), way="REST"), width=width, dense=dense)
        layout = canvas.layout
        assert layout.way is not None
        assert outside(canvas, canvas.draw()) == []
        if layout.two_lines:
            assert layout.recipient.right < layout.way.left < layout.way.right < layout.time.left
        else:
            gap = QRect(
                int(layout.text.right), MARGIN, int(layout.way.left - layout.text.right), layout.height
            )
            assert layout.text.right < layout.way.left
            assert ink(canvas.draw(), gap.adjusted(2, 0, -2, 0)) == []

    @pytest.mark.parametrize("width", [420, 1100])
    def test_the_two_are_told_apart(self, width: int) -> None:
        rest = Canvas(replace(row(1), way="REST"), width=width).draw()
        other = Canvas(replace(row(1), way="REST"), width=width)
        other.model._log.changed([replace(row(1), way="SMPP")])
        assert other.draw() != rest

    def test_a_list_with_one_way_leaves_its_room_to_the_text(self) -> None:
        with_tag, without = Canvas(replace(row(1), way="REST")), Canvas(replace(row(1), way="SMPP"))
        assert without.layout.way is None
        assert without.layout.text.width > with_tag.layout.text.width


def test_parts_under_one_id_are_one_block_behind_their_number() -> None:
    one, shared = Canvas(row(1)), Canvas(replace(row(1), segments=3))
    area = QRect(int(one.layout.strip.left), MARGIN, int(one.layout.strip.width), one.layout.height)
    alone, counted = ink(one.draw(), area), ink(shared.draw(), area)
    assert set(alone) < set(counted)  # the same one block, and a number before it
    assert min(x for x, _ in counted) < min(x for x, _ in alone)


HOSTILE_NAMES = ["\u202egnp", "a" + "\u0301" * 199, "x" * 200, "שלום", "<b>Ana</b>"]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
@pytest.mark.parametrize("width", [420, 640, 1100])
def test_a_hostile_name_stays_in_its_row_and_moves_no_number(name: str, width: int) -> None:
    canvas = Canvas(replace(row(1), name=name), width=width)
    plain = Canvas(replace(row(1), name="x" * 200), width=width)
    drawn, expected = canvas.draw(), plain.draw()
    assert outside(canvas, drawn) == []
    slot = canvas.layout.number
    if slot is not None:
        number = QRect(int(slot.left), MARGIN, int(slot.width), canvas.layout.height)
        assert ink(drawn, number)
        assert drawn.copy(number) == expected.copy(number)


def test_two_numbers_of_one_name_differ_at_every_width() -> None:
    for width in range(300, 1200, 60):
        drawn = [
            Canvas(replace(row(1, recipient=number), name="Ana " * 30), width=width).draw()
            for number in ("+381 63 200 0001", "+381 63 200 0002")
        ]
        assert drawn[0] != drawn[1]


def test_a_name_has_room_where_there_is_one_and_a_list_without_names_keeps_its_shape() -> None:
    named, unnamed = Canvas(replace(row(1), name="Ana")), Canvas(row(1))
    assert named.layout.number is not None
    assert unnamed.layout.number is None
    assert unnamed.layout.text.width > named.layout.text.width
