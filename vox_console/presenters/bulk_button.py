"""What stands around the one button of the bulk pane: why it cannot be pressed, and what to know before."""

from __future__ import annotations

from vox_console.presenters.bulk_recent import CHOOSE
from vox_console.presenters.bulk_state import CheckShown
from vox_console.presenters.compose_route import Route
from vox_console.presenters.compose_words import offline_words

NOT_SEEN = "Nothing leaves before you have seen the sum"
MENDED = "Rows were mended since this check"


def blocked_by(check: CheckShown | None, *, busy: str, fault: str) -> str:
    """Say why the button cannot be pressed, "" when it can.

    check: None while there is none that holds. busy: what goes on meanwhile. fault: of the message.
    """
    if busy or fault or check is None:
        return busy or fault
    if not check.accepted.count:
        return "No row can be sent to"
    if check.recent is not None and check.recent.must_choose:
        return CHOOSE
    if check.must_type and _digits(check.typed) != str(check.must_type):
        return f"Type {check.must_type:,} to confirm"
    return ""


def aside(check: CheckShown | None, route: Route, *, note: str) -> str:
    """Say what to know before it is pressed. note: why there is no check any more."""
    if note or check is None:
        return note or NOT_SEEN
    if check.outdated:
        return MENDED
    return route.words if route.bound else offline_words(route.able)


def check_words(outdated: CheckShown | None) -> str:
    """Say what the button does before a check that holds."""
    return "Check the list" if outdated is None else "Check again"


def _digits(typed: str) -> str:
    """Give a count as typed without what stands between its thousands."""
    return "".join(each for each in typed if each not in " ,.'\u00a0\u202f")
