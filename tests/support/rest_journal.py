"""The journal of an account that sends over REST: whole texts out, questions about them back in."""

from __future__ import annotations

from functools import partial

from tests.support.journal_file import PROFILE, RECIPIENT, JournalFile
from vox_console.domain.message import SubmitState
from vox_console.domain.rest_message import rest_message
from vox_console.domain.segmentation import segment
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.storage import queries, receipts, reservation
from vox_console.storage.outbox import NewMessage
from vox_console.storage.queries import DueQuery
from vox_console.storage.reservation import Reserved
from vox_console.storage.settlement import Settled

SECOND_US = 1_000_000
HOUR_US = 3_600 * SECOND_US
DAY_US = 24 * HOUR_US
LONG = "ž" * 150  # Unicode: 300 octets, three segments


def whole_message(
    text: str = "Hello",
    *,
    recipient: str = RECIPIENT,
    profile: str = PROFILE,
    sender: str = "Practice",
    receipt: bool = True,
    want_cut: bool = False,
    own_id: bool = False,
) -> NewMessage:
    """Give a message as the controller makes it for a provider that encodes and splits."""
    cut = segment(text)
    return NewMessage(
        profile=profile,
        transport="rest",
        sender=sender,
        source=WireAddress(5, 0, sender),
        recipient=recipient,
        segmentation=cut,
        registered_delivery=int(receipt),
        validity_period="",
        hold_until_us=0,
        first_reference=7,
        whole=rest_message(cut, want_cut=want_cut, own_id=own_id),
    )


def accepted_as(request: SubmitRequest, *ids: str) -> Settled:
    """Give the outcome of an attempt that got these ids."""
    return Settled(request.attempt_id, SubmitState.ACCEPTED, provider_id=ids[0], more_ids=ids[1:])


class RestJournal(JournalFile):
    """An open journal, with what only REST needs."""

    def reserve_whole(
        self, count: int = 100, *, own_ids: bool = False, session: str = "s1", profile: str = PROFILE
    ) -> Reserved:
        """Reserve what travels together."""
        sequences = range(self._sequence + 1, self._sequence + count + 1)
        self._sequence += count
        return self.run(
            partial(
                reservation.reserve,
                profile=profile,
                transport="rest",
                session=session,
                sequences=sequences,
                now_us=self.now_us,
                due_us=self.now_us,
                caller_splits=False,
                own_ids=own_ids,
            )
        )

    def settle_asking(self, *outcomes: Settled, profile: str = PROFILE) -> list[int]:
        """Record outcomes as the dispatcher does where nobody pushes receipts."""
        return self.run(
            partial(
                receipts.record_outcomes, outcomes=outcomes, profile=profile, now_us=self.now_us, queries=True
            )
        )

    def sent(self, *ids: str, text: str = "Hello", receipt: bool = True, recipient: str = RECIPIENT) -> int:
        """Store a message that was accepted under these ids; give its number."""
        (message_id,) = self.enqueue(whole_message(text, receipt=receipt, recipient=recipient))
        (request,) = self.reserve_whole().requests
        self.settle_asking(accepted_as(request, *ids))
        return message_id

    def due(self, *, limit: int = 50, memory_us: int = DAY_US, profile: str = PROFILE) -> list[DueQuery]:
        """Give the questions that are due."""
        return queries.due(self.db, profile=profile, now_us=self.now_us, limit=limit, memory_us=memory_us)

    def due_ids(self) -> list[str]:
        """Give by which ids is to be asked now."""
        return [each.query_id for each in self.due()]

    def next_due(self) -> int | None:
        """Give when the next question is due."""
        return queries.next_due(self.db, profile=PROFILE, now_us=self.now_us)

    def go_to_next(self) -> DueQuery:
        """Let time pass until a question is due; give it."""
        due_us = self.next_due()
        assert due_us is not None
        self.now_us = max(self.now_us, due_us)
        return self.due()[0]

    def asked(self, query: DueQuery, *, known: bool | None = True, memory_us: int = DAY_US) -> list[int]:
        """Enter that it was asked."""
        return self.run(
            partial(
                queries.asked, part_id=query.part_id, known=known, now_us=self.now_us, memory_us=memory_us
            )
        )
