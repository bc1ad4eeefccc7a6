"""The ledger: everything the practice provider received, decided, pushed and saw acknowledged.

It is the witness of every test: a console may believe what it likes, the ledger tells what the other
side of the wire saw. Two kinds of rows are kept. A :class:`SubmitRow` is one submit_sm, or one number
(one segment of one number, where the mode says so) of a REST request, with the decoded fields, the octets
and the verdict. A :class:`PushRow` is one receipt or customer's message on its way to the account, by SMPP
or by a callback, with every sending and every answer. Both are live objects: later facts (an
acknowledgement, a final state) are written into the row they belong to.

Rows are kept until :meth:`Ledger.reset`.

With a `stream`, each fact is also written as one line of JSON at the moment it becomes known; lines
are never changed, so the file can be followed while the provider runs. With `rows` off only the
:class:`Counts` are kept, for benchmarks.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from itertools import count
from typing import TextIO

from vox_console.domain.transport_name import TransportName

ESM_UDHI = 0x40  # SMPP 3.4 §5.2.12
_CONCAT_8 = 0x00  # 3GPP 23.040 §9.2.3.24.1
_CONCAT_16 = 0x08  # 3GPP 23.040 §9.2.3.24.8


class Verdict(StrEnum):
    """What the provider decided about a message."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    IGNORED = "ignored"  # neither accepted nor refused: it vanished


class PushKind(StrEnum):
    """What is pushed to an account."""

    RECEIPT = "receipt"
    MO = "mo"


class PushWay(StrEnum):
    """How it is pushed."""

    SMPP = "smpp"
    CALLBACK = "callback"


@dataclass(slots=True)
class SubmitRow:
    """One submitted message. `at` is UTC seconds since 1970.

    short_message: the octets, UDH included, wherever the PDU carried them. sar: (reference, total,
    number) or None. answer: "sent", "held", "late", "never" or "cut"; with "held" and "late" it turns
    into "sent" when it is. state: the last ``stat`` word decided for it, "" before.
    Over REST: session is "r" and the request's number, which is the sequence too; octets is the body (of a
    GET the query) with the password masked, the same object for all rows of a request; command_status is
    the HTTP status of a refusal.
    """

    number: int
    at: float
    session: str
    account: str
    sequence: int
    source: str
    destination: str
    data_coding: int
    esm_class: int
    registered_delivery: int
    short_message: bytes
    sar: tuple[int, int, int] | None
    octets: bytes
    verdict: Verdict
    answer: str
    message_id: str = ""
    command_status: int = 0
    state: str = ""
    transport: TransportName = TransportName.SMPP


@dataclass(slots=True)
class Sending:
    """One time that a push was sent, and what came back (None: nothing yet, or nothing at all).

    Of a callback: session is its URL, sequence how often it was tried, and answer 0 for any 2xx, else the
    HTTP status.
    """

    at: float
    session: str
    sequence: int
    answer: int | None = None


@dataclass(slots=True)
class PushRow:
    """One receipt or customer's message for an account.

    short_message: of a callback, the parameters as a form.
    """

    number: int
    at: float
    kind: PushKind
    account: str
    source: str
    destination: str
    short_message: bytes
    message_id: str = ""
    stat: str = ""
    sendings: list[Sending] = field(default_factory=list)
    acknowledged: bool = False
    via: PushWay = PushWay.SMPP


@dataclass(slots=True)
class Counts:
    """How often each thing happened since the start or the last reset.

    submits to ignored count messages of both transports; receipts and mo, with what became of them, count
    pushes of both ways, callbacks those of HTTP among them. queries and rest_refused (answers with an
    error) count requests.
    """

    connections: int = 0
    binds: int = 0
    binds_refused: int = 0
    submits: int = 0
    accepted: int = 0
    refused: int = 0
    ignored: int = 0
    answers_sent: int = 0
    receipts: int = 0
    receipts_sent: int = 0
    receipts_acknowledged: int = 0
    mo: int = 0
    mo_sent: int = 0
    mo_acknowledged: int = 0
    enquire_links: int = 0
    enquire_link_answers: int = 0
    unbinds: int = 0
    generic_nacks: int = 0
    faulty_pdus: int = 0
    rest_requests: int = 0
    rest_refused: int = 0
    rest_refused_connections: int = 0
    queries: int = 0
    callbacks: int = 0
    callbacks_sent: int = 0
    callbacks_acknowledged: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """What makes two accepted submits the same message to a handset.

    The concatenation reference is left out on purpose: a console that sends a long message again
    takes a new one, and the customer still reads it twice.
    """

    destination: str
    data_coding: int
    user_data: bytes
    part: int
    parts: int


class Ledger:
    """Rows and counts of one provider. Not thread-safe: it lives on the provider's event loop."""

    def __init__(self, *, rows: bool = True, stream: TextIO | None = None) -> None:
        self.keeps_rows = rows
        self._stream = stream
        self.counts = Counts()
        self.submits: list[SubmitRow] = []
        self.pushes: list[PushRow] = []
        self._submit_numbers = count(1)
        self._push_numbers = count(1)

    def next_submit(self) -> int:
        """Give the number of the next submit row; a reset does not start it anew."""
        return next(self._submit_numbers)

    def next_push(self) -> int:
        """Give the number of the next push row; a reset does not start it anew."""
        return next(self._push_numbers)

    def reset(self) -> None:
        """Forget every row and count; the file, if any, goes on."""
        self.counts = Counts()
        self.submits.clear()
        self.pushes.clear()
        self.note("reset")

    def add_submit(self, row: SubmitRow) -> None:
        """Keep a decided message. The counts are the caller's, they are kept in every mode."""
        self.submits.append(row)
        if self._stream is not None:
            self.note("submit", **_plain(asdict(row)))

    def add_push(self, row: PushRow) -> None:
        """Keep a receipt or customer's message that now waits for the account."""
        self.pushes.append(row)
        if self._stream is not None:
            self.note("push", **_plain(asdict(row)))

    def note(self, fact: str, **fields: object) -> None:
        """Write one line to the file, when there is one."""
        if self._stream is not None:
            self._stream.write(json.dumps({"fact": fact, **fields}) + "\n")
            self._stream.flush()

    def delivered_copies(self) -> Counter[Copy]:
        """Count how often each message part was accepted: anything above 1 reached a handset twice."""
        return Counter(copy_of(row) for row in self.submits if row.verdict is Verdict.ACCEPTED)

    def submit_rows(self, *, since: int = 0, **wanted: str) -> Iterator[dict[str, object]]:
        """Give submit rows numbered above `since` as JSON values, those whose fields equal `wanted`."""
        return _filtered(self.submits, since, wanted)

    def push_rows(self, *, since: int = 0, **wanted: str) -> Iterator[dict[str, object]]:
        """Give push rows numbered above `since` as JSON values, those whose fields equal `wanted`."""
        return _filtered(self.pushes, since, wanted)


def copy_of(row: SubmitRow) -> Copy:
    """Say what a handset would show of this row."""
    user_data, part, parts = _split_header(row)
    return Copy(row.destination, row.data_coding, user_data, part, parts)


def _split_header(row: SubmitRow) -> tuple[bytes, int, int]:
    """Give (user data, part number, parts). A header that makes no sense stays in the user data."""
    if row.sar is not None:
        _, total, number = row.sar
        return row.short_message, number, total
    if not row.esm_class & ESM_UDHI or not row.short_message:
        return row.short_message, 1, 1
    end = 1 + row.short_message[0]
    if end > len(row.short_message):
        return row.short_message, 1, 1
    header, user_data = row.short_message[1:end], row.short_message[end:]
    position = 0
    while position + 2 <= len(header):
        element, length = header[position], header[position + 1]
        value = header[position + 2 : position + 2 + length]
        if element == _CONCAT_8 and len(value) == 3:
            return user_data, value[2], value[1]
        if element == _CONCAT_16 and len(value) == 4:
            return user_data, value[3], value[2]
        position += 2 + length
    return row.short_message, 1, 1


def _filtered(
    rows: list[SubmitRow] | list[PushRow], since: int, wanted: dict[str, str]
) -> Iterator[dict[str, object]]:
    for row in rows:
        if row.number > since and all(_says(row, name, value) for name, value in wanted.items()):
            yield _plain(asdict(row))


def _says(row: SubmitRow | PushRow, name: str, value: str) -> bool:
    found = getattr(row, name, None)
    if isinstance(found, bytes):
        return found.hex() == value
    if isinstance(found, bool):
        return str(found).lower() == value.lower()
    return str(found) == value


def _plain(value: dict[str, object]) -> dict[str, object]:
    """Turn octets into hex, so that a row is JSON."""
    return {name: item.hex() if isinstance(item, bytes) else item for name, item in value.items()}
