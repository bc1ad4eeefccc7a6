"""Whatever was written is found, by both sides' words, numbers and ids; nothing else is."""

# ruff: noqa: RUF001 - letters of other scripts are what is tested

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.inbound_parts import pushed
from tests.support.journal_file import JournalFile, new_message
from tests.unit.domain.test_search_query import read
from tests.unit.storage.test_search_index import index
from tests.unit.storage.test_threads import ANA, IVO, OURS, arrive, say
from vox_console.domain.delivery import Delivery
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.storage import thread_merges
from vox_console.storage.search import Hit, HitKind, SearchPlace, find


def hits(journal: JournalFile, typed: str, *, thread_id: int | None = None, size: int = 3) -> list[Hit]:
    """Index what is there, and give all findings, read page by page."""
    index(journal)
    found: list[Hit] = []
    place: SearchPlace | None = SearchPlace()
    while place is not None:
        page = find(
            journal.db,
            read(typed),
            thread_id=thread_id,
            before=place,
            limit=size,
            alphabet_of=lambda _: DefaultAlphabet.GSM7,
        )
        found += page.hits
        place = page.next
    return found


def texts(found: list[Hit]) -> list[str]:
    return [hit.text.text for hit in found]


def write(journal: JournalFile, text: str, *, sender: str = OURS, recipient: str = ANA) -> int:
    """Let us write something."""
    journal.now_us += 1_000_000
    (message_id,) = journal.enqueue(replace(new_message(text, recipient=recipient), sender=sender))
    return message_id


def hear(journal: JournalFile, text: str, *, source: str = ANA) -> int:
    """Let a customer say something in UCS-2; give the thread."""
    octets = text.encode("utf-16-be")
    return arrive(journal, Delivery(source, OURS, 0, 8, octets, raw=octets))


def test_both_sides_are_found_newest_first(journal: JournalFile) -> None:
    write(journal, "Your parcel is here")
    thread_id = say(journal, "Which parcel?")
    write(journal, "Nothing else")
    write(journal, "The PARCEL of yesterday", recipient=IVO)
    found = hits(journal, "parcel")
    assert texts(found) == ["The PARCEL of yesterday", "Which parcel?", "Your parcel is here"]
    assert [hit.kind for hit in found] == [HitKind.OURS, HitKind.THEIRS, HitKind.OURS]
    assert [hit.thread_id for hit in found] == [0, thread_id, thread_id]
    assert [hit.text.text[a:b] for hit in found for a, b in hit.text.marks] == ["PARCEL", "parcel", "parcel"]


WRITTEN = [
    "Čuvaj se, Đorđe!",
    "Чувај се, Ђорђе!",
    "السَّلامُ عليـكم أحمد",
    "你好吗，明天见",
    "한국어 문자",
    "สวัสดี ครับ",
    "Danke, Größe 👍🏽",
]
FINDS = {
    "cuvaj": 0,
    "dorde": 0,
    "uvaj se": 0,
    "чувај": 1,
    "السلام": 2,
    "احمد": 2,
    "你好": 3,
    "天": 3,
    "국어": 4,
    "สวัสดี": 5,
    "GROSSE": 6,
    "👍": 6,
    "da": 6,
}


@pytest.mark.parametrize(("typed", "which"), FINDS.items())
def test_every_script_is_found_as_people_type_it(journal: JournalFile, typed: str, which: int) -> None:
    for text in WRITTEN:
        write(journal, text)
        hear(journal, text)
    assert texts(hits(journal, typed)) == [WRITTEN[which]] * 2


@pytest.mark.parametrize("typed", ["63 200", "0632000000", "+381 63 200-0000", "3816320", "2000000", "000"])
def test_a_number_is_found_by_any_fragment_in_any_spelling(journal: JournalFile, typed: str) -> None:
    write(journal, "Hello", recipient="381632000000")
    say(journal, "Hello", source="+381632000000")
    write(journal, "Another", recipient="4915112345678")
    found = hits(journal, typed)
    assert texts(found) == ["Hello", "Hello"]
    assert all(hit.party.marks for hit in found)


def test_a_name_is_found_and_words_and_numbers_together(journal: JournalFile) -> None:
    say(journal, "Your code is 7261", source="Vox Bank")
    write(journal, "Your parcel", recipient=ANA)
    write(journal, "Your parcel", recipient=IVO)
    assert texts(hits(journal, "bank")) == ["Your code is 7261"]
    assert [hit.party.text for hit in hits(journal, f"parcel {ANA[3:8]}")] == [ANA]


@pytest.mark.parametrize("typed", ["00AB12CD34", "ab12cd34", str(0xAB12CD34), "AB12CD340"[:8]])
def test_an_id_is_found_in_hexadecimal_and_decimal(journal: JournalFile, typed: str) -> None:
    journal.sent_as("ab12cd34", "12345678-other")
    (hit,) = hits(journal, typed)
    assert (hit.kind, hit.id, hit.by_id) == (HitKind.OURS, 1, typed != "")


def test_our_own_number_finds_a_message(journal: JournalFile) -> None:
    write(journal, "One")
    second = write(journal, "Two")
    assert texts(hits(journal, f"#{second}")) == ["Two"]


def test_a_customers_message_is_found_by_the_id_of_any_of_its_parts(journal: JournalFile) -> None:
    parts = [replace(part, provider_id=f"mo-{at}") for at, part in enumerate(pushed("In two parts. " * 15))]
    for part in parts:
        arrive(journal, part)
    found = hits(journal, "mo-1")
    assert [(hit.kind, hit.id, hit.by_id) for hit in found] == [(HitKind.THEIRS, 1, True)]


def test_what_was_taken_back_before_it_left_is_not_found(journal: JournalFile) -> None:
    kept, taken = write(journal, "Parcel kept"), write(journal, "Parcel taken back")
    index(journal)
    journal.withdraw(taken)
    assert [hit.id for hit in hits(journal, "parcel")] == [kept]
    assert hits(journal, f"#{taken}") == []


def test_what_the_index_still_holds_of_a_text_that_is_gone_is_not_found(journal: JournalFile) -> None:
    message_id = write(journal, "Parcel")
    index(journal)
    journal.db.execute("UPDATE messages SET text = '' WHERE id = ?", (message_id,))
    assert hits(journal, "parcel") == []


def test_a_conversation_is_searched_with_what_lies_in_it(journal: JournalFile) -> None:
    ana, ivo = say(journal, "Parcel of Ana"), say(journal, "Parcel of Ivo", source=IVO)
    write(journal, "Parcel to Ana")
    write(journal, "Parcel to Ana by name", sender="Vox Shop")
    write(journal, "Parcel to Ana from another number", sender="381600000001")
    write(journal, "Parcel to Ivo", recipient=IVO)
    of_ana = ["Parcel to Ana by name", "Parcel to Ana", "Parcel of Ana"]
    assert texts(hits(journal, "parcel", thread_id=ana)) == of_ana
    journal.run(partial(thread_merges.merge, thread_id=ivo, into=ana))
    assert texts(hits(journal, "parcel", thread_id=ana)) == [
        "Parcel to Ivo",
        *of_ana[:2],
        "Parcel of Ivo",
        of_ana[2],
    ]
    assert {hit.thread_id for hit in hits(journal, "parcel of")} == {ana}


def test_a_conversation_that_is_none_has_nothing_in_it(journal: JournalFile) -> None:
    write(journal, "Parcel")
    assert hits(journal, "parcel", thread_id=77) == []


def test_a_short_name_is_searched_in_as_well(journal: JournalFile) -> None:
    thread_id = say(journal, "Parcel", source="MB")
    say(journal, "Parcel", source=IVO)
    assert len(hits(journal, "parcel", thread_id=thread_id)) == 1


WORDS = st.sampled_from(["parcel", "Čuvaj", "да", "你好", "ok", "200", "👍", "a", "late-night"])
SAID = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(
    said=st.lists(st.tuples(st.booleans(), SAID, st.sampled_from([ANA, IVO])), max_size=20),
    typed=st.one_of(SAID, st.sampled_from(["381", "657 65", '"parcel ok"', "arce", "uvaj"])),
    size=st.integers(1, 7),
)
def test_pages_of_any_size_hold_just_what_matches(
    said: list[tuple[bool, str, str]], typed: str, size: int
) -> None:
    query = read(typed)
    with TemporaryDirectory() as folder:
        journal = JournalFile(Path(folder) / "journal.db")
        for ours, text, number in said:
            if ours:
                write(journal, text, recipient=number)
            else:
                hear(journal, text, source=number)
        found = hits(journal, typed, size=size)
        journal.close()
    assert texts(found) == [text for _, text, number in said[::-1] if query.matches(number, text)]
