"""Reserving: the intent to hand parts over, committed before the first byte leaves (see :mod:`.outbox`)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import apsw

from vox_console.domain.message import MessageState, SubmitState
from vox_console.domain.rest_message import LongMessageMode
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.storage import holds
from vox_console.storage.message_states import refresh
from vox_console.storage.opt_outs import stop_unwanted
from vox_console.storage.parts import message_of, number_of
from vox_console.storage.rows import Row, all_rows, insert_rows, one_row

# Recipients are always full international numbers (SMPP 3.4 §5.2.5, §5.2.6).
TON_INTERNATIONAL = 1
NPI_E164 = 1


@dataclass(frozen=True, slots=True)
class Reserved:
    """What may be written once the reservation is committed, and which messages began to move.

    more: others are due, but do not travel together with these.
    """

    requests: list[SubmitRequest]
    message_ids: list[int]
    more: bool = False

    @property
    def segments(self) -> int:
        """What the requests are billed as, in parts."""
        return sum(request.segments for request in self.requests)


def reserve(
    db: apsw.Connection,
    *,
    profile: str,
    transport: str,
    session: str,
    sequences: Sequence[int],
    now_us: int,
    due_us: int,
    caller_splits: bool = True,
    own_ids: bool = False,
) -> Reserved:
    """Take up to ``len(sequences)`` queued parts of a profile for a transport and store the intent.

    The oldest first; what was sent singly goes before what belongs to a bulk job. What is due for a number
    that wants no messages is taken back instead (:mod:`.opt_outs`); it stands among the message_ids.

    due_us: holds up to this moment have ended. caller_splits: see Capabilities; where the provider splits,
    the requests carry the text and are what may travel together: one sender and text, each number once.
    own_ids: each attempt gets an id of ours, made of session and sequence, which are never used twice, and
    travels alone; one that was stored for a single id of the provider's gets none. The requests may be
    written only after this transaction is committed.
    """
    holds.end_over(db, due_us)
    rows, stopped = _wanted_rows(
        db, (profile, transport), limit=len(sequences), with_text=not caller_splits, now_us=now_us
    )
    due = len(rows)
    if not caller_splits:
        rows = _travelling_together(rows, alone=own_ids)
    row = one_row(db, "SELECT max(id) FROM attempts")
    make = _split_requests if caller_splits else _whole_requests
    requests = make(rows, sequences, (row[0] or 0) + 1 if row else 1, session if own_ids else "")
    starting = {message_of(found[0]) for found in rows if found[13] != MessageState.SENDING}
    insert_rows(
        db,
        "INSERT INTO attempts (id, part_id, session, sequence, fingerprint, state, reserved_at_us, own_id)",
        [
            (
                request.attempt_id,
                found[0],
                session,
                request.sequence,
                request.fingerprint(),
                SubmitState.RESERVED.value,
                now_us,
                request.own_id,
            )
            for request, found in zip(requests, rows, strict=True)
        ],
    )
    db.execute(
        "UPDATE parts SET submit = 'reserved', attempts = attempts + 1"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([found[0] for found in rows]),),
    )
    refresh(db, starting, now_us=now_us)
    return Reserved(requests, sorted({*starting, *stopped}), more=len(rows) < due)


def _wanted_rows(
    db: apsw.Connection, whose: tuple[str, str], *, limit: int, with_text: bool, now_us: int
) -> tuple[list[Row], list[int]]:
    """Give the parts that may leave, and the messages that were taken back because nobody wants them."""
    stopped: list[int] = []
    while True:
        rows = _due_rows(db, whose, limit=limit, with_text=with_text)
        unwanted = stop_unwanted(db, {message_of(found[0]) for found in rows}, now_us=now_us)
        if not unwanted:
            return rows, stopped
        stopped += unwanted


REQUEST_COLUMNS = (
    "p.id, p.esm_class, p.short_message, p.payload, p.sar_reference, m.sender, m.source_ton,"
    " m.source_npi, m.recipient, m.data_coding, m.registered_delivery, m.validity_period, m.part_count"
)
_SELECT = (
    f"SELECT {REQUEST_COLUMNS}, m.state%s"  # noqa: S608 - constants
    " FROM parts p INDEXED BY parts_queued JOIN messages m ON m.id = p.id >> 8"
    " WHERE p.submit = 'queued' AND p.bulk = ? AND p.hold_until_us = 0 AND m.profile = ? AND m.transport = ?"
    " ORDER BY p.id LIMIT ?"
)


def _due_rows(db: apsw.Connection, whose: tuple[str, str], *, limit: int, with_text: bool) -> list[Row]:
    """Give the parts that may leave, in order. Two looks, because sorting would read the whole queue.

    Each reads one range of the queue's index: what is held stands outside it and costs nothing.
    """
    select = _SELECT % (", m.text, m.method" if with_text else "")
    rows = all_rows(db, select, (0, *whose, limit))
    if len(rows) < limit:
        rows += all_rows(db, select, (1, *whose, limit - len(rows)))
    return rows


def _travelling_together(rows: Sequence[Row], *, alone: bool) -> list[Row]:
    """Choose from due rows, the oldest among them, what one request can carry."""
    if alone:
        return list(rows[:1])
    chosen: dict[str, Row] = {}
    for found in rows:
        if _alike(found) == _alike(rows[0]):
            chosen.setdefault(found[8], found)
    return list(chosen.values())


def _alike(found: Row) -> object:
    """Give sender, data_coding, text and mode."""
    return found[5], found[9], *found[14:16]


def _split_requests(
    rows: Sequence[Row], sequences: Sequence[int], first_attempt: int, _own: str
) -> list[SubmitRequest]:
    """Make requests of parts we cut. Equal texts are one object, by which the codec reuses octets."""
    sources: dict[tuple[int, int, str], WireAddress] = {}
    texts: dict[bytes, bytes] = {}
    requests: list[SubmitRequest] = []
    for attempt_id, sequence, found in zip(count(first_attempt), sequences, rows, strict=False):
        octets, (sender, ton, npi) = found[2], found[5:8]
        source = sources.get((ton, npi, sender))
        if source is None:
            source = sources[ton, npi, sender] = WireAddress(ton, npi, sender)
        request = to_request(found, attempt_id, sequence, source, texts.setdefault(octets, octets))
        requests.append(request)
    return requests


def to_request(
    found: Row, attempt_id: int, sequence: int, source: WireAddress, octets: bytes
) -> SubmitRequest:
    """Make the request of a part we cut. found: REQUEST_COLUMNS; source, octets: of them, made already."""
    part_id, esm_class, _, payload, sar_reference, _, _, _, recipient = found[:9]
    data_coding, registered_delivery, validity_period, part_count = found[9:13]
    return SubmitRequest(
        attempt_id=attempt_id,
        sequence=sequence,
        source=source,
        destination=WireAddress(TON_INTERNATIONAL, NPI_E164, recipient),
        data_coding=data_coding,
        esm_class=esm_class,
        short_message=octets,
        registered_delivery=registered_delivery,
        validity_period=validity_period,
        sar=None if sar_reference is None else (sar_reference, part_count, number_of(part_id)),
        payload=bool(payload),
    )


def _whole_requests(
    rows: Sequence[Row], sequences: Sequence[int], first_attempt: int, own: str
) -> list[SubmitRequest]:
    """Make requests of whole texts, which the provider encodes and cuts."""
    requests: list[SubmitRequest] = []
    for attempt_id, sequence, found in zip(count(first_attempt), sequences, rows, strict=False):
        _, _, octets, _, _, sender, ton, npi, recipient, data_coding, registered_delivery = found[:11]
        text, long_mode = found[14:16]
        requests.append(
            SubmitRequest(
                attempt_id=attempt_id,
                sequence=sequence,
                source=WireAddress(ton, npi, sender),
                destination=WireAddress(TON_INTERNATIONAL, NPI_E164, recipient),
                data_coding=data_coding,
                esm_class=0,
                short_message=octets,
                registered_delivery=registered_delivery,
                text=text,
                long_mode=long_mode,
                own_id=f"{own}-{sequence}" if own and long_mode != LongMessageMode.SINGLE_ID_SPLIT else "",
                segments=found[12],
            )
        )
    return requests
