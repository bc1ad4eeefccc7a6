"""What the log's conditions rest on; that they are the filter's is told by the properties of its pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.journal_file import JournalFile
from tests.support.log_journal import Written, fill, forget_labels, meant
from vox_console.domain.log_query_fields import code_key
from vox_console.storage.error_code_sql import CODE_KEY, HAS_CODE
from vox_console.storage.log_conditions import ask, error_codes

CODES = ["", "0", "000", "034", "34", "21B", "-", " none", "NULL", "nil", "0nil", " 7 ", "Ä1", "00-"]


@pytest.fixture
def journal(tmp_path: Path) -> JournalFile:
    return JournalFile(tmp_path / "journal.db")


@pytest.mark.parametrize("code", CODES)
def test_sql_and_the_language_read_error_codes_alike(journal: JournalFile, code: str) -> None:
    fill(journal, [Written(code=code)])
    ((key, has_code),) = journal.rows(f"SELECT {CODE_KEY}, {HAS_CODE} FROM parts")  # noqa: S608 - constants
    assert bool(has_code) == bool(code_key(code))
    assert not has_code or key == code_key(code)


def test_every_code_is_given_once_in_order(journal: JournalFile) -> None:
    assert error_codes(journal.db) == []
    fill(journal, [Written(code=code) for code in CODES])
    assert error_codes(journal.db) == ["21b", "34", "7", "Ä1"]


def test_what_sql_cannot_say_is_checked_row_by_row(journal: JournalFile) -> None:
    ids = fill(journal, [Written(text="A needle", provider_id="ab12")])
    forget_labels(journal, 5)
    row = (ids[0], 0, "work", "smpp", "Vox", "381641234567", "A needle")
    assert ask(journal.db, meant("needle country:RS -text:hello")).passes(row)
    assert not ask(journal.db, meant("country:DE")).passes(row)
    assert not ask(journal.db, meant("-needle")).passes(row)
    assert ask(journal.db, meant("ab12")).passes(row)
    assert ask(journal.db, meant("-needle letter")).passes(row, but=0) is False
    assert ask(journal.db, meant("letter")).passes(row, but=0)


def test_checks_are_needed_for_words_and_where_labels_are_missing(journal: JournalFile) -> None:
    fill(journal, [Written()])
    assert not ask(journal.db, meant("country:RS")).needs_checks(but=None, from_id=1)
    forget_labels(journal, 5)
    asked = ask(journal.db, meant("country:RS"))
    assert asked.needs_checks(but=None, from_id=1)
    assert not asked.needs_checks(but=None, from_id=5)
    words = ask(journal.db, meant("needle"))
    assert words.needs_checks(but=None, from_id=9)
    assert not words.needs_checks(but=0, from_id=9)
