"""The ways of an account in words: each by itself, and both as the one word of the badge.

Theory of operation. A way is *up* when it is bound, *coming* while it is first tried, else *down*: one that
failed stays down while it is tried again, so that the badge does not flicker with every try. While both are
up or coming, the usual way speaks for the account. While one is down and the other up, the badge says which
one is left, because messages now take it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from vox_console.domain.link import (
    Binding,
    Bound,
    Connecting,
    LinkGauge,
    LinkState,
    Offline,
    Stopped,
    Waiting,
    Wanted,
)
from vox_console.domain.transport_name import TransportName, TransportRule
from vox_console.presenters.session_state import WayState
from vox_console.presenters.tone import Tone
from vox_console.presenters.wall_time import ToLocal, full_time
from vox_console.settings.profiles import Profile
from vox_console.settings.rest_access import is_this_machine

_REMEDIES = {
    Wanted.PASSWORD: ("Wrong password", "Enter password…"),
    Wanted.USER_NAME: ("Wrong system ID", "Accounts…"),
}
_REST_REMEDIES = {
    Wanted.PASSWORD: ("Login refused", "Enter password…"),  # which of the two is wrong, REST does not say
    Wanted.USER_NAME: ("Login refused", "Accounts…"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """What is known of one way. failed: it has been tried in vain since it was last up. ids: see facts."""

    name: str
    link: LinkState
    gauge: LinkGauge
    failed: bool = False
    last_error: str = ""
    ids: str = ""

    @property
    def label(self) -> str:
        """Its name as people read it."""
        return self.name.upper()

    @property
    def is_rest(self) -> bool:
        """Whether it has no session of its own."""
        return self.name == TransportName.REST

    @property
    def up(self) -> bool:
        """Whether messages can take it now."""
        return isinstance(self.link, Bound)

    @property
    def coming(self) -> bool:
        """Whether it is tried for the first time, so that nothing is wrong yet."""
        return isinstance(self.link, Connecting | Binding) and not self.failed


@dataclass(frozen=True, slots=True)
class Say:
    """The one word for a state, with what it looks like, in one line and in brief."""

    word: str
    icon: str
    tone: Tone
    detail: str
    hint: str = ""
    brief: str = ""


def say(way: Way, *, both: bool = False) -> Say:
    """Give the words for one way; with `both`, the detail names it."""
    named = f"{way.label}: " if both else ""
    match way.link:
        case Offline():
            return Say("Offline", "link-off", Tone.WAITING, "Not connected")
        case Connecting(address):
            return Say("Connecting", "link", Tone.PROGRESS, address)
        case Binding(address):
            return Say("Binding", "link", Tone.PROGRESS, address)
        case Bound(address):
            detail = f"{address}, slowed down by the provider" if way.gauge.slowed else address
            return Say("Ready" if way.is_rest else "Bound", "link", Tone.DELIVERED, detail)
        case Waiting(reason=reason):
            return Say("Waiting", "clock", Tone.UNKNOWN, f"{named}{reason}")
        case Stopped(title=title, reason=reason, hint=hint):
            detail = ": ".join(filter(None, (title, reason)))
            brief, _ = remedy(way)
            return Say("Stopped", "failed", Tone.FAILED, f"{named}{detail}", hint, f"{named}{brief}")
        case _:
            assert_never(way.link)


def remedy(way: Way) -> tuple[str, str]:
    """Give what is wrong with a stopped way in brief, and the label of what can be done about it."""
    if not isinstance(way.link, Stopped):
        return "", "Bind"
    known = _REST_REMEDIES if way.is_rest else _REMEDIES
    return known.get(way.link.wanted, (way.link.title, "Bind"))


def say_both(ways: Sequence[Way], usual: Way, *, now_s: float) -> Say:
    """Give the words for an account with two ways."""
    up = [way for way in ways if way.up]
    down = [way for way in ways if not (way.up or way.coming)]
    if len(up) == 1 and down:
        left, gone = up[0], down[0]
        return Say(
            f"{left.label} only",
            "link",
            Tone.UNKNOWN,
            f"{gone.label} is down: {_why(gone)}",
            say(gone).hint,
            _briefly(gone, now_s=now_s),
        )
    return say(usual, both=True)


def usual_way(ways: Sequence[Way], rule: TransportRule) -> Way:
    """Give the way messages take when nobody chooses: SMPP, unless the account prefers REST."""
    return next((way for way in ways if way.name == rule), ways[0])


def retry_in_s(way: Way, *, now_s: float) -> int | None:
    """Give the whole seconds to the next try, None when none is due."""
    return max(0, round(way.link.retry_at_s - now_s)) if isinstance(way.link, Waiting) else None


def way_state(way: Way, profile: Profile, to_local: ToLocal, *, now_s: float) -> WayState:
    """Give a way of two as the card lists it."""
    words = say(way)
    facts = [*way_facts(way, profile, to_local)]
    match way.link:
        case Stopped(title=title, reason=reason, hint=hint):
            facts.append(("Reason", ": ".join(filter(None, (title, reason)))))
            facts.append(("To do", hint))
        case Waiting():
            facts.append(("Next try", f"in {retry_in_s(way, now_s=now_s)} s"))
    facts += [("Round trip", round_trip(way.gauge)), ("Rate", rate(way.gauge) if way.up else "")]
    return WayState(way.label, words.word, words.icon, words.tone, tuple(pair for pair in facts if pair[1]))


def way_facts(way: Way, profile: Profile, to_local: ToLocal) -> list[tuple[str, str]]:
    """Give what is known of one way as (label, value)."""
    address = profile.rest_url if way.is_rest else f"{profile.host}:{profile.port}"
    facts = [("Address", address)]
    if isinstance(way.link, Bound):
        since = "Answering since" if way.is_rest else "Bound since"
        facts.append((since, full_time(way.link.since_us, to_local)))
        if not way.is_rest:
            facts.append(("Provider", way.link.system_id or "gave no name"))
        facts.append(("Encryption", _encryption(way, profile)))
    if isinstance(way.link, Waiting):
        facts.append(("Attempt", str(way.link.attempt)))
    if way.ids and not way.is_rest:
        facts.append(("Message ids", way.ids))
    if way.last_error and not isinstance(way.link, Stopped):  # which tells it in full
        facts.append(("Last error", way.last_error))
    return facts


def _encryption(way: Way, profile: Profile) -> str:
    if isinstance(way.link, Bound) and way.link.encrypted:
        return "TLS"
    host = profile.rest_host if way.is_rest else profile.host
    return "none: it stays on this computer" if is_this_machine(host) else "none: plain text on the network"


def rate(gauge: LinkGauge) -> str:
    """Give "10/s", and whether the provider slows us down."""
    rounded = f"{gauge.parts_per_s:.1f}".removesuffix(".0")
    return f"{rounded}/s, slowed" if gauge.slowed else f"{rounded}/s"


def round_trip(gauge: LinkGauge) -> str:
    """Give "12 ms", "" before it was measured."""
    value = gauge.round_trip_ms
    if value is None:
        return ""
    return f"{value:.1f} ms" if value < 10 else f"{value:.0f} ms"


def _why(way: Way) -> str:
    """Give the reason why a way is down, also while it is tried again."""
    if isinstance(way.link, Offline):
        return "not connected."
    return way.last_error or say(way).detail


def _briefly(way: Way, *, now_s: float) -> str:
    seconds = retry_in_s(way, now_s=now_s)
    if seconds is not None:
        return f"{way.label} down, next try in {seconds} s"
    if isinstance(way.link, Connecting | Binding):
        return f"{way.label} down, trying again"
    return f"{way.label}: not connected" if isinstance(way.link, Offline) else say(way, both=True).brief
