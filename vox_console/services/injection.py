"""Handing the platform an inbound message (command=mo): an expert's action, apart from all sending."""

from __future__ import annotations

from vox_console.domain.transport_name import TransportName
from vox_console.services.clocks import Clocks
from vox_console.services.transport_choice import Passwords, rest_transport
from vox_console.settings.profiles import Profile


async def inject(
    profile: Profile, passwords: Passwords, clocks: Clocks, *, sender: str, number: str, text: str
) -> None:
    """Make the platform believe that `sender` wrote `text` to `number`.

    Raises LinkError, in words; after a missing answer nobody knows whether it was taken.
    """
    quiet = profile.model_copy(update={"callback_port": 0})  # it takes nobody's callbacks
    transport = rest_transport(quiet, passwords.of(TransportName.REST), clocks)
    await transport.inject(sender, number, text)
