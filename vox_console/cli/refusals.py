"""`vox-console refusals`: what may be a refusal or ask for messages again, and what a person decides.

Exit codes: 0 done; 1 the world said no; 2 wrong usage; 3 nothing was changed, because a message waits for no
decision (or none was made), or its number is not known. What stood before it on the line is done then.
"""

from __future__ import annotations

import asyncio
from argparse import Namespace
from typing import Final

from vox_console.cli.exit_codes import NOTHING_CHANGED, WRONG_USAGE
from vox_console.cli.journal import folders_of, open_journal, tell_none
from vox_console.cli.output import complain, complain_of, print_json, print_text
from vox_console.domain.address import parse_recipient
from vox_console.domain.errors import StoreError, VoxError
from vox_console.domain.outcome_words import iso_time
from vox_console.domain.plain_text import one_line
from vox_console.domain.refusal_review import PossibleRefusal, ReviewKind
from vox_console.services.refusals import RefusalDesk

_PAGE: Final = 500


def run(arguments: Namespace) -> int:
    """Do what was asked. Raises VoxError."""
    return asyncio.run(_run(arguments))


async def _run(arguments: Namespace) -> int:
    if arguments.action == "undo" and not arguments.reason.strip():
        complain("give a --reason: it is kept with the entry")
        return WRONG_USAGE
    number = ""
    if arguments.action == "decide" and arguments.number:
        found = parse_recipient(arguments.number, default_region=arguments.country.upper())
        if not found.ok:
            complain(f"{found.raw}: {found.problems[0].text}")
            return WRONG_USAGE
        number = found.digits
    async with open_journal(folders_of(arguments)) as controller:
        if arguments.action == "list":
            return await _list(controller.refusals, arguments)
        return await _change(controller.refusals, arguments, number)


async def _list(tray: RefusalDesk, arguments: Namespace) -> int:
    ids = await tray.ids(decided=arguments.all)
    if not ids:
        tell_none(arguments, "no message waits for a decision")
    for start in range(0, len(ids), _PAGE):
        _print(await tray.some(ids[start : start + _PAGE]), as_json=arguments.json)
    return 0


async def _change(tray: RefusalDesk, arguments: Namespace, number: str) -> int:
    for refusal_id in dict.fromkeys(arguments.ids):
        try:
            await _change_one(tray, refusal_id, arguments, number)
        except StoreError:
            raise
        except VoxError as fault:
            complain(f"message {refusal_id}:")
            complain_of(fault)
            return NOTHING_CHANGED
        _print(await tray.some([refusal_id]), as_json=arguments.json)
    return 0


async def _change_one(tray: RefusalDesk, refusal_id: int, arguments: Namespace, number: str) -> None:
    if arguments.action == "undo":
        await tray.reopen(refusal_id, reason=arguments.reason)
    elif arguments.opt_in:
        await tray.opt_in(refusal_id)
    elif arguments.opt_out:
        added = await tray.opt_out(refusal_id, number=number)
        if added.taken_back:
            complain(f"taken back, as it had not left: {len(added.taken_back)}")
    else:
        await tray.dismiss(refusal_id)


def _print(refusals: list[PossibleRefusal], *, as_json: bool) -> None:
    if as_json:
        print_json(map(refusal_fields, refusals))
        return
    for each in refusals:
        words = each.decision.value.replace("_", " ")
        cells = (str(each.id), iso_time(each.at_us), each.their_address, words, each.text)
        print_text("\t".join(one_line(cell) for cell in cells))


def refusal_fields(refusal: PossibleRefusal) -> dict[str, object]:
    """Give the object of one message: a promise to other programs, keys only ever added.

    id: as `inbox` has it. number: null where it is not known. word: what sounded like a refusal, in language.
    suggested: what is suggested to decide. kind: "refusal", or "return" for what asks for messages again.
    late: it came long before it was read.
    """
    return {
        "id": refusal.id,
        "from": refusal.their_address,
        "to": refusal.our_address,
        "number": refusal.number or None,
        "text": refusal.text,
        "word": refusal.word,
        "language": refusal.language,
        "received_at": iso_time(refusal.at_us),
        "suggested": "opt_in" if refusal.kind is ReviewKind.RETURN else "opt_out",
        "decision": refusal.decision.value,
        "decided_at": iso_time(refusal.decided_at_us) if refusal.decided_at_us else None,
        "profile": refusal.profile,
        "kind": refusal.kind.value,
        "late": refusal.late,
    }
