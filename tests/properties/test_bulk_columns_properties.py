"""Rows judged by the column come out as rows judged one by one, and so do all the figures about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.integration.test_imports_corpus import CORPUS, DATA
from tests.support.desk import PROFILE
from tests.support.fake_clocks import START_US
from tests.support.fake_transport import FakeTransport
from tests.support.row_by_row import RowByRow
from vox_console.domain.preflight import Preflight
from vox_console.domain.send_window import SendWindow
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.imports.opening import open_table
from vox_console.imports.table import TableRow
from vox_console.services.bulk_order import BulkOrder, RowJudge
from vox_console.services.bulk_recent import RecentSends
from vox_console.settings.profiles import Profile
from vox_console.storage.recent_sends import Sent

KNOWN = ("381641234567", "447400123456", "12125550123", "870773111632")
CELLS = st.one_of(
    st.sampled_from(
        (
            *(
                "0641234567",
                "+381641234567",
                "381 64 123-4567",
                "064/1234568",
                "+44 7400 123456",
                "+1 212 555 0123",
            ),
            *(
                "641234569",
                "0641234567.0",
                "'0641234570",
                "3.8164E+11",
                "2026-11-24",
                "+870773111632",
                "12345",
            ),
            *(
                "",
                " ",
                "\u200b",
                "n/a",
                "Ana",
                "Žika",
                "Đorđe [1]",
                "日本",
                "🙂",
                "{x}",
                "a,b",
                "x" * 150,
                "š" * 67,
            ),
        )
    ),
    st.integers(0, 30).map("064123{:04}".format),
    st.text(max_size=5),
)
ROWS = st.lists(
    st.tuples(
        st.lists(CELLS, min_size=2, max_size=4).map(tuple) | st.lists(CELLS, max_size=4).map(tuple),
        st.sampled_from(("", "", "", "", "", "It does not end.")),
    ),
    max_size=40,
)
ORDERS = st.builds(
    BulkOrder,
    sender=st.just("Vox"),
    text=st.sampled_from(
        (
            "Hello",
            "Hello {a}",
            "{a}{b|} {c|you}",
            "{a|}",
            "Šta je {b}? {a}",
            "{a} {none}",
            "{a} {",
            "",
            "[{b}]" * 9,
        )
    ),
    number_columns=st.sampled_from(((0,), (0,), (0, 1), (2,), (9,), ())),
    columns=st.sampled_from(({"a": 1, "b": 2, "c": 0}, {"a": 2, "b": 2}, {"a": 9, "c": 1})),
    default_region=st.sampled_from(("RS", "RS", "", "US")),
    coding=st.sampled_from((None, None, 0, 3, 8, 10, 14)),
    skip_recent=st.booleans(),
    first_wins=st.sampled_from((True, True, False)),
    window=st.sampled_from((None, None, SendWindow.daily(540, 1_200), SendWindow.daily(780, 840))),
)
PROFILES = st.builds(
    lambda alphabet, limit: PROFILE.model_copy(update={"default_alphabet": alphabet, "part_limit": limit}),
    st.sampled_from(DefaultAlphabet),
    st.sampled_from((1, 2, 10)),
)


def judge_of(kind: type[RowJudge], scene: Scene) -> RowJudge:
    lately = RecentSends(
        lambda asked: {each: [Sent(START_US - 60_000_000, "Hello Ana")] for each in asked if each in KNOWN},
        now_us=START_US,
    )
    return kind(
        scene.order,
        scene.profile,
        FakeTransport.capabilities,
        opted_out=frozenset(scene.opted_out),
        recent=lately if scene.recent else None,
        now_us=START_US,
        here=lambda _utc_s: 0,
    )


def figures(sheet: Preflight) -> dict[str, Any]:
    names = ("books", "parts_spread", "codings", "forcing", "countries", "worst", "repaired_rows", "repaired")
    return {
        **{name: getattr(sheet, name) for name in names},
        "flipped": sheet.flipped,
        "recent": (sheet.recent.rows, sheet.recent.by_age),
    }


def batches(rows: Sequence[TableRow], size: int) -> list[Sequence[TableRow]]:
    return [rows[at : at + size] for at in range(0, len(rows), size)]


@dataclass(frozen=True)
class Scene:
    """A list, who sends it how, and what is known of some numbers before."""

    rows: list[TableRow]
    order: BulkOrder
    profile: Profile
    opted_out: list[str]
    sent_before: list[str]
    recent: bool


def numbered(drawn: list[tuple[tuple[str, ...], str]]) -> list[TableRow]:
    return [TableRow(number, cells, damage) for number, (cells, damage) in enumerate(drawn, 2)]


FEW = st.lists(st.sampled_from(KNOWN), max_size=2)
LATELY = Scene(
    numbered([(("381641234567.0", "Ana"), ""), (("+447400123456", "Bo"), "")]),
    BulkOrder("Vox", "Hello {a}", (0,), {"a": 1}, default_region="RS", skip_recent=True),
    PROFILE,
    [],
    [],
    recent=True,
)


@settings(max_examples=1_000, deadline=None)
@given(st.builds(Scene, ROWS.map(numbered), ORDERS, PROFILES, FEW, FEW, st.booleans()), st.integers(1, 40))
@example(LATELY, 2)
def test_columns_say_what_the_rule_for_one_row_says(scene: Scene, size: int) -> None:
    by_row, by_column = (judge_of(kind, scene) for kind in (RowByRow, RowJudge))
    for judge in (by_row, by_column):
        judge.know(scene.sent_before)
    judged = [row for batch in batches(scene.rows, size) for row in by_column.judge_all(batch)]
    assert judged == by_row.judge_all(scene.rows)
    assert figures(by_column.preflight) == figures(by_row.preflight)


def test_columns_say_of_every_file_what_the_rule_for_one_row_says() -> None:
    seen = 0
    for name in CORPUS:
        rows = list(open_table(DATA / name).rows())
        for at in (0, 1):
            order = BulkOrder("Vox", "Hi {a}, {b|}", (at,), {"a": 0, "b": 2}, default_region="RS")
            scene = Scene(rows, order, PROFILE, [], [], recent=True)
            by_row, by_column = (judge_of(kind, scene) for kind in (RowByRow, RowJudge))
            assert by_column.judge_all(rows) == by_row.judge_all(rows), name
            assert figures(by_column.preflight) == figures(by_row.preflight), name
        seen += len(rows)
    assert seen > 90
