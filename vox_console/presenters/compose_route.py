"""Which way a message takes that would be sent now, and how that is told before Send is pressed."""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.domain.link import Bound
from vox_console.domain.text_encoding import DATA_CODINGS
from vox_console.domain.transport_name import TransportName, TransportRule
from vox_console.presenters.compose_choices import WAY_NAMES
from vox_console.services.controller import Controller
from vox_console.settings.profiles import Profile
from vox_console.transports.base import Capabilities

NOWHERE = Capabilities(
    name=TransportName.SMPP, receipts=True, data_codings=DATA_CODINGS, sender_octets=20, caller_splits=True
)
"""What is assumed while no account is chosen: nothing can be sent then, but a text is counted."""


@dataclass(frozen=True, slots=True)
class Route:
    """The way a message would take. bound: it could leave at once. words: "" where there is no other way."""

    able: Capabilities = NOWHERE
    bound: bool = False
    words: str = ""


def has_both(profile: Profile | None) -> bool:
    """Tell whether there is a choice of ways at all."""
    return profile is not None and len(profile.transports) > 1


def rule_for(profile: Profile | None, wanted: TransportRule) -> TransportRule:
    """Give the rule that applies: a draft may ask for a way that another account had."""
    return wanted if has_both(profile) else TransportRule.AUTO


def find_route(controller: Controller, profile: Profile | None, wanted: TransportRule) -> Route | None:
    """Ask which way a message takes now.

    None while the account is being connected anew: what was known before still holds then.
    """
    if profile is None:
        return Route()
    rule = rule_for(profile, wanted)
    able = controller.way(rule)
    if able is None:
        return None
    bound = {name: isinstance(state, Bound) for name, state in controller.links.items()}
    words = _words(able.name, bound, profile, rule) if has_both(profile) else ""
    return Route(able, bound.get(able.name, False), words)


def _words(way: str, bound: dict[str, bool], profile: Profile, rule: TransportRule) -> str:
    """Say which way it is, and why not the usual one: "Goes over REST: SMPP is not bound"."""
    name = WAY_NAMES[way]
    if not bound.get(way, False):
        return f"Goes over {name}, once {'it is bound' if way == TransportName.SMPP else 'it answers'}"
    chosen = rule is not TransportRule.AUTO or profile.transport is not TransportRule.AUTO
    if way == TransportName.REST and not chosen:
        return f"Goes over {name}: SMPP is not bound"
    return f"Goes over {name}"
