"""The attempts to hand a message over, read back with the requests that left.

The octets of a submit_sm are not stored a second time: the part has them, and the attempt has the fingerprint
of the request as it was about to leave (:meth:`.SubmitRequest.fingerprint`). A request made of the part again
is given only when it has that very fingerprint; otherwise nobody knows the octets any more.
"""

from __future__ import annotations

import apsw

from vox_console.domain.evidence import AttemptRecord
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.domain.transport_name import TransportName
from vox_console.storage.parts import first_part, last_part, number_of
from vox_console.storage.reservation import REQUEST_COLUMNS, to_request
from vox_console.storage.rows import Row, all_rows

_SELECT = (
    f"SELECT {REQUEST_COLUMNS}, m.transport, a.id, a.fingerprint, a.session, a.sequence, a.state,"  # noqa: S608 - constants
    " a.reserved_at_us, a.answered_at_us, a.command_status, a.provider_id, a.reason, a.http_status, a.answer,"
    " a.own_id FROM attempts a JOIN parts p ON p.id = a.part_id JOIN messages m ON m.id = p.id >> 8"
    " WHERE a.part_id BETWEEN ? AND ? ORDER BY a.id"
)
_REQUEST_WIDTH = REQUEST_COLUMNS.count(",") + 1


def attempts(db: apsw.Connection, message_id: int) -> tuple[AttemptRecord, ...]:
    """Give every attempt at a message, oldest first."""
    rows = all_rows(db, _SELECT, (first_part(message_id), last_part(message_id)))
    return tuple(_record(row) for row in rows)


def _record(row: Row) -> AttemptRecord:
    transport, attempt_id, fingerprint, session, sequence, *rest = row[_REQUEST_WIDTH:]
    request = _request(row, attempt_id, sequence) if transport == TransportName.SMPP else None
    if request is not None and request.fingerprint() != fingerprint:
        request = None
    return AttemptRecord(*[number_of(row[0]), session, sequence, *rest, request])


def _request(row: Row, attempt_id: int, sequence: int) -> SubmitRequest:
    sender, ton, npi = row[5:8]
    return to_request(row, attempt_id, sequence, WireAddress(ton, npi, sender), row[2])
