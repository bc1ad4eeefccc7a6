"""Equal messages that may be one, and readings that a person chose."""

from __future__ import annotations

from functools import partial

from tests.support.journal_file import JournalFile
from tests.unit.storage.test_threads import say
from vox_console.domain.repeat_rule import HABIT
from vox_console.storage import inbound_doubts
from vox_console.storage.inbound import note_answered


def ids(journal: JournalFile) -> list[int]:
    return [row[0] for row in journal.rows("SELECT id FROM inbound ORDER BY id")]


def test_an_equal_message_soon_after_may_be_the_same_and_another_is_not(journal: JournalFile) -> None:
    for text in ("YES", "NO", "YES"):
        say(journal, text)
    first, _, third = ids(journal)
    assert inbound_doubts.repeats(journal.db, ids(journal)) == {third: first}


def test_somebody_else_s_equal_message_repeats_nothing(journal: JournalFile) -> None:
    say(journal, "YES")
    say(journal, "YES", source="381657654321")
    assert inbound_doubts.repeats(journal.db, ids(journal)) == {}


def test_what_was_acknowledged_is_doubted_for_a_shorter_time(journal: JournalFile) -> None:
    say(journal, "YES")
    (first,) = ids(journal)
    journal.now_us += HABIT.within_us
    say(journal, "YES")
    _, second = ids(journal)
    assert inbound_doubts.repeats(journal.db, [second]) == {second: first}
    journal.run(partial(note_answered, ids=[first]))
    assert inbound_doubts.repeats(journal.db, [second]) == {}


def test_a_reading_is_chosen_changed_and_dropped(journal: JournalFile) -> None:
    say(journal, "YES")
    (first,) = ids(journal)
    for word, told in (("utf8", {first: "utf8"}), ("hex", {first: "hex"}), ("", {})):
        journal.run(partial(inbound_doubts.choose_reading, inbound_id=first, word=word))
        assert inbound_doubts.readings(journal.db, [first]) == told
