"""The state of the path to the provider, as a union of small values that hold only what is true then.

Match exhaustively and finish with ``assert_never``. Times ending in ``_s`` are monotonic seconds
(the clock the transport was given), times ending in ``_us`` are UTC microseconds since 1970.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Offline:
    """Not connected and not trying: never asked, or unbound by the operator."""


@dataclass(frozen=True, slots=True)
class Connecting:
    """A connection is being opened to ``address`` ("host:port")."""

    address: str


@dataclass(frozen=True, slots=True)
class Binding:
    """Connected; the bind was sent and not yet answered."""

    address: str


@dataclass(frozen=True, slots=True)
class Bound:
    """Ready to send and receive. system_id is the provider's own, as it gave it; may be "".

    Over REST, which has no session, it means that the provider answered to these credentials.
    """

    address: str
    session: str
    since_us: int
    encrypted: bool
    system_id: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The link fell or could not be made; the next try is at ``retry_at_s``."""

    address: str
    attempt: int
    retry_at_s: float
    reason: str


class Wanted(StrEnum):
    """What a person must supply before the provider lets us in."""

    NOTHING = ""
    PASSWORD = "password"  # noqa: S105 - the name of a credential, not one
    USER_NAME = "user name"


@dataclass(frozen=True, slots=True)
class Stopped:
    """Trying again by itself cannot help (wrong password, bad certificate): a person must act.

    wanted: which credential the provider refused; it is never tried again as it is.
    """

    address: str
    title: str
    reason: str
    hint: str
    wanted: Wanted = Wanted.NOTHING


LinkState = Offline | Connecting | Binding | Bound | Waiting | Stopped


@dataclass(frozen=True, slots=True)
class LinkGauge:
    """Numbers for the session badge. round_trip_ms is None until one enquire_link was answered.

    slowed: the provider's throttling or silence holds sending below what the profile allows.
    """

    round_trip_ms: float | None = None
    in_flight: int = 0
    window: int = 0
    parts_per_s: float = 0.0
    slowed: bool = False
