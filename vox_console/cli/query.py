"""`vox-console query`: ask the provider over REST what became of a message, and record what it says.

ID is the provider's own id of a message, or the number of one in `history`. What is answered is recorded in
the journal where the message is ours, exactly as the window's own questions are.

Exit codes: 0 the provider answered, even if only that it does not know the message; 1 it did not answer;
2 there is no such message and no --profile to ask for, or nothing to ask by.
"""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Sequence

from vox_console.cli.exit_codes import WRONG_USAGE
from vox_console.cli.output import complain, print_json, print_text
from vox_console.cli.password import find_passwords
from vox_console.domain.errors import LinkError, SettingsError
from vox_console.domain.link import Bound, LinkState, Stopped, Waiting
from vox_console.domain.message import Message
from vox_console.domain.outcome_words import iso_time
from vox_console.domain.plain_text import is_text
from vox_console.domain.receipt import Receipt
from vox_console.domain.transport_name import TransportRule
from vox_console.services.controller import Controller
from vox_console.services.patience import until_link
from vox_console.services.transport_choice import only
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import ProfileStore
from vox_console.settings.vault import open_vault

CONNECT_S = 20.0


def run(arguments: Namespace) -> int:
    """Ask, print, and give the exit code. Raises VoxError."""
    if not is_text(arguments.id):
        complain("the id is no text in UTF-8")
        return WRONG_USAGE
    return asyncio.run(_run(arguments, Folders.choose(arguments.data_dir)))


async def _run(arguments: Namespace, folders: Folders) -> int:
    vault = await open_vault()
    async with Controller.open(
        folders, program="command line", vault=vault, make_transports=only(TransportRule.REST)
    ) as controller:
        message = await controller.find(arguments.id)
        name = arguments.profile or (message.profile if message else "")
        if not name:
            complain(f"no message here has the id {arguments.id}; name the account to ask with --profile")
            return WRONG_USAGE
        profile = ProfileStore(folders.config).get(name)
        if not profile.has_rest:
            raise SettingsError(
                "This account cannot be asked", detail=f"{name} has no REST", hint="Add it with --rest-url."
            )
        ids = _ids(arguments.id, message)
        if not ids:
            complain(f"message {arguments.id} has no id of the provider's: there is nothing to ask by")
            return WRONG_USAGE
        passwords = await find_passwords(
            profile, vault, from_stdin=arguments.password_stdin, rule=TransportRule.REST
        )
        await controller.connect(profile, passwords.usual, rest_password=passwords.rest)
        state = await until_link(controller, timeout_s=CONNECT_S)
        if not isinstance(state, Bound):
            raise LinkError("The provider was not asked", detail=_why_not(state))
        for query_id in ids:
            receipt = await controller.query(query_id)
            _print(receipt, message, as_json=arguments.json)
    return 0


def _why_not(state: LinkState) -> str:
    return state.reason if isinstance(state, Waiting | Stopped) else "It did not answer in time."


def _ids(typed: str, message: Message | None) -> Sequence[str]:
    """Give the provider's ids to ask by: the one that was typed, or all of the message with that number."""
    of_message = [part.provider_id for part in message.parts if part.provider_id] if message else []
    if message is None or typed in of_message:
        return [typed]
    return of_message


def _print(receipt: Receipt, message: Message | None, *, as_json: bool) -> None:
    if as_json:
        print_json([query_fields(receipt, message)])
        return
    told = [receipt.word, receipt.done_date, receipt.network, receipt.country]
    print_text(f"{receipt.provider_id}\t" + "\t".join(filter(None, told)))


def query_fields(receipt: Receipt, message: Message | None) -> dict[str, object]:
    """Give the object of one answer: a promise to other programs, keys only ever added.

    status: the provider's word. state: ours for it, null when it says nothing. message: the number of the
    message in `history`, null when it is none of ours.
    """
    return {
        "provider_id": receipt.provider_id,
        "status": receipt.word,
        "state": receipt.state.value if receipt.state else None,
        "error_code": receipt.error_code,
        "delivery_time": receipt.done_date,
        "done_at": None if receipt.done_at_us is None else iso_time(receipt.done_at_us),
        "network": receipt.network,
        "rate": receipt.rate,
        "country": receipt.country,
        "message": message.id if message else None,
    }
