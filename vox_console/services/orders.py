"""What the operator (or a script) asks to be sent, checked, and turned into messages to store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from vox_console.domain.address import Sender, parse_sender
from vox_console.domain.errors import FieldProblem, SendRefused, Severity
from vox_console.domain.rest_message import RestMessage, rest_message
from vox_console.domain.segmentation import LongMethod, Segmentation, segment
from vox_console.domain.submission import WireAddress
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.domain.transport_name import TransportRule
from vox_console.settings.profiles import Profile
from vox_console.storage.outbox import NewMessage
from vox_console.transports.base import Capabilities

LONGEST_VALIDITY_H = 30 * 24


@dataclass(frozen=True, slots=True)
class SendOrder:
    """One text for any number of recipients. A single message is an order of one.

    recipients: E.164 digits without plus. coding: None for automatic. validity_h: 0 for the
    provider's default. hold_s: how long it may still be taken back before anything leaves. transport: the
    way it shall take; AUTO for the account's usual one. cut: drop what is beyond 140 octets instead of
    splitting, where the provider can; a person has seen what is lost. despite_opt_out: a person sends it
    although a number may want no messages.
    """

    sender: str
    recipients: tuple[str, ...]
    text: str
    coding: int | None = None
    method: LongMethod | None = None
    receipt: bool = True
    validity_h: int = 0
    hold_s: float = 0.0
    transport: TransportRule = TransportRule.AUTO
    cut: bool = False
    despite_opt_out: bool = False


@dataclass(frozen=True, slots=True)
class CheckedOrder:
    """An order with its sender and its cut worked out, and everything that is wrong with it.

    whole: how the text is handed over where the provider cuts it; None where we do.
    """

    sender: Sender
    segmentation: Segmentation
    problems: tuple[FieldProblem, ...]
    whole: RestMessage | None = None

    @property
    def segments(self) -> int:
        """What the text becomes, in parts; 0 when it cannot be sent."""
        return 1 if self.whole is not None and self.whole.dropped else len(self.segmentation.pieces)


def cut(
    text: str,
    *,
    coding: int | None = None,
    method: LongMethod = LongMethod.UDH8,
    default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7,
) -> Segmentation:
    """Cut a text as it will be sent, or will be cut by the provider. Counter and sender both call this."""
    return segment(text, coding=coding, method=method, default_alphabet=default_alphabet)


def check(order: SendOrder, profile: Profile, capabilities: Capabilities) -> CheckedOrder:
    """Find everything that forbids sending `order`, and what is only worth a warning."""
    sender = parse_sender(order.sender, max_octets=capabilities.sender_octets)
    segmentation = cut_for(order, profile, capabilities)
    whole = None
    if not capabilities.caller_splits:
        whole = rest_message(segmentation, want_cut=order.cut, own_id=capabilities.own_ids)
    checked = CheckedOrder(sender, segmentation, (), whole)
    problems = [*sender.problems, *segmentation.problems]
    if order.coding is not None and order.coding not in capabilities.data_codings:
        problems.append(
            FieldProblem("coding", "not_here", f"Data coding {order.coding} cannot be used this way.")
        )
    if not order.recipients:
        problems.append(FieldProblem("to", "empty", "Nobody to send to: add at least one number."))
    if not order.text:
        problems.append(FieldProblem("message", "empty", "There is no text to send."))
    if checked.segments > profile.part_limit:
        problems.append(
            FieldProblem(
                "message",
                "too_many_parts",
                f"This text needs {checked.segments} parts; this account sends at most "
                f"{profile.part_limit}. Shorten it, or raise the limit in the account's settings.",
            )
        )
    if not 0 <= order.validity_h <= LONGEST_VALIDITY_H:
        problems.append(
            FieldProblem(
                "validity", "out_of_range", f"Give 1 to {LONGEST_VALIDITY_H} hours, or leave it empty."
            )
        )
    if order.validity_h and not capabilities.validity:
        problems.append(
            FieldProblem("validity", "not_here", "Over REST no validity can be given. Leave it empty.")
        )
    return replace(checked, problems=tuple(problems))


def cut_for(order: SendOrder, profile: Profile, capabilities: Capabilities) -> Segmentation:
    """Cut the text of an order for a way to the provider.

    Where the provider encodes, it does so by its own rules (provider_interface §8.1), whatever the account's
    data_coding 0 means over SMPP.
    """
    if not capabilities.caller_splits:
        return cut(order.text, coding=order.coding)
    return cut(
        order.text,
        coding=order.coding,
        method=order.method or profile.long_method,
        default_alphabet=profile.default_alphabet,
    )


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
            whole=checked.whole,
            despite_opt_out=order.despite_opt_out,
        )
        for recipient, reference in zip(recipients, references, strict=True)
    ]


def validity_period(hours: int) -> str:
    """Write hours as an SMPP relative time, "" for none (SMPP 3.4 §7.1.1: YYMMDDhhmmss000R)."""
    if not hours:
        return ""
    days, hours = divmod(hours, 24)
    return f"0000{days:02}{hours:02}0000000R"


def validity_hours(period: str) -> int:
    """Read what :func:`validity_period` wrote."""
    return int(period[4:6]) * 24 + int(period[6:8]) if period else 0
