from __future__ import annotations

from pathlib import Path

from tests.support.journal_file import PROFILE, JournalFile
from vox_console.domain.provider_id import IdRelation
from vox_console.storage.id_learning import IdLearning


def saw(journal: JournalFile, *relations: IdRelation, profile: str = PROFILE) -> None:
    """One transaction's worth of matches."""
    learning = IdLearning(journal.db, profile)
    for relation in relations:
        learning.saw(relation)
    learning.save()


def test_nothing_is_learnt_and_nothing_stored_before_a_match(journal: JournalFile) -> None:
    assert IdLearning(journal.db, PROFILE).mode is None
    saw(journal)
    assert journal.rows("SELECT profile FROM id_relations") == []


def test_five_conversions_alike_are_learnt_across_transactions(journal: JournalFile) -> None:
    saw(journal, IdRelation.SENT_HEX, IdRelation.SENT_HEX)
    saw(journal, IdRelation.SENT_HEX, IdRelation.SENT_HEX)
    assert IdLearning(journal.db, PROFILE).mode is None
    saw(journal, IdRelation.SENT_HEX)
    assert IdLearning(journal.db, PROFILE).mode is IdRelation.SENT_HEX


def test_what_is_learnt_is_one_profiles_own_and_survives_the_file(
    journal: JournalFile, tmp_path: Path
) -> None:
    saw(journal, *[IdRelation.SENT_DECIMAL] * 5)
    journal.close()
    again = JournalFile(tmp_path / "journal.db")
    assert IdLearning(again.db, PROFILE).mode is IdRelation.SENT_DECIMAL
    assert IdLearning(again.db, "another account").mode is None


def test_five_plain_matches_unlearn_a_conversion(journal: JournalFile) -> None:
    saw(journal, *[IdRelation.SENT_HEX] * 5)
    saw(journal, *[IdRelation.SAME] * 4)
    assert IdLearning(journal.db, PROFILE).mode is IdRelation.SENT_HEX
    saw(journal, IdRelation.SAME)
    assert IdLearning(journal.db, PROFILE).mode is None
