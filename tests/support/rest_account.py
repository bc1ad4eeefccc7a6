"""An account for a practice provider that is asked over REST, and its password."""

from __future__ import annotations

from vox_console.domain.secret import Secret
from vox_console.practice.server import PracticeOptions, PracticeService
from vox_console.services.transport_choice import Passwords
from vox_console.settings.profiles import Profile, ProfileKind

FREE_PORTS = PracticeOptions(smpp_port=0, speed=0)
PASSWORDS = Passwords(Secret("practice"))
NOBODY_LISTENS = 1  # port tcpmux: nothing of ours


def rest_account(service: PracticeService, *, smpp: bool = False, **fields: object) -> Profile:
    """Give a profile that has REST, and SMPP beside it if wanted."""
    ports = service.announcement
    values: dict[str, object] = {
        "name": "practice",
        "kind": ProfileKind.PRACTICE,
        "rest_url": f"http://127.0.0.1:{ports.rest_port}/api",
        "rest_username": "practice",
    }
    if smpp:
        values |= {"host": "127.0.0.1", "port": ports.smpp_port, "system_id": "practice"}
    return Profile.model_validate({**values, **fields})
