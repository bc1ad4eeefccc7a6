"""What would leave if Send were pressed now, over each way the account has, octet by octet.

Every octet here comes from the code that sends: the check of the order, the frame around its parts
(:func:`vox_console.domain.segmentation.frame`) and the body of a submit
(:mod:`vox_console.transports.rest_body`). So what is shown is what leaves; tests hold it against what a
provider received. A way that the account does not have is not shown: nothing leaves there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from vox_console.domain.errors import Severity
from vox_console.domain.transport_name import TransportName
from vox_console.presenters.truth_rest import rest_truth
from vox_console.presenters.truth_smpp import smpp_truth
from vox_console.presenters.truth_state import RestTruth, SmppTruth, TruthState
from vox_console.services.orders import CheckedOrder, SendOrder, check
from vox_console.settings.profiles import Profile
from vox_console.transports.base import Capabilities


def truth_state(
    order: SendOrder, profile: Profile | None, ways: Mapping[str, Capabilities | None], *, taken: str
) -> TruthState:
    """Say what would leave over each way. ways: by name; taken: the one it would take now."""
    if profile is None:
        return TruthState()
    rest, smpp = ways.get(TransportName.REST), ways.get(TransportName.SMPP)
    return TruthState(
        rest=_over_rest(order, profile, rest, taken=taken == TransportName.REST) if rest else None,
        smpp=_over_smpp(order, profile, smpp, taken=taken == TransportName.SMPP) if smpp else None,
    )


def _over_rest(order: SendOrder, profile: Profile, able: Capabilities, *, taken: bool) -> RestTruth:
    # Whether to cut is decided for the way it takes; elsewhere only what that would lose is told.
    checked = check(order if taken else replace(order, cut=False), profile, able)
    trouble = _trouble(checked)
    if trouble or checked.whole is None:
        return RestTruth(taken, trouble=trouble)
    return rest_truth(checked, checked.whole, order.recipients, profile=profile, able=able, taken=taken)


def _over_smpp(order: SendOrder, profile: Profile, able: Capabilities, *, taken: bool) -> SmppTruth:
    checked = check(order, profile, able)
    trouble = _trouble(checked)
    return SmppTruth(taken, trouble=trouble) if trouble else smpp_truth(checked.segmentation, taken=taken)


def _trouble(checked: CheckedOrder) -> str:
    """Say why this text cannot go this way; who it is from and for is another matter."""
    fatal = (p for p in checked.problems if p.severity is Severity.ERROR)
    return next((p.text for p in fatal if p.field in {"message", "coding", "validity"}), "")
