"""What the operator is told when a session opens: what an earlier run left behind."""

from __future__ import annotations

from vox_console.domain.errors import Severity
from vox_console.presenters.compose_words import plural
from vox_console.presenters.states import Notice


def unknown_notice(count: int) -> Notice:
    """Tell of messages whose answer was lost with the last run."""
    words = "its answer was" if count == 1 else "their answers were"
    return Notice(
        "lost answers",
        f"{plural(count, 'message')} unknown",
        f"The program ended before {words} stored. Nothing is sent again by itself.",
        Severity.WARNING,
    )


def consent_notice(count: int) -> Notice:
    """Ask about messages that never left."""
    return Notice(
        "left behind",
        f"{plural(count, 'message')} still here",
        "Not sent before the program ended. Does it still hold true?" if count == 1
        else "Not sent before the program ended. Do they still hold true?",
        Severity.WARNING,
        action="Send it now" if count == 1 else "Send them now",
    )  # fmt: skip


def plain_text_notice(account: str) -> Notice:
    """Warn that the link is not encrypted."""
    return Notice(
        "plain text",
        "This link is not encrypted",
        f"Anyone on the network between here and {account} can read messages and the password.",
        Severity.WARNING,
        action="I understand",
    )
