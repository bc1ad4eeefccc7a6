"""Which transport an account's profile asks for, made ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vox_console.domain.secret import Secret
from vox_console.settings.profiles import Profile
from vox_console.transports.base import Transport

if TYPE_CHECKING:
    from vox_console.services.dispatcher import Clocks


def smpp_transport(profile: Profile, password: Secret, clocks: Clocks) -> Transport:
    """Give the SMPP transport of `profile`."""
    raise SystemExit
