"""Pages and counts of a filtered log, newest first, by key and in slices: no call looks at too much at once.

Theory of operation. Messages are looked at in slices, which are ranges of ids from the newest down. In each
slice one driver (:mod:`.log_drivers`) gives ids, and the other conditions (:mod:`.log_conditions`) are asked
of these. Which driver leads is decided anew for each call: one that gives little in all of what is left leads
over all of it at once; else the one that gives least among the newest, and when even that gives much, every
message is looked at. Slices begin small, so that a frequent filter fills its page at once, and grow while
they give little. A call that has cost :attr:`Pace.most` gives what it has, with the place to go on from: who
waits can be told how far it is, or stop.

Nothing is kept between calls but that place, an id: what is stored meanwhile disturbs no page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import apsw

from vox_console.domain.log_query_filter import LogFilter
from vox_console.storage.log_conditions import Asked, Condition, ask
from vox_console.storage.log_drivers import EVERYTHING, Driver, by_state, drivers
from vox_console.storage.rows import all_rows, one_row

NEWEST: Final = 1 << 62
_IN_ORDER = 0.25  # what looking at every message costs, against what an index names
_GROWTH = 4
_CHECK_COSTS = 25  # a row whose text is read, folded and compared here
_JUMP_COSTS = 4  # to a message that an index names, or to its parts
_FOR_CHECKS = "m.id, m.label, m.profile, m.transport, m.sender, m.recipient, m.text"


@dataclass(frozen=True, slots=True)
class Pace:
    """How much is looked at. most: what a call may cost, where a message in passing costs 1.

    rare: ids that an index gives at once without being felt. sample: of the newest ids, to tell which index
    gives least. smallest: ids in the first slice. heavy: more than a slice is to give.
    """

    most: int = 50_000
    rare: int = 2_000
    sample: int = 4_000
    smallest: int = 1_000
    heavy: int = 12_000


USUAL: Final = Pace()


@dataclass(frozen=True, slots=True)
class LogPage:
    """Ids, newest first. below: where more may be, None when this was the last.

    It may hold fewer than were asked for, even none, where they are hard to find: `below` goes on.
    """

    ids: list[int]
    below: int | None


@dataclass(frozen=True, slots=True)
class LogCount:
    """How many there are from an id on. below: where the count goes on, None when it is complete."""

    count: int
    below: int | None


def page(
    db: apsw.Connection, wanted: LogFilter, *, below: int = NEWEST, limit: int, pace: Pace = USUAL
) -> LogPage:
    """Give up to `limit` ids (1 at least) of messages below an id that fulfil a filter."""
    asked = ask(db, wanted)
    found: list[int] = []
    spent = 0
    for each in _slices(db, asked, below, pace):
        ids, cost = _found(db, asked, each, limit - len(found))
        found += ids[: limit - len(found)]
        if len(found) == limit:
            return LogPage(found, found[-1])
        spent += each.cost + cost
        if spent >= pace.most:
            return LogPage(found, each.ids.start)
    return LogPage(found, None)


def count(db: apsw.Connection, wanted: LogFilter, *, below: int = NEWEST, pace: Pace = USUAL) -> LogCount:
    """Count messages below an id that fulfil a filter, as far as one call goes."""
    asked = ask(db, wanted)
    counted = spent = 0
    for each in _slices(db, asked, below, pace, for_count=True):
        if each.checked:
            ids, cost = _found(db, asked, each, len(each.ids))
            counted += len(ids)
            spent += cost
        else:
            counted += _count(db, asked, each)
        spent += each.cost
        if spent >= pace.most:
            return LogCount(counted, each.ids.start)
    return LogCount(counted, None)


# ---- slices


@dataclass(frozen=True, slots=True)
class _Slice:
    """A range of ids, what leads in it, and what that costs. checked: whether texts have to be looked at."""

    driver: Driver
    ids: range
    cost: int
    checked: bool


def _slices(
    db: apsw.Connection, asked: Asked, below: int, pace: Pace, *, for_count: bool = False
) -> Iterator[_Slice]:
    """Cut what is below an id into slices, newest first."""
    row = one_row(db, "SELECT max(id) FROM messages")
    newest = row[0] or 0 if row else 0
    left = range(asked.ids.start, min(asked.ids.stop, below, newest + 1))
    if not left:
        return
    lead = _lead(db, asked, left, pace, for_count=for_count)
    above = range(max(left.start, lead.valid.stop), left.stop)
    beneath = range(left.start, min(left.stop, lead.valid.start))
    for driver, ids in ((EVERYTHING, above), (lead, _common(left, lead.valid)), (EVERYTHING, beneath)):
        yield from _cut(db, asked, driver, ids, pace)


def _cut(db: apsw.Connection, asked: Asked, driver: Driver, ids: range, pace: Pace) -> Iterator[_Slice]:
    cost_of_one = _cost_of_one(asked, driver)
    size = pace.smallest
    while ids:
        part = ids[-size:]
        checked = asked.needs_checks(but=driver.words, from_id=part.start)
        heavy = pace.smallest if checked else pace.heavy
        given = driver.count(db, part, most=heavy + 1)
        if given > heavy and size > pace.smallest:
            size = max(pace.smallest, size // _GROWTH)
            continue
        yield _Slice(driver, part, given * cost_of_one, checked)
        ids = ids[: -len(part)]
        size *= _GROWTH if given * _GROWTH <= heavy else 1


def _cost_of_one(asked: Asked, driver: Driver) -> int:
    others = _others(asked, driver)
    jumps = sum(each.key.startswith("code") for each in others) + (driver is not EVERYTHING and bool(others))
    return 1 + _JUMP_COSTS * jumps


def _lead(db: apsw.Connection, asked: Asked, left: range, pace: Pace, *, for_count: bool) -> Driver:
    """Choose what leads over what is left: what makes the least work where it leads and where it cannot."""
    if for_count and not asked.wanted.words and all(each.key == "state" for each in asked.conditions):
        return by_state(asked)  # which counts without looking at the messages
    each_in_order = _IN_ORDER * _checks(asked, None)
    choices = [(each_in_order * len(left), EVERYTHING)]
    for driver in drivers(db, asked):
        known = _common(left, driver.valid)
        ids = driver.first(db, known, most=pace.rare)
        if len(ids) < pace.rare:
            choice, given = driver.only(ids), float(len(ids))
        else:
            sample = known[-pace.sample :]
            share = driver.count(db, sample, most=pace.sample) / len(sample)
            choice, given = driver, max(pace.rare, share * len(known))
        cost = given * _checks(asked, driver.words) + each_in_order * (len(left) - len(known))
        choices.append((cost, choice))
    return min(choices, key=lambda each: each[0])[1]


def _checks(asked: Asked, words: int | None) -> int:
    """Say what looking at one message costs when the words test at this place is fulfilled."""
    return 1 + _CHECK_COSTS * (len(asked.wanted.words) > (words is not None))


def _common(one: range, other: range) -> range:
    return range(max(one.start, other.start), min(one.stop, other.stop))


# ---- statements


def _found(db: apsw.Connection, asked: Asked, each: _Slice, limit: int) -> tuple[list[int], int]:
    """Give the ids of a slice that fulfil everything, newest first, and what looking at texts cost.

    limit: as many are enough.
    """
    if not each.checked:
        return [row[0] for row in all_rows(db, *_select(asked, each, "m.id", limit))], 0
    rows = all_rows(db, *_select(asked, each, _FOR_CHECKS, len(each.ids)))
    passing = [row[0] for row in rows if asked.passes(row, but=each.driver.words)]
    return passing, len(rows) * _CHECK_COSTS


def _count(db: apsw.Connection, asked: Asked, each: _Slice) -> int:
    conditions = _others(asked, each.driver)
    if not conditions:
        row = one_row(db, f"SELECT count(*) FROM ({each.driver.sql})", each.driver.bound(each.ids))  # noqa: S608 - ours
    else:
        sql, bound = _select(asked, each, "1", len(each.ids))
        row = one_row(db, f"SELECT count(*) FROM ({sql})", bound)  # noqa: S608 - ours
    return int(row[0]) if row else 0


def _select(asked: Asked, each: _Slice, columns: str, limit: int) -> tuple[str, tuple[object, ...]]:
    conditions = _others(asked, each.driver)
    where = " AND ".join(each.sql for each in conditions) or "1"
    sql = (
        f"SELECT {columns} FROM ({each.driver.sql}) c CROSS JOIN messages m ON m.id = c.id"  # noqa: S608 - ours
        f" WHERE {where} ORDER BY m.id DESC LIMIT {limit}"
    )
    return sql, (*each.driver.bound(each.ids), *(value for one in conditions for value in one.bindings))


def _others(asked: Asked, driver: Driver) -> list[Condition]:
    """Give the conditions that a driver does not fulfil."""
    return [each for each in asked.conditions if each.key != driver.key]
