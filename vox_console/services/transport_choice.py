"""Which transports an account's profile asks for, made ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import SystemRandom
from types import MappingProxyType
from typing import TYPE_CHECKING

from vox_console.domain.errors import SendRefused
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName, TransportRule
from vox_console.services.clocks import Clocks, SystemClocks
from vox_console.settings.callback_access import VOX_FIELDS
from vox_console.settings.profiles import BindMode, Profile
from vox_console.settings.rest_access import RestQuery, is_this_machine
from vox_console.smpp.session import SessionConfig
from vox_console.transports.base import Capabilities, Transport
from vox_console.transports.smpp import TRANSCEIVER, TRANSMITTER_AND_RECEIVER, SmppSettings, SmppTransport

if TYPE_CHECKING:
    from vox_console.transports.callbacks import CallbackListener  # loaded when it is asked for
    from vox_console.transports.rest import RestTransport


@dataclass(frozen=True, slots=True)
class Passwords:
    """An account's passwords. usual: of the way it has first. rest: of REST, None where it is the same."""

    usual: Secret
    rest: Secret | None = None

    def of(self, name: TransportName) -> Secret:
        """Give the password of one way."""
        return self.rest if name is TransportName.REST and self.rest else self.usual


TransportMaker = Callable[[Profile, Passwords, Clocks], Sequence[Transport]]


def transports(profile: Profile, passwords: Passwords, clocks: Clocks) -> Sequence[Transport]:
    """Give a transport for every way the account has, the usual one first."""
    return [_MAKERS[name](profile, passwords.of(name), clocks) for name in profile.transports]


def capabilities_of(profile: Profile, rule: TransportRule) -> Capabilities:
    """Give what the way can do that a message under this rule takes when all of the account's ways work.

    Raises SendRefused when the account has no such way.
    """
    wanted = profile.transport if rule is TransportRule.AUTO else rule
    for name in profile.transports:
        if wanted in {TransportRule.AUTO, name.value}:
            return _MAKERS[name](profile, Secret(""), SystemClocks()).capabilities  # it is never run
    raise SendRefused("Nothing was sent", detail=f"The account {profile.name} has no {wanted.upper()}.")


def only(rule: TransportRule) -> TransportMaker:
    """Give a maker of the one way a rule names, where there is no use in keeping up the others."""

    def make(profile: Profile, passwords: Passwords, clocks: Clocks) -> Sequence[Transport]:
        found = transports(profile, passwords, clocks)
        return [each for each in found if rule in {TransportRule.AUTO, each.capabilities.name}]

    return make


def smpp_transport(profile: Profile, password: Secret, clocks: Clocks) -> Transport:
    """Give the SMPP transport of `profile`."""
    settings = SmppSettings(
        host=profile.host,
        port=profile.port,
        tls=profile.tls,
        ca_file=profile.ca_file,
        binds=TRANSCEIVER if profile.bind is BindMode.TRX else TRANSMITTER_AND_RECEIVER,
        session=SessionConfig(
            system_id=profile.system_id,
            password=password,
            system_type=profile.system_type,
            enquire_link_s=profile.enquire_link_s,
            response_timeout_s=profile.response_timeout_s,
        ),
    )
    return SmppTransport(settings, clock=clocks, rng=SystemRandom())


def rest_transport(profile: Profile, password: Secret, clocks: Clocks) -> RestTransport:
    """Give the REST transport of `profile`, with the listener for callbacks where it has one."""
    from vox_console.transports.rest import RestTransport  # noqa: PLC0415 - httpx costs 0.1 s
    from vox_console.transports.rest_settings import RestSettings  # noqa: PLC0415 - the same

    settings = RestSettings(
        url=profile.rest_url,
        username=profile.rest_username,
        password=password,
        ca_file=profile.ca_file,
        local=is_this_machine(profile.rest_host),
        post_queries=profile.rest_query is RestQuery.POST,
        own_ids=profile.rest_own_ids,
        plain_text_refused=profile.needs_rest_consent,
        utc_offset_min=profile.utc_offset_min,
        response_timeout_s=profile.response_timeout_s,
    )
    callbacks = callback_listener(profile, clocks) if profile.has_callbacks else None
    return RestTransport(settings, clock=clocks, rng=SystemRandom(), callbacks=callbacks)


def callback_listener(profile: Profile, clocks: Clocks) -> CallbackListener:
    """Give the listener for the callbacks of `profile`."""
    from vox_console.transports.callback_settings import CallbackSettings  # noqa: PLC0415 - with REST
    from vox_console.transports.callbacks import CallbackListener  # noqa: PLC0415 - the same

    settings = CallbackSettings(
        address=profile.callback_address,
        port=profile.callback_port,
        token=Secret(profile.callback_token),
        names={**VOX_FIELDS, **profile.callback_fields},
        hosts=profile.callback_hosts,
        sources=profile.callback_sources,
        utc_offset_min=profile.utc_offset_min,
        open=profile.callback_open,
        account=profile.name,
    )
    return CallbackListener(settings, clock=clocks, rng=SystemRandom())


_MAKERS: Mapping[TransportName, Callable[[Profile, Secret, Clocks], Transport]] = MappingProxyType(
    {TransportName.SMPP: smpp_transport, TransportName.REST: rest_transport}
)
