"""The journal's tables in a real file, and short ways to say what is stored in them.

Each job runs in a transaction of its own, exactly as the writer thread runs it, but at once and on the
caller's thread: tests of what a transaction does need no loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

import apsw

from vox_console.domain.command_status import Verdict, submit_verdict
from vox_console.domain.delivery import Delivery
from vox_console.domain.message import DeliveryState, Message, SubmitState
from vox_console.domain.receipt import parse_receipt
from vox_console.domain.segmentation import LongMethod, segment
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.storage import history, outbox, receipts, reservation
from vox_console.storage.connection import connect, create_private
from vox_console.storage.group_commit import commit_group
from vox_console.storage.inbound import Home
from vox_console.storage.migrations import migrate
from vox_console.storage.outbox import NewMessage
from vox_console.storage.receipts import Filed, Stored
from vox_console.storage.rows import all_rows
from vox_console.storage.schema import STEPS
from vox_console.storage.settlement import Settled

T = TypeVar("T")

PROFILE = "vox"
NOW_US = 1_800_000_000_000_000
RECIPIENT = "381640000010"
THREE_PARTS = "a" * 320  # 153 septets a part
NOWHERE = Home()
RINVDSTADR = 0x0B  # a refusal for good


def new_message(
    text: str = "Hello",
    *,
    recipient: str = RECIPIENT,
    profile: str = PROFILE,
    method: LongMethod = LongMethod.UDH8,
    hold_until_us: int = 0,
    first_reference: int = 7,
) -> NewMessage:
    """Give a message as the controller makes it."""
    return NewMessage(
        profile=profile,
        transport="smpp",
        sender="Practice",
        source=WireAddress(5, 0, "Practice"),
        recipient=recipient,
        segmentation=segment(text, method=method),
        registered_delivery=1,
        validity_period="",
        hold_until_us=hold_until_us,
        first_reference=first_reference,
    )


def filed_receipt(
    provider_id: str,
    stat: str = "DELIVRD",
    *,
    recipient: str = RECIPIENT,
    done_date: str = "2701150810",
    error_code: str = "000",
) -> Filed:
    """Give a receipt as the dispatcher files it, parsed from the text of SMPP 3.4 appendix B."""
    text = (
        f"id:{provider_id} sub:001 dlvrd:001 submit date:2701150800 done date:{done_date}"
        f" stat:{stat} err:{error_code} text:Hello"
    )
    delivery = Delivery(recipient, "Practice", 0x04, 0, text.encode(), raw=b"raw of " + text.encode())
    return Filed(parse_receipt(delivery), delivery)


def filed_customer_message(text: bytes = b"YES") -> Filed:
    """Give a part of a customer's message as the dispatcher files it."""
    return Filed(None, Delivery("381641234567", "38164000", 0x40, 8, text, raw=b"raw of " + text))


def accepted(request: SubmitRequest, provider_id: str = "id") -> Settled:
    """Give the outcome of an attempt that was accepted."""
    return Settled(request.attempt_id, SubmitState.ACCEPTED, provider_id=provider_id)


def refused(request: SubmitRequest, status: int = RINVDSTADR) -> Settled:
    """Give the outcome of an attempt that was refused."""
    return Settled(
        request.attempt_id,
        SubmitState.REFUSED,
        command_status=status,
        for_now=submit_verdict(status) is Verdict.RETRY_LATER,
    )


def unanswered(request: SubmitRequest) -> Settled:
    """Give the outcome of an attempt that was never answered."""
    return Settled(request.attempt_id, SubmitState.UNKNOWN, reason="no answer within 30 s")


def not_sent(request: SubmitRequest) -> Settled:
    """Give the outcome of an attempt of which nothing was written."""
    return Settled(request.attempt_id, SubmitState.QUEUED, reason="the link is gone")


class JournalFile:
    """An open journal. The clock is `now_us`, moved by hand."""

    def __init__(self, path: Path) -> None:
        create_private(path)
        self.path = path
        self.db = connect(path, write=True)
        self.db.pragma("synchronous", "off")  # no power is cut here, and each wait for the disk counts
        migrate(self.db, STEPS)
        self.now_us = NOW_US
        self._sequence = 0

    def close(self) -> None:
        """Close the file; what is committed is in it."""
        self.db.close()

    def run(self, job: Callable[[apsw.Connection], T]) -> T:
        """Run a job in one transaction; raises what the job raised, and then nothing of it is stored."""
        (result,) = commit_group(self.db, [job])
        if isinstance(result, Exception):
            raise result
        return cast(T, result)

    def rows(self, sql: str, *bindings: object) -> list[tuple[Any, ...]]:
        """Give the rows of a query."""
        return cast("list[tuple[Any, ...]]", self.db.execute(sql, cast(Any, bindings)).fetchall())

    def enqueue(self, *messages: NewMessage, job_rows: Sequence[int] = ()) -> list[int]:
        """Store messages."""
        return self.run(partial(outbox.enqueue, messages=messages, now_us=self.now_us, job_rows=job_rows))

    def reserve(
        self, count: int = 100, *, profile: str = PROFILE, transport: str = "smpp"
    ) -> list[SubmitRequest]:
        """Reserve up to `count` parts."""
        sequences = range(self._sequence + 1, self._sequence + count + 1)
        self._sequence += count
        job = partial(
            reservation.reserve,
            profile=profile,
            transport=transport,
            session="s1",
            sequences=sequences,
            now_us=self.now_us,
            due_us=self.now_us,
            caller_splits=transport == "smpp",
        )
        return self.run(job).requests

    def settle(self, *outcomes: Settled, profile: str = PROFILE) -> list[int]:
        """Record outcomes, as the dispatcher does: with the receipts that overtook them."""
        job = partial(receipts.record_outcomes, outcomes=outcomes, profile=profile, now_us=self.now_us)
        return self.run(job)

    def arrive(self, *arrivals: Filed, profile: str = PROFILE, home: Home = NOWHERE) -> Stored:
        """Store what was pushed."""
        return self.run(
            partial(
                receipts.store_arrivals, arrivals=arrivals, profile=profile, now_us=self.now_us, home=home
            )
        )

    def sent_as(self, *provider_ids: str, recipient: str = RECIPIENT) -> list[int]:
        """Store messages and have them accepted under these ids; give their message ids."""
        ids = self.enqueue(*[new_message(provider_id, recipient=recipient) for provider_id in provider_ids])
        for request, provider_id in zip(self.reserve(len(ids)), provider_ids, strict=True):
            self.settle(accepted(request, provider_id))
        return ids

    def delivery(self, message_id: int) -> DeliveryState:
        """Give what is known of the delivery of a message of one part."""
        (part,) = self.message(message_id).parts
        return part.delivery

    def orphans(self) -> int:
        """Count the receipts that match no message."""
        return orphans_of(self.db)

    def recover(self) -> tuple[list[int], list[int]]:
        """Settle what an earlier run left behind."""
        return self.run(partial(outbox.recover, now_us=self.now_us, reason="the program ended"))

    def release(self, *message_ids: int) -> None:
        """End holds."""
        self.run(partial(outbox.release, message_ids=message_ids))

    def withdraw(self, *message_ids: int) -> list[int]:
        """Take messages back."""
        return self.run(partial(outbox.withdraw, message_ids=message_ids, now_us=self.now_us))

    def message(self, message_id: int) -> Message:
        """Give one message."""
        (found,) = history.messages(self.db, [message_id])
        return found

    def messages(self, ids: Iterable[int]) -> list[Message]:
        """Give messages."""
        return history.messages(self.db, list(ids))

    def submits(self, message_id: int) -> list[str]:
        """Give the submit states of a message's parts, as words."""
        return [part.submit.value for part in self.message(message_id).parts]


def orphans_of(db: apsw.Connection) -> int:
    """Count the receipts that match no message."""
    ((count,),) = all_rows(db, "SELECT count(DISTINCT receipt_id) FROM orphan_keys")
    return int(count)
