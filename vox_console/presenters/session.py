"""Decides what the session badge and its card show. Qt-free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from vox_console.domain.errors import Severity
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
from vox_console.presenters.runner import Run
from vox_console.presenters.states import Notice, SessionState
from vox_console.presenters.tone import Tone
from vox_console.presenters.wall_time import ToLocal, full_time, system_local
from vox_console.services.controller import Controller
from vox_console.services.events import Event, GaugeChanged, LinkChanged, Noted
from vox_console.settings.profiles import Profile

_RELATIONS = {
    "same": "the same in receipts",
    "case_folded": "in another letter case in receipts",
    "zero_stripped": "without leading zeros in receipts",
    "sent_hex": "hexadecimal here, decimal in receipts",
    "sent_decimal": "decimal here, hexadecimal in receipts",
}


STOPPED = "stopped"
_REMEDIES = {
    Wanted.PASSWORD: ("Wrong password", "Enter password…"),
    Wanted.USER_NAME: ("Wrong system ID", "Accounts…"),
}


class SessionPresenter:
    """The badge's state. `on_state` is set by the badge; what asks the operator for something, by the window.

    Credentials that were refused are never tried again as they are: providers lock accounts for that. Bind
    then asks for the password (`on_password_wanted`) or the account (`on_accounts_wanted`) instead.
    """

    def __init__(
        self,
        controller: Controller,
        run: Run,
        *,
        monotonic_s: Callable[[], float],
        to_local: ToLocal = system_local,
    ) -> None:
        self.on_state: Callable[[SessionState], None] = lambda _state: None
        self.on_password_wanted: Callable[[], None] = lambda: None
        self.on_accounts_wanted: Callable[[], None] = lambda: None
        self._controller = controller
        self._run = run
        self._monotonic_s = monotonic_s
        self._to_local = to_local
        self._profile: Profile | None = None
        self._last_error = ""
        self._relation = ""
        self.state = self._work_out()

    def profile_opened(self, profile: Profile) -> None:
        """Take the account that was chosen."""
        self._profile = profile
        self._last_error = ""
        self._run(self._read_relation, name="read the id relation")
        self._tell()

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, LinkChanged):
            if isinstance(event.state, Waiting | Stopped):
                self._last_error = event.state.reason
            elif isinstance(event.state, Bound):
                self._run(self._read_relation, name="read the id relation")
            self._tell()
        elif isinstance(event, GaugeChanged):
            self._tell()
        elif isinstance(event, Noted):
            self._last_error = str(event.fault)
            self._tell()

    def bind_pressed(self) -> None:
        """Connect, or try at once instead of waiting; ask first for what the provider refused."""
        link = self._controller.link
        wanted = link.wanted if isinstance(link, Stopped) else Wanted.NOTHING
        if wanted is Wanted.PASSWORD:
            self.on_password_wanted()
            return
        if wanted is Wanted.USER_NAME:
            self.on_accounts_wanted()
            return

        async def bind() -> None:
            self._controller.bind()

        self._run(bind, name="bind")

    def unbind_pressed(self) -> None:
        """Disconnect and stay offline."""
        self._run(self._controller.unbind, name="unbind")

    def tick(self) -> None:
        """Count down. The badge calls it once a second while a countdown shows."""
        self._tell()

    async def _read_relation(self) -> None:
        known = await self._controller.id_relation()
        if known is not None:
            words = _RELATIONS.get(known[0], known[0])
            self._relation = words if known[1] else f"{words} (so far)"
            self._tell()

    def _tell(self) -> None:
        self.state = self._work_out()
        self.on_state(self.state)

    def _work_out(self) -> SessionState:
        profile, gauge, link = self._profile, self._controller.gauge, self._controller.link
        bound = isinstance(link, Bound)
        base = SessionState(
            word="Offline",
            icon="link-off",
            tone=Tone.WAITING,
            detail="",
            hint="",
            round_trip="" if gauge.round_trip_ms is None else f"{_milliseconds(gauge.round_trip_ms)} ms",
            rate=_rate(gauge) if bound else "",
            window_used=gauge.in_flight if bound else 0,
            window_limit=gauge.window if bound else 0,
            retry_in_s=None,
            encrypted=link.encrypted if isinstance(link, Bound) else None,
            facts=self._facts(link),
            can_bind=profile is not None and not isinstance(link, Bound | Binding | Connecting),
            can_unbind=profile is not None and not isinstance(link, Offline),
            practice=profile is not None and profile.practice,
            account=profile.name if profile else "",
        )
        match link:
            case Offline():
                return replace(base, detail="Not connected" if profile else "No account chosen")
            case Connecting(address):
                return replace(base, word="Connecting", icon="link", tone=Tone.PROGRESS, detail=address)
            case Binding(address):
                return replace(base, word="Binding", icon="link", tone=Tone.PROGRESS, detail=address)
            case Bound(address):
                detail = f"{address}, slowed down by the provider" if gauge.slowed else address
                return replace(base, word="Bound", icon="link", tone=Tone.DELIVERED, detail=detail)
            case Waiting(_, _, retry_at_s, reason):
                left_s = max(0, round(retry_at_s - self._monotonic_s()))
                return replace(
                    base, word="Waiting", icon="clock", tone=Tone.UNKNOWN, detail=reason, retry_in_s=left_s
                )
            case Stopped(_, title, reason, hint, wanted):
                brief, bind_label = _REMEDIES.get(wanted, (title, "Bind"))
                return replace(
                    base,
                    word="Stopped",
                    icon="failed",
                    tone=Tone.FAILED,
                    detail=": ".join(filter(None, (title, reason))),
                    hint=hint,
                    brief=brief,
                    bind_label=bind_label,
                )
            case _:
                assert_never(link)

    def _facts(self, link: LinkState) -> tuple[tuple[str, str], ...]:
        profile = self._profile
        if profile is None:
            return ()
        facts = [("Account", profile.name), ("Address", f"{profile.host}:{profile.port}")]
        if isinstance(link, Bound):
            facts.append(("Bound since", full_time(link.since_us, self._to_local)))
            facts.append(("Provider", link.system_id or "gave no name"))
            facts.append(("Encryption", "TLS" if link.encrypted else "none: plain text on the network"))
        if isinstance(link, Waiting):
            facts.append(("Attempt", str(link.attempt)))
        if self._relation:
            facts.append(("Message ids", self._relation))
        if self._last_error and not isinstance(link, Stopped):  # which tells it in full
            facts.append(("Last error", self._last_error))
        return tuple(facts)


def stopped_notice(link: Stopped) -> Notice:
    """Tell why nothing goes on by itself, whole, with what the operator can do about it."""
    title, action = _REMEDIES.get(link.wanted, (link.title, "Bind again"))
    detail = " ".join(filter(None, (link.reason, link.hint)))
    return Notice(STOPPED, title, detail, Severity.ERROR, action=action)


def _rate(gauge: LinkGauge) -> str:
    rounded = f"{gauge.parts_per_s:.1f}".removesuffix(".0")
    return f"{rounded}/s, slowed" if gauge.slowed else f"{rounded}/s"


def _milliseconds(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"
