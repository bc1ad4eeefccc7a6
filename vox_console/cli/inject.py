"""`vox-console inject`: hand the platform an inbound message, as a supplier does (command=mo). For experts.

The platform describes this command for its suppliers only (provider_interface §5.2). It fetches nothing: it
makes the platform believe that a customer has written. So an account has to allow it (--rest-inject).
"""

from __future__ import annotations

import asyncio
from argparse import Namespace

from vox_console.cli.exit_codes import WRONG_USAGE
from vox_console.cli.output import complain, print_text
from vox_console.cli.password import find_passwords
from vox_console.domain.plain_text import is_text
from vox_console.domain.transport_name import TransportRule
from vox_console.services.clocks import SystemClocks
from vox_console.services.injection import inject
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile, ProfileStore
from vox_console.settings.vault import open_vault


def run(arguments: Namespace) -> int:
    """Hand it over and give the exit code. Raises VoxError."""
    profile = ProfileStore(Folders.choose(arguments.data_dir).config).get(arguments.profile)
    if not (profile.has_rest and profile.rest_inject):
        complain(f"the account {profile.name} does not allow it: add it again with --rest-inject")
        return WRONG_USAGE
    if not is_text(arguments.sender + arguments.to + arguments.text):
        complain("what is to be handed over is no text in UTF-8")
        return WRONG_USAGE
    asyncio.run(_inject(profile, arguments))
    print_text("Taken by the provider.")
    return 0


async def _inject(profile: Profile, arguments: Namespace) -> None:
    passwords = await find_passwords(
        profile, await open_vault(), from_stdin=arguments.password_stdin, rule=TransportRule.REST
    )
    await inject(
        profile, passwords, SystemClocks(), sender=arguments.sender, number=arguments.to, text=arguments.text
    )
