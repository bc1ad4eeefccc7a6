"""`vox-console bulk` before the list is sent to: one row to a number of one's own, or a rehearsal of all."""

from __future__ import annotations

import asyncio
from argparse import Namespace

from vox_console.cli.exit_codes import NOT_SENT
from vox_console.cli.message_json import message_fields
from vox_console.cli.message_words import message_line
from vox_console.cli.output import complain, print_json, print_text
from vox_console.cli.send import exit_code
from vox_console.domain.errors import SettingsError
from vox_console.domain.message import FINAL_STATES, Message, MessageState, SubmitState
from vox_console.imports.table import Table, TableRow
from vox_console.presenters.bulk_rehearsal_words import taken_words
from vox_console.services.bulk_order import BulkOrder, RowJudge
from vox_console.services.bulk_rehearsal import MOST_ROWS, Rehearsal, Rehearsed, first_accepted
from vox_console.services.bulk_trial import trial_order
from vox_console.services.controller import Controller
from vox_console.settings.profiles import Profile

_ANSWER_S = 30.0


async def send_one(
    controller: Controller, order: BulkOrder, profile: Profile, table: Table, arguments: Namespace
) -> int:
    """Send the text of one row to one's own number and tell what came of it; give the exit code.

    Raises SettingsError when there is no such row, SendRefused when it cannot be sent.
    """
    row = await asyncio.to_thread(_row, table, arguments.test_row)
    one = trial_order(order, row.cells, arguments.test_to, region=profile.default_region)
    (message,) = await controller.send(one)
    complain(f"row {row.number} to {one.recipients[0]}: {one.text}")
    done = _is_final if arguments.wait else _is_answered
    timeout_s = arguments.wait or _ANSWER_S
    await controller.wait([message.id], done=done, timeout_s=timeout_s)
    await controller.disconnect()
    sent = await controller.messages([message.id])
    if arguments.json:
        print_json(map(message_fields, sent))
    else:
        print_text(message_line(sent[0]))
    return exit_code(sent, delivery_wanted=arguments.wait is not None)


def _row(table: Table, number: int | None) -> TableRow:
    """Give a row by its number in the file, or the first that holds anything."""
    for row in table.rows():
        if row.number == number or (number is None and not row.blank):
            return row
    raise SettingsError("There is no such row", detail=f"row {number}" if number else "the list is empty")


def _is_answered(message: Message) -> bool:
    return all(part.submit not in {SubmitState.QUEUED, SubmitState.RESERVED} for part in message.parts)


def _is_final(message: Message) -> bool:
    return message.state in FINAL_STATES or message.state is MessageState.UNKNOWN


async def rehearse(
    order: BulkOrder, profile: Profile, table: Table, judge: RowJudge, *, as_json: bool
) -> int:
    """Send the accepted rows to the practice provider on this computer; give the exit code.

    Raises LinkError, SendRefused, ImportFault.
    """
    rows = await asyncio.to_thread(first_accepted, table, judge)
    found = await Rehearsal(order, profile, rows).run(told=lambda _rows: None)
    if as_json:
        print_json([_fields(found)])
    else:
        print_text(
            f"Rehearsed {found.rows:,} accepted rows (at most {MOST_ROWS:,}) with the practice provider."
        )
        print_text("0 sent to real phones.")
        for word, count in found.outcomes.items():
            print_text(f"  {count:,} {word}")
        print_text(f"{found.noun}s: {taken_words(found)}")
        if not found.whole:
            print_text("It was broken off: some rows were not decided in time.")
    return 0 if found.rows and found.whole else NOT_SENT


def _fields(found: Rehearsed) -> dict[str, object]:
    """Give the object of a rehearsal: a promise to other programs, keys only ever added."""
    return {
        "rehearsed_rows": found.rows,
        "outcomes": dict(found.outcomes),
        "predicted": found.predicted,
        "taken": found.taken,
        "counted": found.noun,
        "whole": found.whole,
        "sent_to_real_phones": 0,
    }
