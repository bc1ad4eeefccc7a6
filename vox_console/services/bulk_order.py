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
import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
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
from vox_console.domain.text_encoding import ENCODINGS
from vox_console.domain.transport_name import TransportRule
from vox_console.domain.zone_offset import OffsetAt
from vox_console.imports.table import TableRow
from vox_console.services.bulk_hours import NumberHours
from vox_console.services.bulk_recent import About, RecentSends
from vox_console.services.bulk_recipient import RecipientFinder
from vox_console.services.clocks import here_offset_s
from vox_console.services.orders import SendOrder, check, cut_for, to_messages
from vox_console.settings.profiles import Profile
from vox_console.storage.job_feed import Later
from vox_console.storage.jobs import JobRow
from vox_console.storage.outbox import NewMessage
from vox_console.transports.base import Capabilities

MOST_TEXTS_KEPT = 1_000  # cuts of texts that come again; each is also walked by every search for garbage

# One unit each in every coding, and a text of them may be cut anywhere: such texts differ by length alone.
_PLAIN = re.compile(r"[ -Z_a-z]*").fullmatch


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """The same text for every row. number_columns, columns: indexes into a row's cells.

    number_columns: in the order in which they are tried. columns: what each field of the text is filled from.
    default_region: whose national numbers the file may hold. parts_per_s: 0 for the account's own rate.
    skip_recent: rows are left out whose number got nearly their text lately. first_wins: of rows with the
    same number only the first is sent.
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

    def to_json(self) -> str:
        """Write it down for the journal."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> BulkOrder:
        """Read what :meth:`to_json` wrote."""
        kept: dict[str, Any] = json.loads(text)
        kept["number_columns"] = tuple(kept["number_columns"])
        kept["transport"] = TransportRule(kept["transport"])
        kept["window"] = SendWindow(**kept["window"]) if kept.get("window") else None
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
        self._part_limit = profile.part_limit
        self._hours = NumberHours(order.window, here=here)
        self._now_us = now_us
        self._cut = _kept(_cutter(order, profile, capabilities))

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
        found = [self._judge(row.number, tuple(row.cells), row.damage) for row in rows]
        good = [each for each in found if isinstance(each, _Good)]
        ages_s = iter(self._ages_s(good))
        return [self._enter(each, next(ages_s) if isinstance(each, _Good) else None) for each in found]

    def _ages_s(self, good: Sequence[_Good]) -> Sequence[float | None]:
        if self._recent is None or not good:
            return [None] * len(good)
        return self._recent.ages_s([About(each.row.recipient, each.text) for each in good])

    def _enter(self, judged: JobRow | _Good, age_s: float | None) -> JobRow:
        """Enter a row into the figures, which is left out when its number got the text lately."""
        if isinstance(judged, JobRow):
            self.preflight.exclude(judged.verdict)
            return judged
        row = judged.row
        if age_s is not None:
            self.preflight.recent.enter(row.number, age_s)
            if self._order.skip_recent:
                self.preflight.exclude(RowClass.RECENT)
                return row._replace(verdict=RowClass.RECENT, reason=_recent_words(age_s))
        self.preflight.accept(
            row.number,
            row.recipient,
            judged.region,
            parts=row.parts,
            coding=judged.cut.coding,
            forced=judged.cut.forced,
        )
        if judged.repaired:
            self.preflight.repair(row.number, judged.typed, judged.repaired)
        return row

    def _judge(self, number: int, row: tuple[str, ...], damage: str) -> JobRow | _Good:
        if damage:
            return JobRow(number, row, RowClass.DAMAGED, reason=damage)
        if not "".join(row).strip():
            return JobRow(number, row, RowClass.BLANK, reason="The row is empty.")
        found_at = self._finder.find(row)
        typed, found = found_at.typed, found_at.reading
        if found is None or not found.ok:
            verdict = RowClass.BAD_NUMBER if found else RowClass.NO_NUMBER
            return JobRow(number, row, verdict, reason=found_at.fault)
        recipient = found.digits
        if recipient in self._opted_out:
            return JobRow(number, row, RowClass.OPTED_OUT, recipient, reason="This number wants no messages.")
        if self._order.first_wins and recipient in self._seen:
            words = "An earlier row has the same number."
            return JobRow(number, row, RowClass.DUPLICATE, recipient, reason=words)
        return self._judge_text(number, row, typed, found)

    def _judge_text(
        self, number: int, row: tuple[str, ...], typed: str, found: NumberReading
    ) -> JobRow | _Good:
        recipient = found.digits
        text = self._filler.fill(row)
        if isinstance(text, Unfilled):
            return JobRow(number, row, RowClass.UNFILLED, recipient, reason=unfilled_words(text))
        if not text.strip():
            return JobRow(number, row, RowClass.EMPTY_TEXT, recipient, reason="There is no text to send.")
        cut = self._cut(text)
        if cut.verdict is not RowClass.ACCEPTED:
            return JobRow(number, row, cut.verdict, recipient, cut.parts, cut.problem)
        if self._hours.next_us(recipient, self._now_us) is None:
            words = self._hours.never_words
            return JobRow(number, row, RowClass.NEVER_OPEN, recipient, cut.parts, words)
        self._seen.add(recipient)
        accepted = JobRow(number, row, RowClass.ACCEPTED, recipient, cut.parts)
        return _Good(accepted, text, found.region, cut, typed, found.repaired)


class _Cut(NamedTuple):
    """What is kept of a cut. coding, forced: as :meth:`.Preflight.accept` takes them."""

    verdict: RowClass
    parts: int
    coding: str
    forced: str
    problem: str = ""


class _Good(NamedTuple):
    """A row that can be sent to. typed: its number as it stands in the file."""

    row: JobRow
    text: str
    region: str
    cut: _Cut
    typed: str
    repaired: Repair | None


def _cutter(order: BulkOrder, profile: Profile, capabilities: Capabilities) -> Callable[[str], _Cut]:
    """Give the function that says of a text how many parts it needs, or why it cannot be sent."""
    limit = profile.part_limit
    at_home: set[str] = set()  # characters of the wanted coding, which is the same for every row
    abroad: set[str] = set()

    def cut(text: str) -> _Cut:
        found = cut_for(order.single("", text), profile, capabilities)
        parts, coding = len(found.pieces), found.encoding
        if found.problems:
            too_long = found.problems[0].code in {"too_long", "too_many_parts"}
            verdict = RowClass.TOO_LONG if too_long else RowClass.CANNOT_ENCODE
            return _Cut(verdict, parts, coding, "", found.problems[0].text)
        if parts > limit:
            words = f"The text needs {parts} parts; this account sends at most {limit}."
            return _Cut(RowClass.TOO_LONG, parts, coding, "", words)
        if coding == found.wanted:
            return _Cut(RowClass.ACCEPTED, parts, coding, "")
        characters = set(text)
        if new := characters - at_home - abroad:
            abroad.update(ENCODINGS[found.wanted].unencodable("".join(new)))
            at_home.update(new - abroad)
        return _Cut(RowClass.ACCEPTED, parts, coding, "".join(characters & abroad))

    return cut


def _kept(cut: Callable[[str], _Cut]) -> Callable[[str], _Cut]:
    """Keep cuts of texts that come again, and cut equally long texts of plain letters but once."""
    cut_again = lru_cache(maxsize=MOST_TEXTS_KEPT)(cut)
    plain_cuts: dict[int, _Cut] = {}

    def find(text: str) -> _Cut:
        if not _PLAIN(text):
            return cut_again(text)
        length = len(text)
        found = plain_cuts.get(length)
        if found is None:
            found = plain_cuts[length] = cut(text)
        return found

    return find


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
