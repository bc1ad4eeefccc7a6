"""Texts that are written often: one to a title."""

from __future__ import annotations

from functools import partial

from tests.support.journal_file import JournalFile
from vox_console.domain.quick_text import QuickText
from vox_console.storage import quick_texts

HOURS = QuickText("Opening hours", "We are open until {time|20:00}.")


def save(journal: JournalFile, quick: QuickText, text_id: int = 0) -> int:
    return journal.run(partial(quick_texts.save, quick=quick, text_id=text_id))


def kept(journal: JournalFile) -> list[QuickText]:
    return [each.what for each in quick_texts.every(journal.db)]


def test_texts_are_listed_by_title(journal: JournalFile) -> None:
    thanks = QuickText("ćao", "Thanks")
    assert save(journal, thanks)
    assert save(journal, HOURS)
    assert kept(journal) == [HOURS, thanks]


def test_a_title_is_given_once_however_it_is_spelled(journal: JournalFile) -> None:
    first = save(journal, HOURS)
    other = save(journal, QuickText("Thanks", "Thanks"))
    assert save(journal, QuickText("OPENING  hours", "x")) == 0
    assert save(journal, QuickText("opening hours", "x"), other) == 0
    assert save(journal, QuickText("Opening Hours", "y"), first) == first
    assert [each.text for each in kept(journal)] == ["y", "Thanks"]


def test_a_text_is_removed_and_can_be_saved_again(journal: JournalFile) -> None:
    text_id = save(journal, HOURS)
    assert journal.run(partial(quick_texts.remove, text_id=text_id)) == HOURS
    assert journal.run(partial(quick_texts.remove, text_id=text_id)) is None
    assert save(journal, HOURS, text_id)
    assert kept(journal) == [HOURS]
