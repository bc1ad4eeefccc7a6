"""Which transport an account's profile asks for, made ready."""

from __future__ import annotations

from random import SystemRandom

from vox_console.domain.secret import Secret
from vox_console.services.clocks import Clocks
from vox_console.settings.profiles import BindMode, Profile
from vox_console.smpp.session import SessionConfig
from vox_console.transports.base import Transport
from vox_console.transports.smpp import TRANSCEIVER, TRANSMITTER_AND_RECEIVER, SmppSettings, SmppTransport


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
