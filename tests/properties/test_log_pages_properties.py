"""What the log finds is what plain Python finds, page by page, however small the slices and old the rows."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.journal_file import JournalFile
from tests.support.log_journal import Written, counted, expected, fill, forget_labels, found, index, pages
from vox_console.storage.log_pages import USUAL, Pace

TINY = Pace(most=7, rare=2, sample=3, smallest=2, heavy=3)
HASTY = Pace(most=40, rare=1, sample=5, smallest=3, heavy=4)

_NUMBERS = [("381641234567", "RS"), ("381632000111", "RS"), ("4915112345678", "DE"), ("4791234567", "NO")]
_STATES = ["queued", "sending", "unknown", "refused", "accepted", "enroute", "delivered", "rejected", "draft"]


def _written() -> st.SearchStrategy[Written]:
    return st.builds(
        lambda number, **rest: Written(recipient=number[0], country=number[1], **rest),
        number=st.sampled_from(_NUMBERS),
        text=st.sampled_from(["Your parcel is here", "PARCEL 641", "Late letter", "Hello"]),
        account=st.sampled_from(["work", "Home"]),
        via=st.sampled_from(["smpp", "rest"]),
        sender=st.sampled_from(["Vox", "VOX", "Alerts"]),
        state=st.sampled_from(_STATES),
        code=st.sampled_from(["", "000", "034", "34", "21B"]),
        provider_id=st.sampled_from(["", "", "1f", "31", "00ab12", "x-7"]),
        job=st.sampled_from([0, 0, 1, 2]),
        age_h=st.sampled_from([0, 1, 5, 30, 200]),
    )


_TERMS = [
    "state:failed",
    "state:delivered,unknown",
    "-state:delivered",
    "state:withdrawn,queued",
    "from:vox",
    "-from:alerts",
    "to:063/200",
    "to:641,4791",
    "-to:381",
    "country:RS,NO",
    "-country:DE",
    "via:rest",
    "account:home",
    "job:1",
    "job:any",
    "-job:any",
    "code:34",
    "code:any",
    "code:none,21b",
    "-code:34",
    "-code:none",
    "id:31",
    "id:#3,AB12",
    "-id:x-7",
    "sent:today",
    "-sent:yesterday",
    "since:6h",
    "until:2h",
    "parcel",
    "letter",
    "641",
    '"your parcel"',
    "-parcel",
    "text:parcel,hello",
    "-text:641",
    "x-7",
]


def _queries() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(_TERMS), max_size=4, unique=True).map(" ".join)


@contextmanager
def _journal(messages: list[Written]) -> Iterator[tuple[JournalFile, list[int]]]:
    folder = Path(tempfile.mkdtemp())
    journal = JournalFile(folder / "journal.db")
    try:
        yield journal, fill(journal, messages)
    finally:
        journal.close()
        shutil.rmtree(folder)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(_written(), min_size=1, max_size=25),
    st.lists(_queries(), min_size=1, max_size=12),
    st.integers(0, 30),
    st.integers(0, 30),
    st.sampled_from([USUAL, TINY, HASTY]),
)
def test_pages_and_count_are_what_plain_python_finds(
    messages: list[Written], queries: list[str], indexed: int, unlabelled: int, pace: Pace
) -> None:
    with _journal(messages) as (journal, ids):
        index(journal, indexed)
        forget_labels(journal, unlabelled)
        for query in queries:
            wanted = expected(query, messages, ids)
            assert found(journal, query, limit=4, pace=pace) == wanted, query
            assert counted(journal, query, pace=pace) == len(wanted), query


@pytest.mark.parametrize("pace", [USUAL, TINY, HASTY])
def test_no_page_is_longer_than_asked_for_and_none_is_long_in_coming(tmp_path: Path, pace: Pace) -> None:
    journal = JournalFile(tmp_path / "journal.db")
    ids = fill(journal, [Written(state="rejected" if n % 9 == 0 else "delivered") for n in range(40)])
    given_pages = pages(journal, "state:rejected", limit=2, pace=pace)
    assert [each for ids in given_pages for each in ids] == ids[::9][::-1]
    assert max(map(len, given_pages)) == 2
