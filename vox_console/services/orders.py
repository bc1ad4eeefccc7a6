"""What the operator (or a script) asks to be sent, checked, and turned into messages to store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from vox_console.domain.address import Sender, parse_sender
from vox_console.domain.errors import FieldProblem, SendRefused, Severity
from vox_console.domain.segmentation import LongMethod, Segmentation, segment
from vox_console.domain.submission import WireAddress
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.settings.profiles import Profile
from vox_console.storage.outbox import NewMessage
from vox_console.transports.base import Capabilities

LONGEST_VALIDITY_H = 30 * 24


@dataclass(frozen=True, slots=True)
class SendOrder:
    """One text for any number of recipients. A single message is an order of one.

    recipients: E.164 digits without plus. coding: None for automatic. validity_h: 0 for the
    provider's default. hold_s: how long it may still be taken back before anything leaves.
    """

    sender: str
    recipients: tuple[str, ...]
    text: str
    coding: int | None = None
    method: LongMethod | None = None
    receipt: bool = True
    validity_h: int = 0
    hold_s: float = 0.0


@dataclass(frozen=True, slots=True)
class CheckedOrder:
    """An order with its sender and its cut worked out, and everything that is wrong with it."""

    sender: Sender
    segmentation: Segmentation
    problems: tuple[FieldProblem, ...]


def cut(
    text: str,
    *,
    coding: int | None = None,
    method: LongMethod = LongMethod.UDH8,
    default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7,
) -> Segmentation:
    """Cut a text as it will be sent. The counter and the sender both call this."""
    return segment(text, coding=coding, method=method, default_alphabet=default_alphabet)


def check(order: SendOrder, profile: Profile, capabilities: Capabilities) -> CheckedOrder:
    """Find everything that forbids sending `order`, and what is only worth a warning."""
    sender = parse_sender(order.sender, max_octets=capabilities.sender_octets)
    segmentation = cut(
        order.text,
        coding=order.coding,
        method=order.method or profile.long_method,
        default_alphabet=profile.default_alphabet,
    )
    problems = [*sender.problems, *segmentation.problems]
    if not order.recipients:
        problems.append(FieldProblem("to", "empty", "Nobody to send to: add at least one number."))
    if not order.text:
        problems.append(FieldProblem("message", "empty", "There is no text to send."))
    if len(segmentation.pieces) > profile.part_limit:
        problems.append(
            FieldProblem(
                "message",
                "too_many_parts",
                f"This text needs {len(segmentation.pieces)} parts; this account sends at most "
                f"{profile.part_limit}. Shorten it, or raise the limit in the account's settings.",
            )
        )
    if not 0 <= order.validity_h <= LONGEST_VALIDITY_H:
        problems.append(
            FieldProblem(
                "validity", "out_of_range", f"Give 1 to {LONGEST_VALIDITY_H} hours, or leave it empty."
            )
        )
    return CheckedOrder(sender, segmentation, tuple(problems))


def to_messages(
    order: SendOrder, profile: Profile, capabilities: Capabilities, *, now_us: int, rng: Random
) -> Sequence[NewMessage]:
    """Make the messages of an order.

    Raises SendRefused, in words, when anything forbids sending.
    """
    checked = check(order, profile, capabilities)
    fatal = [problem for problem in checked.problems if problem.severity is Severity.ERROR]
    if fatal:
        raise SendRefused("Nothing was sent", detail=" ".join(problem.text for problem in fatal))
    sender = checked.sender
    hold_until_us = now_us + int(order.hold_s * 1_000_000) if order.hold_s else 0
    recipients = dict.fromkeys(order.recipients)
    references = rng.randbytes(len(recipients))  # one request to the system's generator, not one for each
    source = WireAddress(sender.ton, sender.npi, sender.value)
    return [
        NewMessage(
            profile=profile.name,
            transport=capabilities.name,
            sender=sender.value,
            source=source,
            recipient=recipient,
            segmentation=checked.segmentation,
            registered_delivery=int(order.receipt),
            validity_period=validity_period(order.validity_h),
            hold_until_us=hold_until_us,
            first_reference=reference,
        )
        for recipient, reference in zip(recipients, references, strict=True)
    ]


def validity_period(hours: int) -> str:
    """Write hours as an SMPP relative time, "" for none (SMPP 3.4 §7.1.1: YYMMDDhhmmss000R)."""
    if not hours:
        return ""
    days, hours = divmod(hours, 24)
    return f"0000{days:02}{hours:02}0000000R"
