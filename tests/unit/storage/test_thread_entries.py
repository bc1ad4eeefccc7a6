"""What was said, newest first and by pages: their messages put together, ours among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.inbound_parts import pushed
from tests.support.journal_file import JournalFile, new_message
from tests.unit.storage.test_threads import ANA, IVO, OURS, arrive, say
from vox_console.domain.assembled_text import read_assembled
from vox_console.storage import thread_merges, thread_notes
from vox_console.storage.thread_entries import (
    Entry,
    NoteEntry,
    OurMessage,
    TheirMessage,
    entries,
    entries_after,
    has_ours_from,
)


def pages(journal: JournalFile, thread_id: int, *, size: int = 3) -> list[Entry]:
    """Read a whole thread page by page, there and back."""
    found: list[Entry] = []
    while page := entries(journal.db, thread_id, before=found[-1].place if found else None, limit=size):
        found += page
    forth: list[Entry] = []
    while page := entries_after(journal.db, thread_id, forth[-1].place if forth else (0, 0, 0), limit=size):
        forth += page
    assert forth == found[::-1]
    return found


def texts(found: Sequence[Entry]) -> list[str]:
    """Give what they said, and the ids of ours."""
    return [_text(each) for each in found]


def _text(entry: Entry) -> str:
    match entry:
        case TheirMessage():
            return read_assembled(entry.message).text
        case OurMessage():
            return f"ours {entry.id}"
        case NoteEntry():
            return f"note: {entry.note.text}"


def write(journal: JournalFile, *, sender: str = OURS, recipient: str = ANA) -> int:
    """Let us write something."""
    journal.now_us += 1_000_000
    (message_id,) = journal.enqueue(replace(new_message(recipient=recipient), sender=sender))
    return message_id


def test_both_sides_stand_in_the_order_of_time(journal: JournalFile) -> None:
    first = write(journal)
    thread_id = say(journal, "Who is this?")
    second = write(journal)
    say(journal, "Ah.")
    assert texts(pages(journal, thread_id)) == ["Ah.", f"ours {second}", "Who is this?", f"ours {first}"]


def test_what_we_wrote_from_a_name_stands_there_and_from_another_number_does_not(
    journal: JournalFile,
) -> None:
    thread_id = say(journal, "Hi")
    by_name = write(journal, sender="Vox Shop")
    write(journal, sender="381600000001")
    write(journal, recipient=IVO)
    assert texts(pages(journal, thread_id)) == [f"ours {by_name}", "Hi"]


def test_a_merged_thread_shows_what_was_said_in_both(journal: JournalFile) -> None:
    ana, ivo = say(journal, "First number"), say(journal, "Second number", source=IVO)
    mine = write(journal, recipient=IVO)
    journal.run(partial(thread_merges.merge, thread_id=ivo, into=ana))
    assert texts(pages(journal, ana)) == [f"ours {mine}", "Second number", "First number"]


def test_a_message_of_five_parts_is_whole_in_every_order_whatever_the_pages(tmp_path: Path) -> None:
    text = "Five parts that come as they like. " * 19
    parts = pushed(text)
    assert len(parts) == 5
    for number, order in enumerate(permutations(range(5))):
        path = tmp_path / f"{number % 8}.db"
        path.unlink(missing_ok=True)
        journal = JournalFile(path)
        thread_id = say(journal, "before")
        for at, index in enumerate(order):
            arrive(journal, parts[index])
            if at == 2:  # the program ends and starts again
                journal.close()
                now_us, journal = journal.now_us, JournalFile(path)
                journal.now_us = now_us
        say(journal, "after")
        found = texts(pages(journal, thread_id, size=2))
        journal.close()
        assert found == ["after", text, "before"], order


@settings(max_examples=40, deadline=None)
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("say"), st.text(st.characters(codec="ascii", categories=["L"]), min_size=1)),
            st.tuples(st.just("write"), st.just("")),
            st.tuples(st.just("long"), st.integers(0, 255).map(str)),
        ),
        max_size=25,
        unique_by=lambda step: step if step[0] == "long" else object(),
    ),
    size=st.integers(1, 6),
)
def test_pages_of_any_size_hold_every_entry_once_in_order(steps: list[tuple[str, str]], size: int) -> None:
    with TemporaryDirectory() as folder:
        journal = JournalFile(Path(folder) / "journal.db")
        thread_id = say(journal, "first")
        said = ["first"]
        for kind, word in steps:
            if kind == "say":
                say(journal, word)
                said.append(word)
            elif kind == "write":
                said.append(f"ours {write(journal)}")
            else:
                text = f"{word} " * 60
                for part in pushed(text, reference=int(word)):
                    arrive(journal, part)
                said.append(text)
        found = texts(pages(journal, thread_id, size=size))
        journal.close()
    assert found == said[::-1]


def test_notes_stand_where_they_were_written_also_of_the_same_moment(journal: JournalFile) -> None:
    thread_id = say(journal, "Hi")
    ours = write(journal)
    for text in ("She called.", "Call back."):
        journal.run(partial(thread_notes.write, thread_id=thread_id, text=text, now_us=journal.now_us))
    expected = ["note: Call back.", "note: She called.", f"ours {ours}", "Hi"]
    for size in range(1, 5):
        assert texts(pages(journal, thread_id, size=size)) == expected


def test_notes_of_a_thread_that_lies_in_another_are_seen_there(journal: JournalFile) -> None:
    ana, ivo = say(journal, "Ana here"), say(journal, "Ivo here", source=IVO)
    journal.run(partial(thread_notes.write, thread_id=ivo, text="His brother", now_us=journal.now_us + 1))
    journal.run(partial(thread_merges.merge, thread_id=ivo, into=ana))
    assert texts(pages(journal, ana)) == ["note: His brother", "Ivo here", "Ana here"]


def test_at_one_moment_every_place_parts_what_stands_before_it_from_what_stands_after(
    journal: JournalFile,
) -> None:
    thread_id = say(journal, "One")
    moment_us = journal.now_us
    for text in ("Two", "Three"):
        journal.now_us = moment_us - 1_000_000
        say(journal, text)
    for _ in range(2):
        journal.now_us = moment_us - 1_000_000
        write(journal)
    for text in ("Note one", "Note two"):
        journal.run(partial(thread_notes.write, thread_id=thread_id, text=text, now_us=moment_us))
    everything = pages(journal, thread_id, size=1)
    assert len(everything) == 7
    assert {each.place[0] for each in everything} == {moment_us}
    for index, each in enumerate(everything):
        assert entries(journal.db, thread_id, before=each.place, limit=9) == everything[index + 1 :]
        assert entries_after(journal.db, thread_id, each.place, limit=9) == everything[:index][::-1]


def test_what_was_queued_is_known_to_concern_a_thread_or_not(journal: JournalFile) -> None:
    ana, ivo = say(journal, "Hi"), say(journal, "Hi", source=IVO)
    mine = write(journal)
    other = write(journal, recipient="381601111111")
    assert has_ours_from(journal.db, ana, mine)
    assert not has_ours_from(journal.db, ana, other)
    assert not has_ours_from(journal.db, ivo, mine)
    journal.run(partial(thread_merges.merge, thread_id=ana, into=ivo))
    assert has_ours_from(journal.db, ivo, mine)
