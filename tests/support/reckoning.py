"""The journal of a console and the ledger of the provider laid side by side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.support.practice_process import PracticeProcess
from vox_console.storage.connection import connect
from vox_console.storage.rows import all_rows


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What the two sides say of the same messages, in parts.

    duplicates: accepted by the provider more than once. lost: accepted by the provider, but the journal
    would send it again, calls it refused, or does not know it. overclaimed: the journal says accepted
    or delivered and the provider does not. unstored: receipts the provider saw acknowledged that are
    not in the journal. repeats: receipts that came again and were counted, not applied.
    """

    messages: int
    accepted: int
    unknown: int
    refused: int
    waiting: int
    withheld: int
    provider_accepted: int
    receipts_acknowledged: int
    repeats: int
    duplicates: int
    lost: int
    overclaimed: int
    unstored: int

    @property
    def sound(self) -> bool:
        """Whether nothing is lost, doubled, claimed or acknowledged that should not be."""
        return not (self.duplicates or self.lost or self.overclaimed or self.unstored)


def reckon(journal: Path, practice: PracticeProcess) -> Reckoning:
    """Compare; the console must not be running."""
    db = connect(journal, write=True)  # a log left by a killed writer is folded in only by a writer
    try:
        parts = all_rows(
            db,
            "SELECT m.recipient, p.short_message, p.submit, p.delivery, p.provider_id"
            " FROM parts p JOIN messages m ON m.id = p.id >> 8",
        )
        stored = {(row[0], row[1]) for row in all_rows(db, "SELECT provider_id, word FROM receipts")}
        (totals,) = all_rows(
            db,
            "SELECT (SELECT count(*) FROM messages), (SELECT coalesce(sum(repeats), 0) FROM receipts)",
        )
    finally:
        db.close()
    submits = Counter(row[2] for row in parts)
    ours = {(recipient, octets.hex()): submit for recipient, octets, submit, _, _ in parts}
    assert len(ours) == len(parts), "the texts of a reckoning are all different"
    taken = [
        (row["destination"], row["short_message"], row["message_id"])
        for row in practice.submits(verdict="accepted")
    ]
    ids = {message_id: (destination, octets) for destination, octets, message_id in taken}
    acknowledged = [row for row in practice.pushes(acknowledged=True) if row["kind"] == "receipt"]
    delivered = {row["message_id"] for row in practice.pushes(stat="DELIVRD")}
    delivered |= {row["message_id"] for row in practice.submits(state="DELIVRD")}  # told to whoever asks
    return Reckoning(
        messages=totals[0],
        accepted=submits["accepted"],
        unknown=submits["unknown"],
        refused=submits["refused"],
        waiting=submits["queued"] + submits["reserved"],
        withheld=submits["withheld"],
        provider_accepted=len(taken),
        receipts_acknowledged=len(acknowledged),
        repeats=totals[1],
        duplicates=sum(count - 1 for count in practice.copies().values()),
        lost=sum(
            ours.get((destination, octets)) not in {"reserved", "accepted", "unknown"}
            for destination, octets, _ in taken
        ),
        overclaimed=sum(
            (submit == "accepted" and ids.get(provider_id) != (recipient, octets.hex()))
            or (delivery == "delivered" and provider_id not in delivered)
            for recipient, octets, submit, delivery, provider_id in parts
        ),
        unstored=sum((row["message_id"], row["stat"]) not in stored for row in acknowledged),
    )
