"""What the badge and the card of the session draw: frozen values, made by their presenter."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.presenters.tone import Tone


@dataclass(frozen=True, slots=True)
class WayState:
    """One way to the provider on the card of an account that has two. name: "SMPP". facts: (label, value)."""

    name: str
    word: str
    icon: str
    tone: Tone
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SessionState:
    """The badge and its card. word: "Bound". detail: one line. facts: (label, value) of the card.

    retry_in_s: whole seconds to the next try, None when none is due. window_used of window_limit.
    encrypted: None when there is no connection. round_trip and rate are ready to show, "" if unknown.
    brief: the detail in a few words where the detail is long, for the badge. bind_label: what Bind does
    now; after refused credentials it first asks for others. ways: each by itself, where there are two; then
    facts has what concerns both. can_inject: the expert's action is offered.
    """

    word: str
    icon: str
    tone: Tone
    detail: str
    hint: str
    round_trip: str
    rate: str
    window_used: int
    window_limit: int
    retry_in_s: int | None
    encrypted: bool | None
    facts: tuple[tuple[str, str], ...]
    can_bind: bool
    can_unbind: bool
    practice: bool
    account: str
    brief: str = ""
    bind_label: str = "Bind"
    ways: tuple[WayState, ...] = ()
    can_inject: bool = False
