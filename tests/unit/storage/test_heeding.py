"""Refusals obeyed as they are stored: whole messages only, once, with evidence; and what takes them back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import permutations

import apsw
import pytest

from tests.support.inbound_parts import pushed
from tests.support.journal_file import NOW_US, PROFILE, JournalFile, new_message
from vox_console.domain.delivery import Delivery
from vox_console.domain.opt_out import OptOut, OptOutSource
from vox_console.domain.refusal_review import ReviewKind
from vox_console.domain.repeat_rule import HABIT
from vox_console.domain.segmentation import LongMethod
from vox_console.storage import opt_outs, refusals
from vox_console.storage.heeding import Heeded, heed, register_number
from vox_console.storage.receipts import Filed, store_arrivals

ANA, OURS = "381641234567", "381600000000"


def say(text: str, *, source: str = ANA) -> Delivery:
    return Delivery(source, OURS, 0, 0, text.encode(), raw=text.encode())


def arrive(journal: JournalFile, *deliveries: Delivery, after_us: int = 1_000_000) -> Heeded:
    """Store parts and obey what is whole, in one transaction, as the intake does."""
    journal.now_us += after_us

    def take_in(db: apsw.Connection) -> Heeded:
        filed = [Filed(None, delivery) for delivery in deliveries]
        stored = store_arrivals(db, filed, profile=PROFILE, now_us=journal.now_us)
        return heed(db, stored.inbound.whole, now_us=journal.now_us)

    return journal.run(take_in)


def wants_none(journal: JournalFile, number: str = ANA) -> bool:
    return opt_outs.is_opted_out(journal.db, number, sender="Practice")


def test_a_refusal_is_entered_with_its_words_message_language_and_our_number(journal: JournalFile) -> None:
    heeded = arrive(journal, say("Stop!"))
    assert (heeded.register_changed, heeded.taken_back) == (True, [])
    (entry,) = opt_outs.history(journal.db, ANA)
    what = OptOut(ANA, journal.now_us, f"to {OURS}, in “en”", "Stop!", "", OptOutSource.REPLY, "1")
    assert (entry.what, entry.ends) == (what, False)


def test_what_waits_for_the_number_is_taken_back_in_the_same_transaction(journal: JournalFile) -> None:
    ids = journal.enqueue(new_message(recipient=ANA), new_message(recipient="381640000099"))
    assert arrive(journal, say("STOP")).taken_back == ids[:1]
    assert [each.destination.digits for each in journal.reserve()] == ["381640000099"]


@pytest.mark.parametrize("text", ["Please stop", "STOP 12345", "The bus stop is closed", "YES", "HELP"])
def test_nothing_else_suppresses(journal: JournalFile, text: str) -> None:
    heeded = arrive(journal, say(text))
    assert (heeded.register_changed, heeded.taken_back) == (False, [])
    assert not wants_none(journal)


def parts_of(text: str, *, cut: int) -> Sequence[Delivery]:
    """Cut a short text in two, as a telephone would a long one."""
    heads = [bytes((5, 0, 3, 9, 2, number)) for number in (1, 2)]
    pieces = (text[:cut].encode(), text[cut:].encode())
    return [
        Delivery(ANA, OURS, 0x40, 0, head + piece, raw=head + piece)
        for head, piece in zip(heads, pieces, strict=True)
    ]


def test_a_refusal_in_parts_counts_when_it_is_whole_and_once(journal: JournalFile) -> None:
    one, two = parts_of("STOP ALL", cut=5)
    assert not arrive(journal, two).register_changed
    assert not wants_none(journal)
    assert arrive(journal, one).register_changed
    assert not arrive(journal, one, two).register_changed
    (entry,) = opt_outs.history(journal.db, ANA)
    assert (entry.what.evidence, entry.what.message_id) == ("STOP ALL", "1")


def test_half_of_a_sentence_is_no_refusal_whatever_its_order(journal: JournalFile) -> None:
    for order in permutations(parts_of("STOP the bus at nine", cut=4)):
        arrive(journal, *order[:1])
        assert not wants_none(journal)
        arrive(journal, *order[1:])
        assert not wants_none(journal)


def test_what_is_whole_is_told_once(journal: JournalFile) -> None:
    parts = pushed("One text in three parts. " * 16, method=LongMethod.UDH8)
    told = [journal.arrive(Filed(None, each)).inbound.whole for each in (*parts, *parts)]
    assert [len(each) for each in told] == [0, 0, 1, 0, 0, 0]
    assert told[2][0].text.startswith("One text in three parts.")
    together = journal.arrive(*[Filed(None, each) for each in pushed("Another one. " * 20, reference=2)])
    assert len(together.inbound.whole) == 1


def test_a_refusal_delivered_again_changes_nothing(journal: JournalFile) -> None:
    arrive(journal, say("STOP"))
    assert arrive(journal, say("STOP"), say("STOP")) == Heeded()
    assert len(opt_outs.history(journal.db, ANA)) == 1


class TestReturning:
    def test_start_ends_what_the_customer_began_and_keeps_both_words(self, journal: JournalFile) -> None:
        arrive(journal, say("STOP"))
        assert arrive(journal, say("Start")).register_changed
        assert not wants_none(journal)
        ended, begun = opt_outs.history(journal.db, ANA)
        assert (ended.ends, ended.what.evidence, ended.what.source) == (True, "Start", OptOutSource.REPLY)
        assert (begun.ends, begun.what.evidence) == (False, "STOP")

    def test_in_one_batch_the_order_counts(self, journal: JournalFile) -> None:
        arrive(journal, say("STOP"), say("START"))
        assert not wants_none(journal)
        arrive(journal, say("UNSTOP"), say("STOP"), after_us=HABIT.kept_us)
        assert wants_none(journal)

    @pytest.mark.parametrize("source", [OptOutSource.HAND, OptOutSource.FILE])
    def test_start_ends_nothing_that_somebody_else_entered_and_asks_a_person(
        self, journal: JournalFile, source: OptOutSource
    ) -> None:
        entry = OptOut(ANA, NOW_US, "Ana", "told us", "", source)
        journal.run(partial(opt_outs.add, entries=[entry], now_us=NOW_US))
        assert arrive(journal, say("STOP"), say("START")) == Heeded(to_review=True)
        assert wants_none(journal)

    def test_a_start_that_may_be_an_old_one_again_does_not_undo_a_newer_refusal(
        self, journal: JournalFile
    ) -> None:
        arrive(journal, say("START"))
        arrive(journal, say("STOP"))
        assert not arrive(journal, say("START")).register_changed
        assert wants_none(journal)

    def test_what_a_person_ended_with_a_reason_can_be_refused_again(self, journal: JournalFile) -> None:
        arrive(journal, say("STOP"))
        ended = OptOut(ANA, NOW_US, "Ivo", "She called.")
        assert journal.run(partial(opt_outs.end, ended=ended, now_us=NOW_US))
        assert arrive(journal, say("stop")).register_changed
        assert wants_none(journal)


@pytest.mark.parametrize(
    ("party", "number"),
    [("+381641234567", ANA), ("12345", "12345"), ("vox bank", ""), ("0641234567", ""), ("", "")],
)
def test_only_numbers_that_something_can_be_sent_to_are_entered(party: str, number: str) -> None:
    assert register_number(party) == number


def test_a_name_that_refuses_is_kept_and_enters_nobody(journal: JournalFile) -> None:
    assert arrive(journal, say("STOP", source="Vox Bank")) == Heeded()
    assert journal.rows("SELECT count(*) FROM inbound") == [(1,)]


class TestAmbiguousWords:
    """A word that refuses in one language and is an ordinary answer in another."""

    def test_at_home_it_is_obeyed(self, journal: JournalFile) -> None:
        assert arrive(journal, say("Seis", source="358401234567")).register_changed
        assert wants_none(journal, "358401234567")

    def test_elsewhere_it_waits_for_a_person(self, journal: JournalFile) -> None:
        assert arrive(journal, say("Bašta!")) == Heeded(to_review=True)
        assert not wants_none(journal)
        (found,) = refusals.some(journal.db, refusals.ids(journal.db))
        assert (found.kind, found.word, found.exact) == (ReviewKind.REFUSAL, "basta", False)

    def test_a_return_elsewhere_ends_nothing_and_waits_for_a_person(self, journal: JournalFile) -> None:
        assert arrive(journal, say("alta")) == Heeded(), "nobody had refused"
        arrive(journal, say("STOP"), after_us=HABIT.kept_us)
        assert arrive(journal, say("Alta"), after_us=HABIT.kept_us) == Heeded(to_review=True)
        assert wants_none(journal)
        (found,) = refusals.some(journal.db, refusals.ids(journal.db))
        assert found.kind is ReviewKind.RETURN
