"""What a bulk job sends: the text with its fields, who says it, and how each row becomes a message.

Theory of operation. The same order is asked twice about a row. At import :meth:`RowJudge.judge` decides
whether it may be sent at all and what it will be billed as. When it is fed to the outbox
:meth:`RowMaker.make` makes the message, and asks again what may have changed since: whether the number has
opted out, and, where rows are left out that got nearly the same text lately, whether that is so by now. Both
fill the text by the same function, and both cut it by the same function as a single message.

Rows are judged many at a time, because the journal is asked about all their numbers at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import compress
from random import Random
from typing import Any, NamedTuple

from vox_console.domain.bulk_books import RowClass
from vox_console.domain.bulk_number import NumberReading
from vox_console.domain.errors import SendRefused, Severity
from vox_console.domain.excel_damage import Repair
from vox_console.domain.merge_fields import Unfilled, parse
from vox_console.domain.opt_out import STOPPED_WORDS
from vox_console.domain.preflight import Preflight
from vox_console.domain.recent_rows import ago
from vox_console.domain.seen_numbers import SeenNumbers
from vox_console.domain.send_window import SendWindow
from vox_console.domain.transport_name import TransportRule
from vox_console.domain.zone_offset import OffsetAt
from vox_console.imports.table import TableRow
from vox_console.services.bulk_columns import RowColumns
from vox_console.services.bulk_cut import Cut, Cutter
from vox_console.services.bulk_hours import NumberHours
from vox_console.services.bulk_recent import About, RecentSends
from vox_console.services.bulk_recipient import Found, RecipientFinder, column
from vox_console.services.clocks import here_offset_s
from vox_console.services.orders import SendOrder, check, cut_for, to_messages
from vox_console.settings.profiles import Profile
from vox_console.storage.job_feed import Later
from vox_console.storage.jobs import JobRow
from vox_console.storage.outbox import NewMessage
from vox_console.transports.base import Capabilities


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """The same text for every row. number_columns, columns: indexes into a row's cells.

    number_columns: in the order in which they are tried. columns: what each field of the text is filled from.
    default_region: whose national numbers the file may hold. parts_per_s: 0 for the account's own rate.
    skip_recent: rows are left out whose number got nearly their text lately; recent_said: somebody has said
    whether they are. first_wins: of rows with the same number only the first is sent.
    window: the hours between which messages may leave where their numbers live, None for all.
    """

    sender: str
    text: str
    number_columns: tuple[int, ...]
    columns: Mapping[str, int]
    default_region: str = ""
    coding: int | None = None
    transport: TransportRule = TransportRule.AUTO
    parts_per_s: float = 0.0
    skip_recent: bool = False
    first_wins: bool = True
    window: SendWindow | None = None
    recent_said: bool = False

    def to_json(self) -> str:
        """Write it down for the journal."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> BulkOrder:
        """Read what :meth:`to_json` wrote."""
        kept: dict[str, Any] = json.loads(text)
        kept["number_columns"] = tuple(kept["number_columns"])
        kept["transport"] = TransportRule(kept["transport"])
        kept["window"] = SendWindow.from_kept(kept["window"]) if kept.get("window") else None
        return cls(**kept)

    def single(self, recipient: str, text: str) -> SendOrder:
        """Give the order of one row's message."""
        return SendOrder(self.sender, (recipient,), text, coding=self.coding, transport=self.transport)

    def filled(self, cells: Sequence[str]) -> str | Unfilled:
        """Give the text of one row, or the fields that nothing fills. Who fills many has a `_Filler`."""
        return _Filler(self).fill(cells)


class _Filler:
    """Fills the text from a row's cells."""

    def __init__(self, order: BulkOrder) -> None:
        self._template = parse(order.text).bind(order.columns)
        self._columns = order.columns

    def fill(self, cells: Sequence[str]) -> str | Unfilled:
        """Give the text of a row, or the fields that nothing fills."""
        values = {name: cells[at] for name, at in self._columns.items() if at < len(cells)}
        return self._template.fill(values)

    def fill_all(self, rows: Sequence[Sequence[str]]) -> list[str | Unfilled]:
        """Give the text of each row, or the fields that nothing fills."""
        places = [self._columns.get(key) for key in self._template.keys]
        columns = [[""] * len(rows) if at is None else column(rows, at) for at in places]
        return self._template.fill_all(columns, rows=len(rows))


class RowJudge:
    """Decides about rows in the order of the file; remembers the numbers it has seen, and counts.

    opted_out: who wants no messages from the sender, as it is now. recent: who is asked what numbers got
    lately; None to ask nobody. now_us: when, for an order with hours. here: this computer's zone, for numbers
    of no known one. preflight: the figures of the rows judged so far. Raises SendRefused when no row at all
    could be sent with this order (its sender, its coding).
    """

    def __init__(
        self,
        order: BulkOrder,
        profile: Profile,
        capabilities: Capabilities,
        *,
        opted_out: Container[str],
        recent: RecentSends | None = None,
        now_us: int = 0,
        here: OffsetAt = here_offset_s,
    ) -> None:
        if order.window is not None and not now_us:
            raise ValueError("hours are asked at a moment")
        _refuse_hopeless(order, profile, capabilities)
        self.preflight = Preflight()
        self._order = order
        self._filler = _Filler(order)
        self._opted_out = opted_out
        self._recent = recent
        self._finder = RecipientFinder(order.number_columns, order.default_region)
        self._seen = SeenNumbers()
        self._hours = NumberHours(order.window, here=here)
        self._now_us = now_us
        self._cutter = Cutter(
            lambda text: cut_for(order.single("", text), profile, capabilities), most_parts=profile.part_limit
        )

    def know(self, numbers: Iterable[str]) -> None:
        """Take phone numbers as seen: another job of the same list sends to them."""
        self._seen.update(numbers)

    def forget(self) -> None:
        """Forget the numbers of the rows judged so far, not the figures. For a thread, at the end."""
        self._seen.forget()

    def judge(self, number: int, cells: Sequence[str], *, damage: str = "") -> JobRow:
        """Decide about one row. number: as the user's program numbers it. damage: why it cannot be read."""
        (row,) = self.judge_all([TableRow(number, tuple(cells), damage)])
        return row

    def judge_all(self, rows: Iterable[TableRow]) -> list[JobRow]:
        """Decide about the next rows. Blocking where the journal is asked; raises StoreError then."""
        columns = RowColumns(rows, self._finder)
        columns.fill(self._filler.fill_all(columns.cells))
        columns.cut(self._cutter.cut_all(columns.texts))
        columns.set_apart_recipients(self._opted_out.__contains__)
        if self._hours.limited:
            columns.set_apart_recipients(lambda each: self._hours.next_us(each, self._now_us) is None)
        if self._order.first_wins:
            columns.set_apart_recipients(self._seen.repeated(columns.recipients).__contains__)
        self._seen.update(columns.plain(columns.recipients))
        judged = columns.accepted()
        good = [True] * len(judged)
        alone: dict[int, _Good] = {}
        for at in sorted(columns.apart):
            found = self._judge(columns.rows[at], columns.found.get(at))
            if isinstance(found, JobRow):
                judged[at], good[at] = found, False
                self.preflight.exclude(found.verdict)
            else:
                judged[at] = found.row
                columns.texts[at], columns.regions[at], columns.cuts[at] = found.text, found.region, found.cut
                alone[at] = found
        self._leave_out_recent(judged, columns.texts, good)
        self._enter(columns, good)
        for at, each in alone.items():
            if good[at] and each.repaired:
                self.preflight.repair(each.row.number, each.typed, each.repaired)
        return judged

    def _enter(self, columns: RowColumns, good: Sequence[bool]) -> None:
        """Enter the rows that can be sent to into the figures."""
        cuts = list(compress(columns.cuts, good))
        self.preflight.accept_all(
            list(compress(columns.numbers, good)),
            list(compress(columns.recipients, good)),
            list(compress(columns.regions, good)),
            parts=[cut.parts for cut in cuts],
            codings=[cut.coding for cut in cuts],
            forced=[cut.forced for cut in cuts],
        )

    def _leave_out_recent(self, judged: list[JobRow], texts: Sequence[str], good: list[bool]) -> None:
        """Note which numbers got the text lately, and leave their rows out if that is wanted."""
        if self._recent is None or not any(good):
            return
        asked = list(compress(range(len(judged)), good))
        ages_s = self._recent.ages_s([About(judged[at].recipient, texts[at]) for at in asked])
        for at, age_s in zip(asked, ages_s, strict=True):
            if age_s is None:
                continue
            row = judged[at]
            self.preflight.recent.enter(row.number, age_s)
            if self._order.skip_recent:
                self.preflight.exclude(RowClass.RECENT)
                good[at] = False
                judged[at] = row._replace(verdict=RowClass.RECENT, reason=_recent_words(age_s))

    def _judge(self, row: TableRow, seen: Found | None) -> JobRow | _Good:
        """Decide about one row by itself: this is the rule. seen: its number, if it was looked for."""
        number, cells = row.number, row.cells
        if row.damage:
            return JobRow(number, cells, RowClass.DAMAGED, reason=row.damage)
        if not "".join(cells).strip():
            return JobRow(number, cells, RowClass.BLANK, reason="The row is empty.")
        found_at = seen or self._finder.find(cells)
        typed, found = found_at.typed, found_at.reading
        if found is None or not found.ok:
            verdict = RowClass.BAD_NUMBER if found else RowClass.NO_NUMBER
            return JobRow(number, cells, verdict, reason=found_at.fault)
        recipient = found.digits
        if recipient in self._opted_out:
            return JobRow(
                number, cells, RowClass.OPTED_OUT, recipient, reason="This number wants no messages."
            )
        if self._order.first_wins and recipient in self._seen:
            words = "An earlier row has the same number."
            return JobRow(number, cells, RowClass.DUPLICATE, recipient, reason=words)
        return self._judge_text(number, cells, typed, found)

    def _judge_text(
        self, number: int, row: tuple[str, ...], typed: str, found: NumberReading
    ) -> JobRow | _Good:
        recipient = found.digits
        text = self._filler.fill(row)
        if isinstance(text, Unfilled):
            return JobRow(number, row, RowClass.UNFILLED, recipient, reason=unfilled_words(text))
        if not text.strip():
            return JobRow(number, row, RowClass.EMPTY_TEXT, recipient, reason="There is no text to send.")
        cut = self._cutter.cut(text)
        if cut.verdict is not RowClass.ACCEPTED:
            return JobRow(number, row, cut.verdict, recipient, cut.parts, cut.problem)
        if self._hours.next_us(recipient, self._now_us) is None:
            words = self._hours.never_words
            return JobRow(number, row, RowClass.NEVER_OPEN, recipient, cut.parts, words)
        self._seen.add(recipient)
        accepted = JobRow(number, row, RowClass.ACCEPTED, recipient, cut.parts)
        return _Good(accepted, text, found.region, cut, typed, found.repaired)


class _Good(NamedTuple):
    """A row that can be sent to. typed: its number as it stands in the file."""

    row: JobRow
    text: str
    region: str
    cut: Cut
    typed: str
    repaired: Repair | None


def _refuse_hopeless(order: BulkOrder, profile: Profile, capabilities: Capabilities) -> None:
    """Raise SendRefused for what is wrong with every message of an order, whatever its row holds."""
    problems = check(order.single("0", ""), profile, capabilities).problems
    fatal = [each.text for each in problems if each.severity is Severity.ERROR and each.field != "message"]
    if fatal:
        raise SendRefused("Nothing was sent", detail=" ".join(fatal))


def unfilled_words(text: Unfilled) -> str:
    """Say why a text cannot be filled."""
    return f"Nothing fills {', '.join(text.fields)}." if text.fields else "The text cannot be filled."


def _recent_words(age_s: float) -> str:
    return f"This number got nearly this text {ago(int(age_s))}."


class RowMaker:
    """Makes the messages of rows that were accepted, when their turn comes.

    is_opted_out, recent, hours: ask the register, the journal and the clocks of numbers as they are then.
    """

    def __init__(
        self,
        order: BulkOrder,
        profile: Profile,
        capabilities: Capabilities,
        *,
        is_opted_out: Callable[[str], bool],
        recent: RecentSends,
        hours: NumberHours,
        now_us: int,
        rng: Random,
    ) -> None:
        self._order = order
        self._filler = _Filler(order)
        self._profile = profile
        self._capabilities = capabilities
        self._is_opted_out = is_opted_out
        self._recent = recent
        self._hours = hours
        self._now_us = now_us
        self._rng = rng

    def make(self, row: JobRow) -> NewMessage | Later | str:
        """Give the message of a row, or when it may leave, or in words why it is not sent after all."""
        if self._is_opted_out(row.recipient):
            return STOPPED_WORDS
        due_at_us = self._hours.next_us(row.recipient, self._now_us)
        if due_at_us is None or due_at_us > self._now_us:
            return self._hours.never_words if due_at_us is None else Later(due_at_us)
        text = self._filler.fill(row.cells)
        if isinstance(text, Unfilled):
            return unfilled_words(text)
        if self._order.skip_recent:
            (age_s,) = self._recent.ages_s([About(row.recipient, text)])
            if age_s is not None:
                return _recent_words(age_s)
        try:
            (message,) = to_messages(
                self._order.single(row.recipient, text),
                self._profile,
                self._capabilities,
                now_us=self._now_us,
                rng=self._rng,
            )
        except SendRefused as refusal:
            return refusal.detail
        return message
