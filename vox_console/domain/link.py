"""The state of the path to the provider, as a union of small values that hold only what is true then.

Match exhaustively and finish with ``assert_never``. Times ending in ``_s`` are monotonic seconds
(the clock the transport was given), times ending in ``_us`` are UTC microseconds since 1970.
"""

from __future__ import annotations

from dataclasses import dataclass


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
    """Ready to send and receive. system_id is the provider's own, as it gave it; may be ""."""

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


@dataclass(frozen=True, slots=True)
class Stopped:
    """Trying again by itself cannot help (wrong password, bad certificate): a person must act.

    command_status: what the provider answered the bind with (SMPP 3.4 §5.1.3), 0 when it was not that.
    """

    address: str
    title: str
    reason: str
    hint: str
    command_status: int = 0


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
