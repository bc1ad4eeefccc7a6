"""What a listener for callbacks is told: where to listen, who may post, and how much of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vox_console.domain.secret import Secret
from vox_console.http1.server import Limits


@dataclass(frozen=True, slots=True)
class CallbackLimits:
    """What callers may ask of us. confirm_s: how long a request waits for its arrivals to be stored."""

    http: Limits = field(default_factory=lambda: Limits(connection_s=60.0))
    confirm_s: float = 10.0
    requests_per_s: float = 200.0
    burst: float = 400.0


@dataclass(frozen=True, slots=True)
class CallbackSettings:
    """Where to listen, who may post, and what the provider calls its parameters.

    token: the secret part of the path. names: our name of a fact to the provider's, complete. hosts: names
    by which a proxy or tunnel calls us, besides loopback's and the address itself. sources: addresses or
    networks that may post; with none but "" any may. utc_offset_min: how far the provider's clock is ahead
    of UTC. open: an address other than loopback is allowed. account: its name, for words.
    """

    address: str
    port: int
    token: Secret
    names: Mapping[str, str]
    hosts: Sequence[str] = ()
    sources: Sequence[str] = ()
    utc_offset_min: int = 0
    open: bool = False
    account: str = ""
