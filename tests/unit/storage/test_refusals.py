"""The review tray: nothing in it suppresses by itself, nothing leaves it by itself, and all can be undone."""

from __future__ import annotations

from functools import partial

import pytest

from tests.support.journal_file import JournalFile, new_message
from tests.unit.storage.test_heeding import ANA, OURS, arrive, say, wants_none
from vox_console.domain.opt_out import OptOut, OptOutSource
from vox_console.domain.refusal_review import Decision, PossibleRefusal, ReviewKind
from vox_console.storage import opt_outs, refusals
from vox_console.storage.opt_outs import Added


def only(journal: JournalFile) -> PossibleRefusal:
    (refusal,) = refusals.some(journal.db, refusals.ids(journal.db, decided=True))
    return refusal


def opt_out(journal: JournalFile, refusal_id: int, *, number: str = "") -> Added | None:
    job = partial(refusals.opt_out, refusal_id=refusal_id, number=number, now_us=journal.now_us)
    return journal.run(job)


def opt_in(journal: JournalFile, refusal_id: int) -> bool:
    return journal.run(partial(refusals.opt_in, refusal_id=refusal_id, now_us=journal.now_us))


def dismiss(journal: JournalFile, refusal_id: int) -> bool:
    return journal.run(partial(refusals.dismiss, refusal_id=refusal_id, now_us=journal.now_us))


def reopen(journal: JournalFile, refusal_id: int) -> bool:
    job = partial(refusals.reopen, refusal_id=refusal_id, reason="undone", now_us=journal.now_us)
    return journal.run(job) is not None


def test_what_is_unclear_is_laid_in_and_suppresses_nothing(journal: JournalFile) -> None:
    (kept,) = journal.enqueue(new_message(recipient=ANA))
    heeded = arrive(journal, say("Sorry, wrong number!"))
    assert (heeded.to_review, heeded.register_changed, heeded.taken_back) == (True, False, [])
    found = only(journal)
    assert (found.number, found.our_address, found.text) == (ANA, OURS, "Sorry, wrong number!")
    assert (found.word, found.language, found.decision) == ("wrong number", "en", Decision.UNDECIDED)
    assert refusals.undecided_count(journal.db) == 1
    assert not wants_none(journal)
    assert journal.submits(kept) == ["queued"]


def test_opting_out_enters_the_number_with_the_message_as_evidence(journal: JournalFile) -> None:
    (waiting,) = journal.enqueue(new_message(recipient=ANA))
    arrive(journal, say("STOP 12345"))
    refusal = only(journal)
    assert opt_out(journal, refusal.id) == Added([True], [waiting])
    (entry,) = opt_outs.history(journal.db, ANA)
    what = OptOut(ANA, refusal.at_us, f"to {OURS}, in “en”", "STOP 12345", "", OptOutSource.REPLY, "1")
    assert entry.what == what
    assert refusals.ids(journal.db) == []
    assert only(journal).decision is Decision.OPT_OUT
    assert opt_out(journal, refusal.id) is None


def test_what_is_no_refusal_leaves_the_tray_and_is_kept(journal: JournalFile) -> None:
    arrive(journal, say("Please stop"))
    assert dismiss(journal, only(journal).id)
    assert not dismiss(journal, only(journal).id)
    assert not wants_none(journal)
    assert (refusals.ids(journal.db), only(journal).decision) == ([], Decision.NOT_A_REFUSAL)


@pytest.mark.parametrize("decided", [opt_out, dismiss])
def test_a_decision_is_taken_back_with_what_it_did(journal: JournalFile, decided: object) -> None:
    arrive(journal, say("Please stop"))
    refusal = only(journal)
    assert not reopen(journal, refusal.id)
    (opt_out if decided is opt_out else dismiss)(journal, refusal.id)
    assert reopen(journal, refusal.id)
    assert only(journal) == refusal
    assert not wants_none(journal)
    if decided is opt_out:
        ended, begun = opt_outs.history(journal.db, ANA)
        assert (ended.ends, ended.what.evidence, begun.ends) == (True, "undone", False)


def test_taking_it_back_leaves_an_entry_that_somebody_else_made(journal: JournalFile) -> None:
    arrive(journal, say("Please stop"))
    by_hand = OptOut(ANA, 1, "Ana", "told us")
    journal.run(partial(opt_outs.add, entries=[by_hand], now_us=journal.now_us))
    assert opt_out(journal, only(journal).id) == Added([False], [])
    assert reopen(journal, only(journal).id)
    assert wants_none(journal)


def test_the_same_again_and_what_the_register_knows_ask_nothing_new(journal: JournalFile) -> None:
    arrive(journal, say("Please stop"))
    assert not arrive(journal, say("Please stop")).to_review
    assert arrive(journal, say("Please stop"), say("Wrong number")).to_review
    assert refusals.undecided_count(journal.db) == 2
    arrive(journal, say("STOP"))
    assert not arrive(journal, say("STOP NOW PLEASE, wrong number")).to_review
    assert refusals.undecided_count(journal.db) == 2


def test_digits_of_no_known_country_are_opted_out_with_a_number_of_the_persons(journal: JournalFile) -> None:
    assert arrive(journal, say("STOP", source="0641234567")).to_review
    refusal = only(journal)
    assert (refusal.number, refusal.exact) == ("", True)
    assert opt_out(journal, refusal.id) is None
    assert refusals.undecided_count(journal.db) == 1
    assert opt_out(journal, refusal.id, number=ANA) == Added([True], [])
    assert wants_none(journal)


def test_of_names_nothing_is_asked(journal: JournalFile) -> None:
    assert not arrive(journal, say("Please stop", source="Vox Bank")).to_review
    assert refusals.ids(journal.db, decided=True) == []


class TestReturns:
    """Who asks for messages again while an entry holds that a person made."""

    @pytest.fixture
    def asked(self, journal: JournalFile) -> PossibleRefusal:
        """Give the message of a number that was entered by hand, for everybody's messages and for one's."""
        entries = [OptOut(ANA, 5, "Ana", "told us"), OptOut(ANA, 6, "Ivo", "wrote a letter", "Practice")]
        journal.run(partial(opt_outs.add, entries=entries, now_us=journal.now_us))
        assert arrive(journal, say("Start!")).to_review
        return only(journal)

    def test_it_is_laid_in_and_ends_nothing(self, journal: JournalFile, asked: PossibleRefusal) -> None:
        assert (asked.kind, asked.number, asked.text) == (ReviewKind.RETURN, ANA, "Start!")
        assert (asked.exact, asked.late, asked.decision) == (False, False, Decision.UNDECIDED)
        assert wants_none(journal)
        assert not arrive(journal, say("Start!")).to_review, "the same again asks nothing new"

    def test_opting_in_ends_every_entry_for_what_was_written(
        self, journal: JournalFile, asked: PossibleRefusal
    ) -> None:
        assert opt_out(journal, asked.id) is None
        assert opt_in(journal, asked.id)
        assert not opt_in(journal, asked.id)
        assert not wants_none(journal)
        ended = [entry.what for entry in opt_outs.history(journal.db, ANA) if entry.ends]
        assert {(what.sender, what.evidence, what.source) for what in ended} == {
            ("", "Start!", OptOutSource.REPLY),
            ("Practice", "Start!", OptOutSource.REPLY),
        }
        assert only(journal).decision is Decision.OPT_IN

    def test_taken_back_the_entries_are_made_again_as_they_were(
        self, journal: JournalFile, asked: PossibleRefusal
    ) -> None:
        before = [entry.what for entry in opt_outs.history(journal.db, ANA)]
        opt_in(journal, asked.id)
        (waiting,) = journal.enqueue(new_message(recipient=ANA))
        job = partial(refusals.reopen, refusal_id=asked.id, reason="undone", now_us=journal.now_us)
        assert journal.run(job) == [waiting]
        assert only(journal) == asked
        now = opt_outs.entries(journal.db, opt_outs.ids(journal.db))
        assert sorted(map(repr, before)) == sorted(repr(entry.what) for entry in now)

    def test_taken_back_it_enters_nobody_of_whom_more_was_said_since(
        self, journal: JournalFile, asked: PossibleRefusal
    ) -> None:
        opt_in(journal, asked.id)
        arrive(journal, say("STOP"))
        arrive(journal, say("UNSTOP"))
        assert reopen(journal, asked.id)
        assert opt_outs.held(journal.db, [OptOut(ANA, 1)]) == {(ANA, "Practice")}

    def test_it_stays_out(self, journal: JournalFile, asked: PossibleRefusal) -> None:
        assert dismiss(journal, asked.id)
        assert (only(journal).decision, wants_none(journal)) == (Decision.STAYS_OUT, True)
        assert reopen(journal, asked.id)
        assert only(journal) == asked

    def test_a_refusal_after_it_takes_it_back(self, journal: JournalFile, asked: PossibleRefusal) -> None:
        assert arrive(journal, say("STOP")).to_review
        assert (only(journal).decision, refusals.ids(journal.db)) == (Decision.STAYS_OUT, [])
        assert not opt_in(journal, asked.id)
        assert wants_none(journal)

    def test_of_a_refusal_it_is_not_asked(self, journal: JournalFile) -> None:
        arrive(journal, say("Please stop"))
        assert not opt_in(journal, only(journal).id)
