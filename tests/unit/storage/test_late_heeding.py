"""What came before there were conversations is read when it is filed: obeyed, or laid before a person."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.journal_file import NOW_US, JournalFile, new_message
from tests.unit.storage.test_filing import HOME, old_journal
from tests.unit.storage.test_heeding import ANA, OURS, parts_of, say, wants_none
from vox_console.domain.concatenation import DAY_US
from vox_console.domain.delivery import Delivery
from vox_console.domain.opt_out import OptOut, OptOutSource
from vox_console.domain.refusal_review import PossibleRefusal, ReviewKind
from vox_console.domain.transport_name import Witness
from vox_console.storage import opt_outs, refusals
from vox_console.storage.filing import file_unfiled
from vox_console.storage.heeding import OBEYED_FOR_US, Heeded, heed_late

YEARS_US = 900 * DAY_US
SECOND_US = 1_000_000


def old(folder: Path, *came: Delivery) -> JournalFile:
    """Give a journal with parts that were stored before there were threads, and are not filed yet."""
    return old_journal(folder / "old.db", [(each, Witness.CALLBACK) for each in came], now_us=NOW_US)


def file_all(journal: JournalFile, *, after_us: int, limit: int = 100) -> Heeded:
    """File everything step by step, as the program does, a while after it came."""
    total = Heeded()

    def step(db: apsw.Connection) -> tuple[int, Heeded]:
        filed = file_unfiled(db, limit=limit, home_of=lambda _profile: HOME)
        return filed.count, heed_late(db, filed.whole, now_us=NOW_US + after_us)

    count = limit
    while count == limit:
        count, heeded = journal.run(step)
        total.register_changed |= heeded.register_changed
        total.to_review |= heeded.to_review
        total.taken_back += heeded.taken_back
    return total


def in_tray(journal: JournalFile) -> list[PossibleRefusal]:
    return refusals.some(journal.db, refusals.ids(journal.db, decided=True))


def test_a_refusal_of_the_last_days_is_obeyed_with_its_own_time(tmp_path: Path) -> None:
    journal = old(tmp_path, say("STOP"))
    (waiting,) = journal.enqueue(new_message(recipient=ANA))
    assert file_all(journal, after_us=OBEYED_FOR_US) == Heeded(register_changed=True, taken_back=[waiting])
    (entry,) = opt_outs.history(journal.db, ANA)
    what = OptOut(ANA, NOW_US + SECOND_US, f"to {OURS}, in “en”", "STOP", "", OptOutSource.REPLY, "1")
    assert entry.what == what
    assert in_tray(journal) == []


def test_an_older_one_suppresses_nobody_and_waits_for_a_person(tmp_path: Path) -> None:
    journal = old(tmp_path, say("STOP"))
    (kept,) = journal.enqueue(new_message(recipient=ANA))
    assert file_all(journal, after_us=OBEYED_FOR_US + 2 * SECOND_US) == Heeded(to_review=True)
    assert not wants_none(journal)
    assert journal.submits(kept) == ["queued"]
    (found,) = in_tray(journal)
    assert (found.number, found.text, found.exact, found.late) == (ANA, "STOP", True, True)
    assert found.at_us == NOW_US + SECOND_US


def test_it_is_read_once(tmp_path: Path) -> None:
    journal = old(tmp_path, say("STOP"))
    file_all(journal, after_us=DAY_US)
    ended = OptOut(ANA, NOW_US + DAY_US, "Ana", "she called")
    journal.run(partial(opt_outs.end, ended=ended, now_us=NOW_US + DAY_US))
    assert file_all(journal, after_us=DAY_US) == Heeded()
    assert not wants_none(journal)


@pytest.mark.parametrize("text", ["Wrong number", "Please stop"])
def test_what_is_unclear_waits_for_a_person_however_old(tmp_path: Path, text: str) -> None:
    journal = old(tmp_path, say(text), say(text))
    assert file_all(journal, after_us=YEARS_US).to_review
    (found,) = in_tray(journal)
    assert (found.text, found.exact, found.late) == (text, False, True)


@pytest.mark.parametrize("ends", [False, True])
def test_where_the_register_has_a_newer_word_nothing_is_asked(tmp_path: Path, ends: bool) -> None:
    journal = old(tmp_path, say("STOP"), say("Please stop"))
    later = OptOut(ANA, NOW_US + DAY_US, "Ana", "she called")
    journal.run(partial(opt_outs.add, entries=[later], now_us=NOW_US + DAY_US))
    if ends:
        journal.run(partial(opt_outs.end, ended=later, now_us=NOW_US + DAY_US))
    before = opt_outs.history(journal.db, ANA)
    assert file_all(journal, after_us=2 * DAY_US) == Heeded()
    assert (opt_outs.history(journal.db, ANA), in_tray(journal)) == (before, [])


def test_who_has_written_since_is_not_suppressed_without_a_person(tmp_path: Path) -> None:
    journal = old(tmp_path, say("STOP"))
    journal.now_us = NOW_US + DAY_US
    file_all(journal, after_us=DAY_US)
    assert wants_none(journal), "as long as nothing came since"
    journal = old(tmp_path / "other", say("STOP"), say("Ok, do send me the offer"))
    assert file_all(journal, after_us=DAY_US, limit=1).register_changed, "what comes later is not filed yet"
    assert wants_none(journal)
    journal = old(tmp_path / "third", say("Hi"), say("STOP"), say("Ok, do send me the offer"))
    assert file_all(journal, after_us=DAY_US) == Heeded(to_review=True)
    assert not wants_none(journal)


def test_a_late_word_of_return_ends_nothing_and_asks_a_person(tmp_path: Path) -> None:
    journal = old(tmp_path, say("START"))
    assert file_all(journal, after_us=DAY_US) == Heeded(), "nobody had refused"
    journal = old(tmp_path / "other", say("START"))
    earlier = OptOut(ANA, NOW_US, "", "STOP", source=OptOutSource.REPLY)
    journal.run(partial(opt_outs.add, entries=[earlier], now_us=NOW_US))
    assert file_all(journal, after_us=DAY_US) == Heeded(to_review=True)
    assert wants_none(journal)
    assert [(each.kind, each.late) for each in in_tray(journal)] == [(ReviewKind.RETURN, True)]


def test_a_refusal_in_parts_is_as_old_as_its_last_part(tmp_path: Path) -> None:
    journal = old(tmp_path, *parts_of("STOP ALL", cut=5))
    assert file_all(journal, after_us=DAY_US, limit=1).register_changed
    (entry,) = opt_outs.history(journal.db, ANA)
    assert (entry.what.at_us, entry.what.message_id) == (NOW_US + 2 * SECOND_US, "1")
    journal = old(tmp_path / "other", parts_of("STOP ALL", cut=5)[0])
    assert file_all(journal, after_us=DAY_US) == Heeded()


def test_of_names_nothing_is_asked_and_digits_of_no_country_wait_for_a_person(tmp_path: Path) -> None:
    journal = old(tmp_path, say("STOP", source="Vox Bank"), say("STOP", source="10000000"))
    assert file_all(journal, after_us=DAY_US) == Heeded(to_review=True)
    assert [(each.number, each.their_address) for each in in_tray(journal)] == [("", "10000000")]


@given(
    texts=st.lists(st.sampled_from(["STOP", "START", "Please stop", "Hello", "YES"]), min_size=1, max_size=6),
    days=st.integers(0, 60),
    limit=st.integers(1, 4),
)
@settings(max_examples=30, deadline=None)
def test_nothing_old_is_suppressed_or_let_go_without_a_person(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], days: int, limit: int
) -> None:
    """Whatever came, and however it is filed: what is old changes no register, and nothing is answered."""
    journal = old(tmp_path_factory.mktemp("old"), *map(say, texts))
    try:
        heeded = file_all(journal, after_us=days * DAY_US, limit=limit)
        refused = "STOP" in texts
        if days > 30:
            assert not heeded.register_changed
            assert opt_outs.history(journal.db, ANA) == []
            assert (ANA in {each.number for each in in_tray(journal)}) is (refused or "Please stop" in texts)
        if refused:
            assert wants_none(journal) or in_tray(journal), "no refusal is lost"
        assert not any(entry.ends for entry in opt_outs.history(journal.db, ANA))
        assert journal.rows("SELECT count(*) FROM messages") == [(0,)]
    finally:
        journal.db.close()
