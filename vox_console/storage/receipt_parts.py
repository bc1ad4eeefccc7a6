"""The parts a batch of receipts may be about: read at once, decided in Python, written at once."""

from __future__ import annotations

import json
from collections.abc import Iterable

import apsw

from vox_console.domain.message import FINAL_DELIVERIES, DeliveryState, delivery_after, is_partial
from vox_console.domain.provider_id import Candidate, IdRelation, Match, choose, fold, lookups, relation
from vox_console.domain.transport_name import Witness
from vox_console.storage.id_learning import IdLearning
from vox_console.storage.message_states import refresh
from vox_console.storage.parts import message_of
from vox_console.storage.queries import drop
from vox_console.storage.rows import Row, all_rows

PARTLY = "Partly delivered: for the one id of all its parts both delivery and failure were reported."

_CANDIDATES = (
    "SELECT wanted.value, p.id, p.provider_id, m.recipient, p.accepted_at_us, p.delivery,"
    " m.method = 'single_id_split' AND m.part_count > 1"
    " FROM json_each(?) wanted JOIN parts p ON %s"
    " JOIN messages m ON m.id = p.id >> 8 WHERE p.submit = 'accepted' AND m.profile = ?"
)


class ReceiptParts:
    """The parts a batch of receipts may be about, read at once, and what the batch does to them."""

    def __init__(self, db: apsw.Connection, receipt_ids: Iterable[str], *, profile: str, now_us: int) -> None:
        self._db = db
        self._now_us = now_us
        self._learning = IdLearning(db, profile)
        self._by_key: dict[str, list[Candidate]] = {}
        self._delivery: dict[int, DeliveryState] = {}
        self._moved: dict[int, str] = {}
        self._shared: set[int] = set()
        self._partly: set[int] = set()
        self._keys = {receipt_id: [key for _, key in lookups(receipt_id)] for receipt_id in receipt_ids}
        self._by_part: dict[int, Candidate] = {}
        self._profile = profile
        keys = dict.fromkeys(key for some in self._keys.values() for key in some)
        for row in self._rows("p.id_fold = wanted.value AND p.id_fold <> ''", list(keys)):
            self._by_key.setdefault(row[0], []).append(self._candidate(row))

    def look_up(self, part_ids: Iterable[int]) -> None:
        """Read the parts that were asked about as well, whatever their ids are."""
        wanted = sorted(set(part_ids))
        for row in self._rows("p.id = wanted.value", wanted) if wanted else []:
            self._by_part[row[1]] = self._candidate(row)

    def _rows(self, condition: str, wanted: list[str] | list[int]) -> list[Row]:
        return all_rows(self._db, _CANDIDATES % condition, (json.dumps(wanted), self._profile))

    def _candidate(self, row: Row) -> Candidate:
        _, part_id, sent, recipient, accepted_at_us, delivery, shared = row
        self._delivery[part_id] = DeliveryState(delivery)
        if shared:
            self._shared.add(part_id)
        return Candidate(
            part_id=part_id, provider_id=sent, recipient=recipient, accepted_at_us=accepted_at_us
        )

    def match(
        self, receipt_id: str, addresses: tuple[str, str], *, witness: Witness, part_id: int | None = None
    ) -> Match | None:
        """Pick the part a receipt of the batch is about; None when none is, or more than one may be.

        part_id: the part that was asked about; its answer is about no other. Else an answer is about the very
        id that was asked for. How ids are written over SMPP says nothing about how they are over HTTP.
        """
        if part_id is not None:
            asked = self._by_part.get(part_id)
            return Match(asked, relation(receipt_id, asked.provider_id) or IdRelation.SAME) if asked else None
        candidates = [each for key in self._keys[receipt_id] for each in self._by_key.get(key, ())]
        if witness is Witness.QUERY:
            candidates = [each for each in candidates if each.provider_id == receipt_id]
        if not candidates:
            return None
        learned = self._learning.mode if witness is Witness.SMPP else None
        match = choose(receipt_id, candidates, addresses=addresses, now_us=self._now_us, learned=learned)
        return match if isinstance(match, Match) else None

    def is_doubtful(self, match: Match | None, part_id: int | None) -> bool:
        """Say whether an answer about a part may be about a later one that was given the very same id."""
        if match is None or part_id is None:
            return False
        mine = match.candidate
        return any(
            each.provider_id == mine.provider_id and each.accepted_at_us > mine.accepted_at_us
            for each in self._by_key.get(fold(mine.provider_id), ())
        )

    def apply(self, match: Match, state: DeliveryState | None, error_code: str, *, witness: Witness) -> None:
        """Move the part's delivery as far as the receipt moves it."""
        if witness is Witness.SMPP:
            self._learning.saw(match.relation)
        part_id = match.candidate.part_id
        old = self._delivery[part_id]
        shared = part_id in self._shared
        new = old if state is None else delivery_after(old, state, shared_id=shared)
        if shared and state is not None and is_partial(old, state):
            self._partly.add(message_of(part_id))
        if new is not old:
            self._delivery[part_id] = new
            self._moved[part_id] = error_code

    def save(self, message_ids: Iterable[int]) -> None:
        """Write the new delivery states, and the states of the messages they belong to."""
        self._learning.save()
        self._db.executemany(
            "UPDATE parts SET delivery = ?, error_code = ? WHERE id = ?",
            [(self._delivery[part].value, error, part) for part, error in self._moved.items()],
        )
        drop(self._db, [part for part in self._moved if self._delivery[part] in FINAL_DELIVERIES])
        self._db.executemany(
            "UPDATE messages SET reason = ? WHERE id = ?", [(PARTLY, each) for each in sorted(self._partly)]
        )
        refresh(self._db, message_ids, now_us=self._now_us)
