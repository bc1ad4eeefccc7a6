"""The order that pressing Send would give, and what :func:`vox_console.services.orders.check` says to it.

The counter, the options, the truth panel and the sender all go by that one function, each with the
capabilities of the way the message would take, so none of them can disagree with what leaves.
"""

from __future__ import annotations

from vox_console.domain.segmentation import LongMethod
from vox_console.domain.transport_name import TransportRule
from vox_console.presenters.draft import Draft
from vox_console.presenters.validity import hours_of
from vox_console.services.orders import CheckedOrder, SendOrder, check
from vox_console.settings.profiles import Profile
from vox_console.transports.base import Capabilities

NOBODY = Profile(name="none", host="none", system_id="none")
"""The limits that a text is counted by while no account is chosen."""


def order_of(
    draft: Draft, recipients: tuple[str, ...], *, rule: TransportRule, hold_s: float = 0.0, cut: bool = False
) -> SendOrder:
    """Give the order of what is composed. recipients: E.164 digits."""
    return SendOrder(
        sender=draft.sender,
        recipients=recipients,
        text=draft.text,
        coding=draft.coding,
        method=LongMethod(draft.method) if draft.method else None,
        receipt=draft.receipt,
        validity_h=hours_of(draft.validity) or 0,
        hold_s=hold_s,
        transport=rule,
        cut=cut,
    )


class OrderCheck:
    """Checks orders. The last answer is kept: most changes of the pane are not changes of the order."""

    def __init__(self) -> None:
        self._asked: tuple[SendOrder, Profile, Capabilities] | None = None
        self._answer: CheckedOrder | None = None

    def __call__(self, order: SendOrder, profile: Profile | None, able: Capabilities) -> CheckedOrder:
        """Give what is right and wrong with an order that takes this way."""
        asked = (order, profile or NOBODY, able)
        if self._answer is None or asked != self._asked:
            self._answer = check(*asked)
            self._asked = asked
        return self._answer
