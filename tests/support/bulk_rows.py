"""Rows of a list, judged and made into messages."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.support.desk import PROFILE
from tests.support.fake_clocks import START_US
from tests.support.fake_transport import FakeTransport
from vox_console.services.bulk_hours import NumberHours
from vox_console.services.bulk_order import BulkOrder, RowJudge, RowMaker
from vox_console.services.bulk_recent import RecentSends
from vox_console.settings.profiles import Profile
from vox_console.storage.job_feed import Later
from vox_console.storage.jobs import JobRow
from vox_console.storage.outbox import NewMessage
from vox_console.storage.recent_sends import Sent
from vox_console.transports.base import Capabilities

SMPP = FakeTransport.capabilities


ANA, BOB = "381641234567", "381641234568"


ORDER = BulkOrder(
    sender="Vox", text="Hello {name}", number_columns=(0,), columns={"name": 1}, default_region="RS"
)


NOTHING_RECENT = RecentSends(lambda _recipients: {}, now_us=START_US)


def recent(text: str, *, minutes: int = 40, number: str = ANA) -> RecentSends:
    """Tell of one message to a number, so long ago."""
    sent = Sent(START_US - minutes * 60_000_000, text)
    return RecentSends(lambda asked: {number: [sent]} if number in asked else {}, now_us=START_US)


def judge_of(
    order: BulkOrder = ORDER,
    *,
    profile: Profile = PROFILE,
    capabilities: Capabilities = SMPP,
    opted_out: Sequence[str] = (),
    recent: RecentSends | None = None,
) -> RowJudge:
    """Give who judges the rows of an order."""
    return RowJudge(
        order,
        profile,
        capabilities,
        opted_out=frozenset(opted_out),
        recent=recent,
        now_us=START_US,
        here=lambda _utc_s: 0,
    )


def verdict(cells: Sequence[str], order: BulkOrder = ORDER, *, profile: Profile = PROFILE) -> JobRow:
    """Judge one row."""
    return judge_of(order, profile=profile).judge(7, cells)


def made(
    row: JobRow,
    order: BulkOrder = ORDER,
    *,
    capabilities: Capabilities = SMPP,
    opted_out: Sequence[str] = (),
    recent: RecentSends = NOTHING_RECENT,
    now_us: int = START_US,
) -> NewMessage | Later | str:
    """Make the message of a row."""
    maker = RowMaker(
        order,
        PROFILE,
        capabilities,
        is_opted_out=opted_out.__contains__,
        recent=recent,
        hours=NumberHours(order.window, here=lambda _utc_s: 0),
        now_us=now_us,
        rng=Random(7),  # noqa: S311 - the same numbers each time
    )
    return maker.make(row)
