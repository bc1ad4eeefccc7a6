"""What the control port shows: status and ledger as JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from itertools import islice

from vox_console.practice.fields import OrderFault
from vox_console.practice.ledger import Counts, Ledger, PushRow, SubmitRow
from vox_console.practice.rest_desk import RestDesk
from vox_console.practice.state import ProviderState

DEFAULT_LIMIT = 1_000

_COUNTS = frozenset(field.name for field in fields(Counts))
_SUBMIT_FIELDS = frozenset(field.name for field in fields(SubmitRow))
_PUSH_FIELDS = frozenset(field.name for field in fields(PushRow))


def status(state: ProviderState) -> dict[str, object]:
    """Give who is bound, what waits, which faults stand, and all counts."""
    return {
        "sessions": [
            {
                "name": session.name,
                "state": session.state.value,
                "account": session.account.system_id if session.account else "",
                "unanswered": len(session.unanswered),
                "held": len(session.held),
            }
            for session in state.sessions.values()
        ],
        "accounts": [
            {
                "system_id": account.system_id,
                "max_sessions": account.max_sessions,
                "bound": len(account.sessions),
                "waiting": len(account.waiting),
                "callbacks": len(account.callbacks),
                "callback_url": account.callback_address.url if account.callback_address else "",
            }
            for account in state.accounts.all()
        ],
        "faults": state.faults.status(),
        "tuning": asdict(state.tuning),
        "scheduled": len(state.timetable),
        "counts": asdict(state.ledger.counts),
    }


def rest(desk: RestDesk) -> dict[str, object]:
    """Give how many requests are not answered yet, and how many of those answers are held."""
    return {"unanswered": desk.unanswered, "held": desk.held}


def ledger(book: Ledger, query: Mapping[str, str]) -> dict[str, object]:
    """Give ledger rows.

    query: kind=submits (default), pushes or copies; since, limit; and any field of the row with the
    value it must have. Raises OrderFault.
    """
    wanted = dict(query)
    kind = wanted.pop("kind", "submits")
    since = _whole(wanted.pop("since", "0"), "since")
    limit = _whole(wanted.pop("limit", str(DEFAULT_LIMIT)), "limit")
    known = {"submits": _SUBMIT_FIELDS, "pushes": _PUSH_FIELDS, "copies": frozenset[str]()}.get(kind)
    if known is None:
        raise OrderFault("kind: submits, pushes or copies")
    unknown = sorted(set(wanted) - known)
    if unknown:
        raise OrderFault(f"unknown field {unknown[0]!r}")
    if kind == "copies":
        return {
            "copies": [
                {**asdict(copy), "user_data": copy.user_data.hex(), "count": count}
                for copy, count in book.delivered_copies().items()
            ]
        }
    found = book.submit_rows if kind == "submits" else book.push_rows
    return {"rows": list(islice(found(since=since, **wanted), limit))}


def reached(state: ProviderState, goals: Mapping[str, int]) -> bool:
    """Say whether every count in `goals` is at least as high as wanted."""
    counts = state.ledger.counts
    for name, goal in goals.items():
        if name == "bound":
            found = sum(1 for session in state.sessions.values() if session.account is not None)
        else:
            found = getattr(counts, name)
        if found < goal:
            return False
    return True


def goals_of(query: Mapping[str, str]) -> dict[str, int]:
    """Read the counts somebody waits for. Raises OrderFault."""
    unknown = sorted(set(query) - _COUNTS - {"bound"})
    if unknown:
        raise OrderFault(f"there is no count {unknown[0]!r}")
    return {name: _whole(value, name) for name, value in query.items()}


def _whole(text: str, name: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise OrderFault(f"{name}: a whole number is wanted")
    return int(text)
