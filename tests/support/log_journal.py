"""A journal filled with messages that differ, and what a filter means told once more in plain Python.

The second telling shares nothing with the first but the query's terms: it knows no SQL, index or slice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tests.support.journal_file import NOW_US, JournalFile, new_message
from vox_console.domain.log_query import LogQuery, LogTerm
from vox_console.domain.log_query_filter import LogFilter, filter_of
from vox_console.domain.log_query_reading import read_log_query
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.storage import search_index
from vox_console.storage.log_pages import USUAL, Pace, count, page

NOW = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=NOW_US)
FAILED = {"refused", "undeliverable", "rejected", "expired", "deleted"}
WAITING = {"accepted", "enroute"}


@dataclass(frozen=True)
class Written:
    """A message to be stored, and what became of it. country: two letters. age_h: hours before NOW_US."""

    text: str = "Hello"
    recipient: str = "381641234567"
    country: str = "RS"
    account: str = "work"
    via: str = "smpp"
    sender: str = "Vox"
    state: str = "delivered"
    code: str = ""
    provider_id: str = ""
    job: int = 0
    age_h: int = 0


def fill(journal: JournalFile, messages: Sequence[Written]) -> list[int]:
    """Store messages in order; give their ids."""
    ids = []
    for each in messages:
        journal.now_us = NOW_US - each.age_h * 3_600_000_000
        new = new_message(each.text, recipient=each.recipient, profile=each.account)
        new = replace(new, transport=each.via, sender=each.sender)
        (message_id,) = journal.enqueue(new, job_rows=[each.job << 32 | 1] if each.job else ())
        ids.append(message_id)
        journal.db.execute("UPDATE messages SET state = ? WHERE id = ?", (each.state, message_id))
        journal.db.execute(
            "UPDATE parts SET error_code = ?, provider_id = ?, id_fold = ? WHERE id = ?",
            (each.code, each.provider_id, each.provider_id.casefold().lstrip("0"), message_id << 8 | 1),
        )
        if each.job:
            journal.db.execute(
                "INSERT OR IGNORE INTO jobs (id, profile, file_name, header, settings, state, created_at_us)"
                " VALUES (?, ?, 'a.csv', '[]', '{}', 'done', 0)",
                (each.job, each.account),
            )
    journal.now_us = NOW_US
    return ids


def index(journal: JournalFile, rows: int) -> None:
    """Index the texts of so many messages, oldest first."""
    if rows:
        search_index.index_some(journal.db, limit=rows, alphabet_of=lambda _: DefaultAlphabet.GSM7)


def forget_labels(journal: JournalFile, below: int) -> None:
    """Make it a journal whose messages below an id are from before there were labels."""
    journal.db.execute("UPDATE messages SET label = 0 WHERE id < ?", (below,))
    journal.db.execute("UPDATE label_progress SET unlabelled_below = ?", (below,))


def digits_of(typed: str) -> str:
    """Give the digits of what is typed, without the zeros before a national number."""
    return "".join(filter(str.isdecimal, typed)).lstrip("0")


def meant(typed: str) -> LogFilter:
    """Give what a query means at NOW_US in UTC."""
    query = read_log_query(typed)
    assert isinstance(query, LogQuery), query
    return filter_of(query, now_us=NOW_US, here=lambda _: 0, digits_of=digits_of)


def pages(journal: JournalFile, typed: str, *, limit: int = 3, pace: Pace = USUAL) -> list[list[int]]:
    """Give every page of a query."""
    wanted, given = meant(typed), [page(journal.db, meant(typed), limit=limit, pace=pace)]
    while given[-1].below is not None:
        given.append(page(journal.db, wanted, below=given[-1].below, limit=limit, pace=pace))
    return [each.ids for each in given]


def found(journal: JournalFile, typed: str, *, limit: int = 3, pace: Pace = USUAL) -> list[int]:
    """Give all that a query finds, newest first."""
    return [each for ids in pages(journal, typed, limit=limit, pace=pace) for each in ids]


def counted(journal: JournalFile, typed: str, *, pace: Pace = USUAL) -> int:
    """Count what a query finds."""
    wanted = meant(typed)
    total, below = 0, 1 << 62
    while True:
        step = count(journal.db, wanted, below=below, pace=pace)
        total += step.count
        if step.below is None:
            return total
        below = step.below


# ---- the same in plain Python


def expected(typed: str, messages: Sequence[Written], ids: Sequence[int]) -> list[int]:
    """Give what a query has to find, newest first."""
    query = read_log_query(typed)
    assert isinstance(query, LogQuery), query
    words = [term for term in query.terms if not term.field and not term.negated]
    drafts = any("withdrawn" in term.values and not term.negated for term in query.terms)
    return [
        number
        for number, each in sorted(zip(ids, messages, strict=True), reverse=True, key=lambda pair: pair[0])
        if (drafts or each.state != "draft")
        and all(
            any(_has(term, value, each, number, alone=words == [term]) for value in term.values)
            != term.negated
            for term in query.terms
        )
    ]


def _has(term: LogTerm, value: str, each: Written, number: int, *, alone: bool) -> bool:  # noqa: C901, PLR0911, PLR0912 - one case a field
    sent = NOW - timedelta(hours=each.age_h)
    match term.field.value:
        case "state":
            named = {"failed": FAILED, "waiting": WAITING, "withdrawn": {"draft"}}
            return each.state in named.get(value, {value})
        case "from":
            return each.sender.casefold() == value.casefold()
        case "to":
            return digits_of(value) in each.recipient
        case "country":
            return each.country == value
        case "account":
            return each.account.casefold() == value.casefold()
        case "via":
            return each.via == value
        case "job":
            return bool(each.job) if value == "any" else each.job == int(value)
        case "code":
            plain = each.code.strip("0").casefold()
            wanted = {"any": bool(plain), "none": not plain}
            return wanted.get(value, each.code.lstrip("0").casefold() == value.lstrip("0"))
        case "id":
            return value.removeprefix("#") == str(number) or _same_id(value, each.provider_id)
        case "text":
            return value.casefold() in each.text.casefold()
        case "sent":
            return sent.date() == (NOW.date() if value == "today" else NOW.date() - timedelta(days=1))
        case "since":
            return sent >= NOW - timedelta(hours=int(value[:-1]))
        case "until":
            return sent < NOW - timedelta(hours=int(value[:-1]))
        case _:
            return (
                value.casefold() in each.text.casefold()
                or value in each.recipient
                or (alone and _same_id(value, each.provider_id))
            )


def _same_id(typed: str, provider_id: str) -> bool:
    if not provider_id:
        return False
    same = typed.casefold().lstrip("0") == provider_id.casefold().lstrip("0")
    decimal = typed.isdecimal() and f"{int(typed):x}" == provider_id.casefold()
    hexadecimal = all(c in "0123456789abcdefABCDEF" for c in typed) and str(int(typed, 16)) == provider_id
    return same or decimal or hexadecimal
