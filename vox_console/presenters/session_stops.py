"""The notice that a way has stopped for good: one for each way, so that neither hides the other."""

from __future__ import annotations

from vox_console.domain.errors import Severity
from vox_console.domain.link import LinkGauge, Stopped
from vox_console.domain.transport_name import TransportName
from vox_console.presenters.notice import Notice
from vox_console.presenters.session_ways import Way, remedy


def stopped_notice(link: Stopped, name: str = TransportName.SMPP, *, both: bool = False) -> Notice:
    """Tell why a way does not go on by itself, whole, with what the operator can do about it.

    both: the account has another one, so this one is named.
    """
    title, action = remedy(way := Way(name, link, LinkGauge()))
    detail = " ".join(filter(None, (link.reason, link.hint)))
    return Notice(
        stopped_key(name),
        f"{way.label}: {title}" if both else title,
        detail,
        Severity.ERROR,
        action="Bind again" if action == "Bind" else action,
    )


def stopped_key(name: str) -> str:
    """Give the key of the notice that a way has stopped."""
    return f"stopped: {name}"
