"""What is told when a session opens: what takes its time, and what an earlier run left behind."""

from __future__ import annotations

from typing import Final

from vox_console.domain.errors import Severity
from vox_console.presenters.compose_words import plural
from vox_console.presenters.notice import Notice
from vox_console.storage.opening import OpeningStep

LEFT_BEHIND = "left behind"

_STEP_WORDS: Final = {
    OpeningStep.CHECKING: "Checking that the history is whole…",
    OpeningStep.BACKING_UP: "Backing the history up before it is brought up to date…",
    OpeningStep.UPDATING: "Bringing the history up to date…",
}


def opening_words(step: OpeningStep | None) -> str:
    """Tell what is done with the history before anything shows. step: None when nothing slow is known."""
    return _STEP_WORDS[step] if step else "Opening the history…"


def unknown_notice(count: int) -> Notice:
    """Tell of messages whose answer was lost with the last run."""
    words = "its answer was" if count == 1 else "their answers were"
    return Notice(
        "lost answers",
        f"{plural(count, 'message')} unknown",
        f"The program ended before {words} stored. Nothing is sent again by itself.",
        Severity.WARNING,
    )


def consent_notice(key: str, count: int) -> Notice:
    """Ask about messages of the open account that never left."""
    return Notice(
        key,
        f"{plural(count, 'message')} still here",
        _not_sent(count),
        Severity.WARNING,
        action="Send it now" if count == 1 else "Send them now",
    )


def other_account_notice(key: str, account: str, count: int) -> Notice:
    """Tell of messages that only another account can send."""
    return Notice(
        key,
        f"{plural(count, 'message')} of account {account} still here: "
        f"open that account to send {'it' if count == 1 else 'them'}",
        _not_sent(count),
        Severity.WARNING,
        action="Accounts…",
    )


def _not_sent(count: int) -> str:
    who = "it" if count == 1 else "they"
    return f"Not sent yet: the program ended, or another account was opened, before {who} could leave."


def plain_text_notice(account: str) -> Notice:
    """Warn that the link is not encrypted."""
    return Notice(
        "plain text",
        "This link is not encrypted",
        f"Anyone on the network between here and {account} can read messages and the password.",
        Severity.WARNING,
        action="I understand",
    )


def rest_plain_text_notice(account: str) -> Notice:
    """Warn that what goes over REST is not encrypted."""
    return Notice(
        "rest plain text",
        "REST is not encrypted",
        f"Anyone on the network between here and {account} can read messages, statuses and the password.",
        Severity.WARNING,
        action="I understand",
    )
