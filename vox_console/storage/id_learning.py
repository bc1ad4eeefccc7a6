"""What a profile's receipts have taught about message ids, read once per transaction and written back."""

from __future__ import annotations

import apsw

from vox_console.domain.provider_id import IdRelation, RelationLearner
from vox_console.storage.rows import one_row


class IdLearning:
    """One profile's id relation inside one transaction."""

    def __init__(self, db: apsw.Connection, profile: str) -> None:
        self._db = db
        self._profile = profile
        row = one_row(db, "SELECT last, streak, learned FROM id_relations WHERE profile = ?", (profile,))
        self._before = self._now = (
            RelationLearner(IdRelation(row[0]), row[1], IdRelation(row[2]) if row[2] else None)
            if row
            else RelationLearner()
        )

    @property
    def mode(self) -> IdRelation | None:
        """The relation that is learnt for good; None while nothing is."""
        return self._now.learned

    @property
    def same(self) -> bool:
        """Whether ids are known to be spelled everywhere as the submit was answered."""
        return self._now.same

    def saw(self, relation: IdRelation) -> None:
        """Count one more match."""
        self._now = self._now.after(relation)

    def save(self) -> None:
        """Write back what moved."""
        now = self._now
        if now is not self._before and now.last is not None:
            self._db.execute(
                "INSERT INTO id_relations (profile, last, streak, learned) VALUES (?1,?2,?3,?4)"
                " ON CONFLICT (profile) DO UPDATE SET last = ?2, streak = ?3, learned = ?4",
                (self._profile, now.last.value, now.streak, now.learned.value if now.learned else ""),
            )
