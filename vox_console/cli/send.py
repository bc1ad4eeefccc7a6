"""`vox-console send`: one text to one or more numbers, and the truth about it as an exit code.

The messages go through the same journal, queue and rules as the window's. This command then waits: for
the provider's answers, and with ``--wait`` for the receipts. What has not begun to leave when it gives up
is taken back, so that a script that tries again does not send it twice. What has begun to leave and was
not answered is unknown, and says so.

Exit codes, the worst that is true of any message:

    4  its fate is unknown: unanswered; with --wait, also accepted without a final receipt in time
    3  it was refused or failed; or nothing was sent, with the reason on standard error
    0  accepted; with --wait, delivered
"""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Collection, Sequence
from dataclasses import replace

from vox_console.cli.exit_codes import NOT_SENT, UNKNOWN_FATE, WRONG_USAGE
from vox_console.cli.message_json import message_fields
from vox_console.cli.message_words import message_line
from vox_console.cli.output import complain, complain_of, print_json, print_text
from vox_console.cli.password import find_passwords
from vox_console.cli.quick_text_filling import filled
from vox_console.domain.address import parse_recipient, split_recipients
from vox_console.domain.errors import SendRefused, SettingsError, StoreError, VoxError
from vox_console.domain.link import Bound, LinkState, Stopped, Waiting
from vox_console.domain.message import FINAL_STATES, Message, MessageState, SubmitState
from vox_console.domain.opt_out import opted_out_words
from vox_console.domain.outcome_words import iso_time
from vox_console.domain.segmentation import LongMethod
from vox_console.domain.transport_name import TransportRule
from vox_console.services.controller import Controller
from vox_console.services.events import Event, LinkChanged
from vox_console.services.opt_outs import unwanted_words
from vox_console.services.orders import SendOrder
from vox_console.services.transport_choice import only
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile, ProfileStore
from vox_console.settings.vault import open_vault

CONNECT_S = 10.0  # without a bind by then, nothing is going to leave
ANSWER_MARGIN_S = 15.0  # on top of the account's response time-out: pauses after throttling, the next bind

_UNDECIDED = frozenset({MessageState.QUEUED, MessageState.SENDING})
_FATE_OPEN = frozenset(
    {MessageState.UNKNOWN, MessageState.ACCEPTED, MessageState.ENROUTE, MessageState.FORGOTTEN, *_UNDECIDED}
)


def run(arguments: Namespace) -> int:
    """Send, wait, print, and give the exit code."""
    folders = Folders.choose(arguments.data_dir)
    try:
        profile = ProfileStore(folders.config).get(arguments.profile)
    except SettingsError as fault:
        complain_of(fault)
        return WRONG_USAGE
    recipients = _recipients(arguments.to, profile)
    if recipients is None:
        return NOT_SENT
    if arguments.transport not in {"auto", *profile.transports}:
        complain(f"the account {profile.name} has no {arguments.transport.upper()}. Nothing was sent.")
        return NOT_SENT
    try:
        text = _text(arguments, folders, recipients)
        if text is None:
            return WRONG_USAGE
        order = _order(arguments, recipients, text)
        sent = asyncio.run(_send(order, profile, folders, arguments))
    except VoxError as fault:
        complain_of(fault)
        return NOT_SENT
    if arguments.json:
        print_json(map(message_fields, sent))
    else:
        for message in sent:
            print_text(message_line(message))
    queued = sum(message.state is MessageState.QUEUED for message in sent)
    if queued:
        complain(f"still queued: {queued}; the next start of the window asks what is to become of them")
    return exit_code(sent, delivery_wanted=arguments.wait is not None)


def _text(arguments: Namespace, folders: Folders, recipients: Sequence[str]) -> str | None:
    """Give what is to be sent; None when that cannot be used, which is told. Raises StoreError."""
    if arguments.quick_text is not None:
        return asyncio.run(filled(folders, arguments.quick_text, dict(arguments.values), recipients))
    if arguments.values:
        complain("--set fills the fields of a --quick-text. Nothing was sent.")
        return None
    return str(arguments.text)


def _order(arguments: Namespace, recipients: tuple[str, ...], text: str) -> SendOrder:
    return SendOrder(
        sender=arguments.sender,
        recipients=recipients,
        text=text,
        coding=None if arguments.coding == "auto" else int(arguments.coding),
        method=LongMethod(arguments.method) if arguments.method else None,
        receipt=not arguments.no_receipt,
        validity_h=arguments.validity,
        transport=TransportRule(arguments.transport),
        despite_opt_out=arguments.despite_opt_out,
    )


def exit_code(messages: Collection[Message], *, delivery_wanted: bool) -> int:
    """Give the code that says the worst that is true of any of these messages."""
    if not delivery_wanted:
        # What came of an accepted message afterwards is not this command's business, nor a matter of luck.
        messages = [
            message
            for message in messages
            if not all(part.submit is SubmitState.ACCEPTED for part in message.parts)
        ]
    states = {message.state for message in messages} - {MessageState.DELIVERED}
    if states & _FATE_OPEN:
        return UNKNOWN_FATE
    return NOT_SENT if states else 0


def _recipients(typed: Sequence[str], profile: Profile) -> tuple[str, ...] | None:
    """Give the numbers, each once; None when one is wrong, which is told."""
    found = [
        parse_recipient(each, default_region=profile.default_region)
        for several in typed
        for each in split_recipients(several)
    ]
    for recipient in found:
        for problem in recipient.problems:
            complain(f"{recipient.raw}: {problem.text}")
    if all(recipient.ok for recipient in found):
        return tuple(dict.fromkeys(recipient.digits for recipient in found))
    complain("nothing was sent")
    return None


async def _send(order: SendOrder, profile: Profile, folders: Folders, arguments: Namespace) -> list[Message]:
    vault = await open_vault()
    passwords = await find_passwords(
        profile, vault, from_stdin=arguments.password_stdin, rule=order.transport
    )
    async with Controller.open(
        folders, program="command line", vault=vault, make_transports=only(order.transport)
    ) as controller:
        await _refuse_unwanted(controller, order)
        controller.subscribe(_LinkWords())
        await controller.connect(profile, passwords.usual, rest_password=passwords.rest)
        await controller.ready(order.transport, timeout_s=CONNECT_S)
        ids: list[int] = []
        try:
            ids += [message.id for message in await controller.send(order)]
            await _answers(controller, ids, answer_s=profile.response_timeout_s + ANSWER_MARGIN_S)
            link = controller.link
            taken_back = await take_back(controller, ids)
            if arguments.wait:
                await controller.wait(
                    [message_id for message_id in ids if message_id not in taken_back],
                    done=lambda message: (
                        message.state in FINAL_STATES or message.state is MessageState.UNKNOWN
                    ),
                    timeout_s=arguments.wait,
                )
        except asyncio.CancelledError:
            await _interrupted(controller, ids)
            raise
        await controller.disconnect()  # after which nothing more is heard: what is unanswered is unknown
        why = _why_not(link)
        return [_without_drafts(message, why) for message in await controller.messages(ids)]


async def _refuse_unwanted(controller: Controller, order: SendOrder) -> None:
    """Tell of each number that wants no messages, before anything is connected. Raises SendRefused."""
    if order.despite_opt_out:
        return
    found = await controller.opt_outs.look_up(order.recipients, sender=order.sender)
    for number, entry in found.items():
        complain(f"+{number}: {opted_out_words(entry.what, iso_time(entry.what.at_us)[:10])}")
    if found:
        raise SendRefused(
            "Nothing was sent",
            detail=unwanted_words(len(found)),
            hint="--despite-opt-out sends all the same.",
        )


async def take_back(controller: Controller, ids: Sequence[int]) -> list[int]:
    """Take back what has not begun to leave. What cannot be written down stays as it is, and that is told."""
    try:
        return await controller.withdraw(ids)
    except StoreError as fault:
        complain_of(fault)  # no reason to end: what did leave must still be told
        return []


async def _interrupted(controller: Controller, ids: Sequence[int]) -> None:
    """Let nothing more leave after Ctrl-C, and tell what is known of each message."""
    if not ids:
        await controller.unbind()  # stored or not, nobody knows their numbers: what is queued stays
        return
    taken_back = await take_back(controller, ids)
    await controller.disconnect()  # after a moment for the answers of what had left
    complain(f"interrupted: {len(taken_back)} of {len(ids)} taken back")
    for message in await controller.messages(ids):
        complain(message_line(_without_drafts(message, "Interrupted.")))


class _LinkWords:
    """Tells on standard error why nothing is leaving yet, each reason once."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def __call__(self, event: Event) -> None:
        match event:
            case LinkChanged(Waiting(reason=reason)) if reason not in self._told:
                self._told.add(reason)
                complain(f"{reason.rstrip('. ')}. Trying again.")


async def _answers(controller: Controller, ids: Sequence[int], *, answer_s: float) -> None:
    """Wait until every message is decided, as long as some are being decided."""
    patience_s = CONNECT_S
    undecided = len(ids)
    while True:
        found = await controller.wait(
            ids, done=lambda message: message.state not in _UNDECIDED, timeout_s=patience_s
        )
        left = sum(message.state in _UNDECIDED for message in found)
        bound = isinstance(controller.link, Bound)
        if not left or not bound or (left == undecided and patience_s == answer_s):
            return
        undecided, patience_s = left, answer_s


def _without_drafts(message: Message, why: str) -> Message:
    """Show what was taken back as refused: the provider never had it, and it will not leave."""
    if message.state is not MessageState.DRAFT:
        return message
    reason = message.reason or f"Not sent, and taken back. {why}"
    return replace(message, state=MessageState.REFUSED, reason=reason)


def _why_not(link: LinkState) -> str:
    match link:
        case Stopped(title=title, reason=reason, hint=hint):
            return " ".join(filter(None, (f"{title}:", reason, hint)))
        case Waiting(reason=reason):
            return reason
        case _:
            return "The provider took nothing in time."
