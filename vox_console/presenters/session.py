"""Decides what the session badge and its card show. Qt-free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from vox_console.domain.errors import LinkError
from vox_console.domain.link import (
    Binding,
    Bound,
    Connecting,
    LinkState,
    Offline,
    Stopped,
    Waiting,
    Wanted,
)
from vox_console.domain.transport_name import TransportName
from vox_console.presenters.runner import Run
from vox_console.presenters.session_state import SessionState
from vox_console.presenters.session_ways import (
    Say,
    Way,
    rate,
    remedy,
    retry_in_s,
    round_trip,
    say,
    say_both,
    usual_way,
    way_facts,
    way_state,
)
from vox_console.presenters.tone import Tone
from vox_console.presenters.wall_time import ToLocal, system_local
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

NO_CALLBACKS = "Callbacks are not received"
_NOTHING = Say("Offline", "link-off", Tone.WAITING, "No account chosen")


class SessionPresenter:
    """The badge's state. `on_state` is set by the badge; what asks the operator for something, by the window.

    Credentials that were refused are never tried again as they are: providers lock accounts for that. Bind
    then asks for the password of the way that was refused (`on_password_wanted`, with its name) or for the
    account (`on_accounts_wanted`) instead.
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
        self.on_password_wanted: Callable[[str], None] = lambda _way: None
        self.on_accounts_wanted: Callable[[], None] = lambda: None
        self._controller = controller
        self._run = run
        self._monotonic_s = monotonic_s
        self._to_local = to_local
        self._profile: Profile | None = None
        self._forget()
        self._relation = ""
        self.state = self._work_out()

    def profile_opened(self, profile: Profile) -> None:
        """Take the account that was chosen."""
        self._profile = profile
        self._forget()
        self._run(self._read_relation, name="read the id relation")
        self._tell()

    def heard(self, event: Event) -> None:
        """Take an event of the controller."""
        if isinstance(event, LinkChanged):
            self._link_changed(event.transport, event.state)
            self._tell()
        elif isinstance(event, GaugeChanged):
            self._tell()
        elif isinstance(event, Noted):
            if isinstance(event.fault, LinkError) and event.fault.title == NO_CALLBACKS:
                self._no_callbacks = " ".join(filter(None, (event.fault.detail, event.fault.hint)))
            else:
                self._noted = str(event.fault)
            self._tell()

    def bind_pressed(self) -> None:
        """Connect, or try at once instead of waiting; ask first for what the provider refused."""
        wanting = next((way for way in self._ways() if _wanted(way) is not Wanted.NOTHING), None)
        if wanting is not None:
            self.remedy_pressed(wanting.name)
            return
        self._no_callbacks = ""  # it is told again when listening fails again

        async def bind() -> None:
            self._controller.bind()

        self._run(bind, name="bind")

    def remedy_pressed(self, name: str) -> None:
        """Do what helps one stopped way: ask for what the provider refused, or try again."""
        wanted = next((_wanted(way) for way in self._ways() if way.name == name), Wanted.NOTHING)
        if wanted is Wanted.PASSWORD:
            self.on_password_wanted(name)
        elif wanted is Wanted.USER_NAME:
            self.on_accounts_wanted()
        else:
            self.bind_pressed()

    def unbind_pressed(self) -> None:
        """Disconnect and stay offline."""
        self._run(self._controller.unbind, name="unbind")

    def tick(self) -> None:
        """Count down. The badge calls it once a second while a countdown shows."""
        self._tell()

    def _forget(self) -> None:
        self._last_errors: dict[str, str] = {}
        self._failed: set[str] = set()
        self._noted = ""
        self._no_callbacks = ""

    def _link_changed(self, name: str, state: LinkState) -> None:
        if isinstance(state, Waiting | Stopped):
            self._last_errors[name] = state.reason
            self._noted = ""
            self._failed.add(name)
        elif isinstance(state, Bound | Offline):
            self._failed.discard(name)
        if isinstance(state, Bound):
            self._run(self._read_relation, name="read the id relation")

    async def _read_relation(self) -> None:
        known = await self._controller.id_relation()
        if known is not None:
            words = _RELATIONS.get(known[0], known[0])
            self._relation = words if known[1] else f"{words} (so far)"
            self._tell()

    def _tell(self) -> None:
        self.state = self._work_out()
        self.on_state(self.state)

    def _ways(self) -> list[Way]:
        """Give the ways of the open account, SMPP first."""
        if self._profile is None:
            return []
        links, ids = self._controller.links, self._relation
        return [
            Way(
                name,
                links.get(name, Offline()),
                self._controller.gauge_of(name),
                failed=name in self._failed,
                last_error=self._last_errors.get(name, ""),
                ids=ids,
            )
            for name in self._profile.transports
        ]

    def _work_out(self) -> SessionState:
        profile, ways, now_s = self._profile, self._ways(), self._monotonic_s()
        if profile is None:
            return _state(_NOTHING)
        usual = usual_way(ways, profile.transport)
        both = len(ways) > 1
        words = say_both(ways, usual, now_s=now_s) if both else say(usual)
        speaks = next((way for way in (usual, *ways) if way.up), usual)
        gauge = speaks.gauge
        plain = speaks.up and not words.brief  # the badge has room for numbers or for a reason
        retries = [retry_in_s(way, now_s=now_s) for way in (usual, *ways)]
        wanting = next((way for way in ways if _wanted(way) is not Wanted.NOTHING), None)
        return replace(
            _state(words),
            round_trip=round_trip(gauge),
            rate=rate(gauge) if speaks.up else "",
            window_used=gauge.in_flight if plain else 0,
            window_limit=gauge.window if plain else 0,
            retry_in_s=next((each for each in retries if each is not None), None),
            encrypted=speaks.link.encrypted if isinstance(speaks.link, Bound) else None,
            facts=self._facts(profile, ways),
            can_bind=bool(self._no_callbacks)
            or any(not isinstance(way.link, Bound | Binding | Connecting) for way in ways),
            can_unbind=any(not isinstance(way.link, Offline) for way in ways),
            practice=profile.practice,
            account=profile.name,
            bind_label=_bind_label(wanting, both=both),
            can_inject=profile.has_rest and profile.rest_inject,
            ways=tuple(way_state(way, profile, self._to_local, now_s=now_s) for way in ways) if both else (),
        )

    def _facts(self, profile: Profile, ways: list[Way]) -> tuple[tuple[str, str], ...]:
        facts = [("Account", profile.name)]
        if len(ways) == 1:
            (way,) = ways
            stopped = isinstance(way.link, Stopped)  # which tells its error in full
            error = "" if stopped else self._noted or way.last_error
            facts += way_facts(replace(way, last_error=error), profile, self._to_local)
        elif self._noted:
            facts.append(("Last error", self._noted))
        if profile.has_callbacks:
            facts.append(("Callbacks", self._callbacks(profile)))
        return tuple(facts)

    def _callbacks(self, profile: Profile) -> str:
        if self._no_callbacks:
            return f"not received: {self._no_callbacks}"
        if isinstance(self._controller.links.get(TransportName.REST, Offline()), Offline):
            return "not received while offline"
        host = profile.callback_address
        host = f"[{host}]" if ":" in host else host
        return f"received at http://{host}:{profile.callback_port}/…"  # without its secret part


def _wanted(way: Way) -> Wanted:
    return way.link.wanted if isinstance(way.link, Stopped) else Wanted.NOTHING


def _bind_label(wanting: Way | None, *, both: bool) -> str:
    """Say what Bind does now; where there are two passwords, whose is asked for."""
    if wanting is None:
        return "Bind"
    _, label = remedy(wanting)
    return label.replace("password", f"{wanting.label} password") if both else label


def _state(words: Say) -> SessionState:
    """Give the state that has these words and nothing else."""
    return SessionState(
        word=words.word,
        icon=words.icon,
        tone=words.tone,
        detail=words.detail,
        hint=words.hint,
        round_trip="",
        rate="",
        window_used=0,
        window_limit=0,
        retry_in_s=None,
        encrypted=None,
        facts=(),
        can_bind=False,
        can_unbind=False,
        practice=False,
        account="",
        brief=words.brief,
    )
