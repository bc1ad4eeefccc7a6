"""What every row of a list is sent: the draft of it, what is wrong with it, and the text of any one row.

The text of a row is filled and counted by the functions that fill and cut it when it is sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from phonenumbers import country_code_for_region

from vox_console.domain.address import international
from vox_console.domain.bulk_mapping import match_fields
from vox_console.domain.errors import FieldProblem, Severity
from vox_console.domain.merge_fields import Unfilled, parse
from vox_console.domain.transport_name import TransportRule
from vox_console.domain.zone_offset import OffsetAt
from vox_console.imports.table import TableRow
from vox_console.presenters.bulk_list import BulkList
from vox_console.presenters.bulk_recent import SKIP
from vox_console.presenters.bulk_state import MessageShown, NumberColumn, Sample
from vox_console.presenters.bulk_when import WhenDraft, when_shown, window_of
from vox_console.presenters.compose_order import NOBODY
from vox_console.presenters.compose_route import Route, has_both, rule_for
from vox_console.presenters.compose_words import plural, sender_note
from vox_console.presenters.counter_words import counter
from vox_console.services.bulk_mends import NO_MENDS, Mends, mended_row
from vox_console.services.bulk_order import BulkOrder
from vox_console.services.bulk_recipient import RecipientFinder
from vox_console.services.orders import CheckedOrder, check
from vox_console.settings.profiles import Profile

MOST_PER_S = 100_000.0
_NO_COUNTRY = FieldProblem("region", "no_country", "Give the country as two letters, as in RS or DE.")
_NO_RATE = FieldProblem("rate", "no_rate", "Give a number of parts per second, or leave it empty.")
_SEVERAL = "A number that stands in several rows gets several messages."
_NO_NUMBERS = FieldProblem("number", "no_numbers", "No column seems to hold phone numbers: choose one.")


@dataclass(frozen=True, slots=True)
class BulkDraft:
    """As typed and chosen. numbers: the columns in which a row's number is looked for, in their order.

    recent: of `bulk_recent`.
    """

    text: str = ""
    sender: str = ""
    numbers: tuple[int, ...] = ()
    region: str = ""
    first_wins: bool = True
    rate: str = ""
    transport: TransportRule = TransportRule.AUTO
    recent: str = ""
    when: WhenDraft = field(default_factory=WhenDraft)
    at: int = 0


def order_of(draft: BulkDraft, opened: BulkList, profile: Profile | None) -> BulkOrder:
    """Give the order of a draft; it is worth something only while `fault_of` finds none."""
    columns = match_fields(parse(draft.text).fields, opened.columns)
    return BulkOrder(
        sender=draft.sender,
        text=draft.text,
        number_columns=draft.numbers,
        columns=columns,
        default_region=draft.region.strip().upper(),
        transport=rule_for(profile, draft.transport),
        parts_per_s=_rate(draft.rate) or 0.0,
        skip_recent=draft.recent == SKIP,
        recent_said=bool(draft.recent),
        first_wins=draft.first_wins,
        window=window_of(draft.when),
    )


def message_shown(
    draft: BulkDraft,
    opened: BulkList,
    profile: Profile | None,
    route: Route,
    *,
    now_us: int,
    here: OffsetAt,
    mends: Mends = NO_MENDS,
) -> MessageShown:
    """Work out what the pane shows of the message. now_us, here: for what is typed about when it leaves."""
    order = order_of(draft, opened, profile)
    limits = profile or NOBODY
    sample, checked = _sample(draft, order, opened, limits, route, mends=mends)
    sender = checked.sender
    return MessageShown(
        text=draft.text,
        text_problem=_text_problem(draft, opened),
        sender=draft.sender,
        sender_note=sender_note(sender, typed=route.able.caller_splits),
        sender_problem=_worst(sender.problems) if draft.sender else None,
        numbers=_numbers(draft, opened),
        more_numbers=0 < len(draft.numbers) < len(opened.columns),
        number_problem=None if draft.numbers else _NO_NUMBERS,
        region=draft.region,
        region_problem=_region_problem(draft.region),
        duplicates="first" if draft.first_wins else "all",
        duplicates_words="" if draft.first_wins else _SEVERAL,
        rate=draft.rate,
        rate_hint=f"{limits.parts_per_s:g}, the account's own",
        rate_problem=_NO_RATE if draft.rate.strip() and _rate(draft.rate) is None else None,
        way=rule_for(profile, draft.transport).value,
        way_words=route.words,
        both_ways=has_both(profile),
        when=when_shown(draft.when, now_us=now_us, here=here),
        sample=sample,
    )


def fault_of(shown: MessageShown, profile: Profile | None) -> str:
    """Give why rows cannot be checked with this message, "" when they can."""
    if profile is None:
        return "No account is open"
    if shown.number_problem is not None:
        return "Choose the column of the numbers"
    if not shown.text.strip():
        return "Write the text"
    if not shown.sender.strip():
        return "Say who it is from"
    for problem in (shown.text_problem, shown.sender_problem, shown.region_problem, shown.rate_problem):
        if problem is not None and problem.severity is Severity.ERROR:
            return problem.text
    return shown.when.fault


def _sample(
    draft: BulkDraft, order: BulkOrder, opened: BulkList, limits: Profile, route: Route, *, mends: Mends
) -> tuple[Sample | None, CheckedOrder]:
    """Give the text of the row that is looked at, and the check of its order."""
    count = len(opened.sample)
    at = min(draft.at, max(0, count - 1))
    row = mended_row(opened.sample[at], mends) if count else TableRow(0, ())
    region = "" if _region_problem(draft.region) else order.default_region
    found = RecipientFinder(order.number_columns, region).find(row.cells)
    digits = found.reading.digits if found.reading else ""
    fault = found.fault if order.number_columns else ""
    filled = (
        parse(order.text)
        .bind(order.columns)
        .fill({name: row.cell(index) for name, index in order.columns.items()})
    )
    if isinstance(filled, Unfilled):
        fault = fault or (f"Nothing fills {', '.join(filled.fields)}." if filled.fields else "")
        filled = ""
    checked = check(order.single(digits, filled), limits, route.able)
    if not count:
        return None, checked
    count_shown = counter(
        checked.segmentation, automatic=True, part_limit=limits.part_limit, whole=checked.whole
    )
    to = f" · to {international(digits)}" if digits else ""
    title = f"Row {row.number:,} of the file{to}"
    return Sample(title, filled, count_shown if filled else None, row.damage or fault, at, count), checked


def _text_problem(draft: BulkDraft, opened: BulkList) -> FieldProblem | None:
    return _worst(parse(draft.text).bind(opened.columns).problems)


def _numbers(draft: BulkDraft, opened: BulkList) -> tuple[NumberColumn, ...]:
    """Give the columns that are tried; each may be changed for one that is not tried yet."""
    choices = opened.numbers()
    if not draft.numbers:
        return (NumberColumn("", choices),)
    return tuple(
        NumberColumn(
            str(at),
            tuple(each for each in choices if each[0] == str(at) or int(each[0]) not in draft.numbers),
            _number_reason(at, opened),
        )
        for at in draft.numbers
    )


def _number_reason(at: int, opened: BulkList) -> str:
    guess = next((each for each in opened.guesses if each.index == at), None)
    if guess is not None:
        return guess.reason[0].upper() + guess.reason[1:] + "."
    filled = [row for row in opened.sample if row.cell(at).strip()]
    return f"Chosen; {len(filled)} of the first {plural(len(opened.sample), 'row')} hold something there."


def _region_problem(region: str) -> FieldProblem | None:
    code = region.strip().upper()
    return _NO_COUNTRY if code and not country_code_for_region(code) else None


def _rate(typed: str) -> float | None:
    """Read a rate, None when it is none."""
    try:
        rate = float(typed.strip().replace(",", "."))
    except ValueError:
        return None
    return rate if 0 < rate <= MOST_PER_S else None


def _worst(problems: tuple[FieldProblem, ...]) -> FieldProblem | None:
    return next(iter(sorted(problems, key=lambda each: each.severity is not Severity.ERROR)), None)
