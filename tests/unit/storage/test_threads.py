"""Conversations: made by what arrives, moved by it, put away, and put to sleep."""

from __future__ import annotations

from functools import partial

import pytest

from tests.support.inbound_parts import pushed
from tests.support.journal_file import JournalFile
from vox_console.domain.contact import Contact
from vox_console.domain.delivery import Delivery
from vox_console.domain.transport_name import Witness
from vox_console.storage import contacts, threads
from vox_console.storage.receipts import Filed
from vox_console.storage.threads import Thread, Tray

ANA, IVO, OURS = "381641234567", "381657654321", "381600000000"


def say(journal: JournalFile, text: str, *, source: str = ANA, destination: str = OURS) -> int:
    """Let a customer say something; give the thread it went to."""
    return arrive(journal, Delivery(source, destination, 0, 0, text.encode(), raw=text.encode()))


def arrive(journal: JournalFile, *deliveries: Delivery) -> int:
    journal.now_us += 1_000_000
    stored = journal.arrive(*[Filed(None, delivery, Witness.SMPP) for delivery in deliveries])
    (thread_id,) = stored.inbound.thread_ids
    return thread_id


def thread(journal: JournalFile, thread_id: int) -> Thread:
    found = threads.get(journal.db, thread_id)
    assert found is not None
    return found


def listed(journal: JournalFile, tray: Tray = Tray.OPEN) -> list[int]:
    return threads.ids(journal.db, tray, now_us=journal.now_us)


def test_what_arrives_opens_a_thread_and_every_spelling_of_a_number_is_the_same(journal: JournalFile) -> None:
    first = say(journal, "Hello")
    assert say(journal, "It is me again", source=f"+{ANA}") == first
    assert say(journal, "Me too", source=IVO) != first
    assert say(journal, "To another number", destination="381600000001") != first
    found = thread(journal, first)
    assert (found.key.theirs, found.unread, found.preview) == (f"+{ANA}", 2, "It is me again")


def test_parts_of_one_message_are_unread_once_in_any_order(journal: JournalFile) -> None:
    parts = pushed("One text in three parts. " * 16)
    assert len(parts) == 3
    thread_id = arrive(journal, parts[2])
    assert thread(journal, thread_id).preview.startswith("[parts 1 to 2 are missing]")
    arrive(journal, parts[0], parts[1])
    found = thread(journal, thread_id)
    assert found.unread == 1
    assert found.preview.startswith("One text in three parts.")
    arrive(journal, *pushed("Another text of the same reference. " * 6))
    assert thread(journal, thread_id).unread == 2


def test_the_list_is_by_time(journal: JournalFile) -> None:
    made = [say(journal, "Hi", source=f"38164000{number:04}") for number in range(7)]
    assert listed(journal) == made[::-1]
    say(journal, "Back", source="381640000002")
    wanted = [made[2], *[each for each in made[::-1] if each != made[2]]]
    assert listed(journal) == wanted


def test_what_was_read_is_counted_no_more_and_can_be_unread_again(journal: JournalFile) -> None:
    thread_id = say(journal, "Hello")
    say(journal, "Hello?", source=IVO)
    assert threads.unread_count(journal.db) == 2
    journal.run(partial(threads.mark_read, thread_id=thread_id))
    assert threads.unread_count(journal.db) == 1
    journal.run(partial(threads.mark_unread, thread_id=thread_id))
    assert thread(journal, thread_id).unread == 1


@pytest.mark.parametrize("tray", [Tray.DONE, Tray.ARCHIVED])
def test_what_was_put_away_comes_back_with_the_next_message(journal: JournalFile, tray: Tray) -> None:
    thread_id = say(journal, "Hello")
    journal.run(partial(threads.lay, thread_ids=[thread_id], tray=tray))
    assert (listed(journal), listed(journal, tray)) == ([], [thread_id])
    say(journal, "One more thing")
    assert (listed(journal), listed(journal, tray)) == ([thread_id], [])


def test_a_late_part_of_a_message_that_was_seen_does_not_open_what_was_put_away(journal: JournalFile) -> None:
    parts = pushed("One text in two parts. " * 10)
    thread_id = arrive(journal, parts[0])
    journal.run(partial(threads.lay, thread_ids=[thread_id], tray=Tray.DONE))
    arrive(journal, parts[1])
    assert listed(journal, Tray.DONE) == [thread_id]
    assert "missing" not in thread(journal, thread_id).preview


def test_what_sleeps_is_not_listed_until_its_time_or_a_message(journal: JournalFile) -> None:
    thread_id = say(journal, "Tomorrow?")
    until_us = journal.now_us + 60_000_000
    journal.run(partial(threads.snooze, thread_id=thread_id, until_us=until_us))
    assert listed(journal) == []
    assert [each.id for each in threads.snoozed(journal.db, now_us=journal.now_us)] == [thread_id]
    assert threads.ids(journal.db, Tray.OPEN, now_us=until_us) == [thread_id]
    say(journal, "No, today")
    assert listed(journal) == [thread_id]
    assert threads.snoozed(journal.db, now_us=journal.now_us) == []


def test_a_thread_is_put_back_where_it_lay_unless_that_hides_news(journal: JournalFile) -> None:
    thread_id = say(journal, "Hello")
    opened = thread(journal, thread_id)
    journal.run(partial(threads.snooze, thread_id=thread_id, until_us=journal.now_us + 60_000_000))
    asleep = thread(journal, thread_id)
    assert journal.run(partial(threads.put_back, before=opened))
    assert thread(journal, thread_id) == opened
    assert journal.run(partial(threads.put_back, before=asleep))
    assert thread(journal, thread_id) == asleep
    say(journal, "No, today")
    news = thread(journal, thread_id)
    assert not journal.run(partial(threads.put_back, before=asleep))
    assert thread(journal, thread_id) == news
    assert journal.run(partial(threads.put_back, before=opened))


def test_a_clock_that_is_put_back_between_two_parts_makes_no_second_message(journal: JournalFile) -> None:
    parts = pushed("One text in three parts. " * 16)
    thread_id = arrive(journal, parts[2])
    journal.now_us -= 3_600_000_000
    arrive(journal, parts[0], parts[1])
    assert thread(journal, thread_id).unread == 1


@pytest.mark.parametrize(
    ("typed", "digits", "found"),
    [
        ("", "", ["Vox", IVO, ANA]),
        ("065", "65", [IVO]),
        ("2345", "2345", [ANA]),
        ("vox", "", ["Vox"]),
        ("jova", "", [IVO]),
        ("100%", "100", []),
    ],
)
def test_threads_are_found_by_digits_letters_and_the_name_of_their_contact(
    journal: JournalFile, typed: str, digits: str, found: list[str]
) -> None:
    for source in (ANA, IVO, "Vox", "381601111111"):
        say(journal, "Hello", source=source)
    journal.run(
        partial(contacts.save, contact=Contact("Ivo Jovanović", (f"+{IVO}",), ""), now_us=journal.now_us)
    )
    but = say(journal, "Me", source="381601111111")
    hits = threads.matching(journal.db, typed, digits=digits, but=but, limit=10)
    assert [each.their_address for each in hits] == found
    assert threads.matching(journal.db, typed, digits=digits, but=but, limit=1) == hits[:1]


def test_who_lies_in_a_thread_is_found_by_an_index(journal: JournalFile) -> None:
    plan = [row[3] for row in journal.rows(f"EXPLAIN QUERY PLAN {threads.MEMBERS}", 1)]
    assert plan
    assert all("threads_merged" in step for step in plan), plan


def test_the_list_comes_out_of_indexes_alone(journal: JournalFile) -> None:
    plan = [row[3] for row in journal.rows(f"EXPLAIN QUERY PLAN {threads.IDS}", "open", 1, -1)]
    assert [step for step in plan if "threads" in step and "COVERING INDEX" not in step] == []
    assert any("threads_listed" in step for step in plan)
    assert not any("TEMP B-TREE" in step for step in plan)


def test_the_ids_of_the_list_stand_in_its_order(journal: JournalFile) -> None:
    for number in range(60):
        say(journal, "Hi", source=f"38164{number * 37 % 60:07}")
    for number in range(0, 60, 7):
        say(journal, "Hi again", source=f"38164{number:07}")
    whole = [row[0] for row in journal.rows("SELECT id FROM threads ORDER BY last_at_us DESC, id DESC")]
    assert listed(journal) == whole
    assert threads.ids(journal.db, Tray.OPEN, now_us=journal.now_us, limit=7) == whole[:7]
    journal.run(partial(threads.snooze, thread_id=whole[3], until_us=journal.now_us + 1))
    assert listed(journal) == [*whole[:3], *whole[4:]]
    assert threads.ids(journal.db, Tray.OPEN, now_us=journal.now_us + 1) == whole
