"""`vox-console auto-reply`: numbers that get no automatic answers any more, and answering one again.

Exit codes: 0 done; 1 the world said no; 2 wrong usage; 3 nothing kept the number from being answered.
"""

from __future__ import annotations

from argparse import Namespace

from vox_console.cli.exit_codes import NOTHING_CHANGED, WRONG_USAGE
from vox_console.cli.journal import in_journal
from vox_console.cli.output import complain, print_json, print_text
from vox_console.domain.address import parse_recipient
from vox_console.domain.outcome_words import iso_time
from vox_console.services.controller import Controller


def run(arguments: Namespace) -> int:
    """Do what was asked. Raises VoxError."""
    return in_journal(arguments, _held if arguments.action == "held" else _reset)


async def _held(controller: Controller, arguments: Namespace) -> int:
    trips = await controller.auto_replies.trips()
    if arguments.json:
        print_json(
            {
                "number": trip.number,
                "profile": trip.profile,
                "held_since": iso_time(trip.tripped_at_us),
                "message_id": trip.inbound_id,
            }
            for trip in trips
        )
        return 0
    for trip in trips:
        print_text(f"+{trip.number}\t{iso_time(trip.tripped_at_us)}\t{trip.profile}")
    return 0


async def _reset(controller: Controller, arguments: Namespace) -> int:
    found = parse_recipient(arguments.number, default_region=arguments.country.upper())
    if not found.ok:
        complain(f"{found.raw}: {found.problems[0].text}")
        return WRONG_USAGE
    reset = await controller.auto_replies.reset(found.digits)
    if arguments.json:
        print_json([{"number": found.digits, "reset": reset}])
    elif reset:
        print_text(f"+{found.digits}\tis answered again")
    if reset:
        return 0
    complain("nothing kept this number from being answered. Nothing was changed.")
    return NOTHING_CHANGED
