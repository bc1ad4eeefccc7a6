"""Who wants no messages, who said so, when and in which words: the entries of the register."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

STOPPED_WORDS = "This number has opted out since the file was read."
"""Why a row of a list did not become a message."""
TAKEN_BACK_WORDS = "This number opted out before the message could leave."
"""Why a message that waited did not leave."""

_LINE_ENDS = re.compile(r"\r\n?")


class OptOutSource(StrEnum):
    """How an entry came to be. The words are a promise of the command line's JSON."""

    HAND = "hand"  # an operator entered it
    FILE = "file"  # it stood in a list
    REPLY = "reply"  # the customer wrote it


@dataclass(frozen=True, slots=True)
class OptOut:
    """One number that wants no messages. at_us: when that was said, microseconds since 1970 UTC.

    number: E.164 digits without plus. said_by: a person or a file, as they are called, "" when nobody is
    named. evidence: the words. sender: whose messages are not wanted, "" for everybody's. message_id: of the
    message in which it was said, "" for none.
    """

    number: str
    at_us: int
    said_by: str = ""
    evidence: str = ""
    sender: str = ""
    source: OptOutSource = OptOutSource.HAND
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """What was written into the register at one moment, for ever.

    ends: messages are wanted again from here on; the evidence of `what` is then the reason. entered_at_us:
    when it was written down.
    """

    id: int
    what: OptOut
    ends: bool
    entered_at_us: int


_SOURCE_WORDS = {
    OptOutSource.HAND: "entered by hand",
    OptOutSource.FILE: "out of a list",
    OptOutSource.REPLY: "the customer's answer",
}


def source_words(what: OptOut) -> str:
    """Say who said it: "entered by hand, Ana", "out of a list, stop.csv"."""
    return ", ".join(filter(None, (_SOURCE_WORDS[what.source], what.said_by)))


def opted_out_words(what: OptOut, since: str) -> str:
    """Say of a number why nothing is sent to it. since: the day, in words."""
    whose = f" from {what.sender}" if what.sender else ""
    said = f": “{what.evidence}”" if what.evidence else ""
    return f"Wants no messages{whose} since {since} ({source_words(what)}{said})."


def spoken(what: OptOut, *, our_address: str, language: str) -> OptOut:
    """Give an entry as a customer's own words make it: to which number of ours, and in which language."""
    said_by = f"to {clean_words(our_address)}, in “{language}”"
    return replace(what, said_by=said_by, evidence=clean_words(what.evidence), source=OptOutSource.REPLY)


def clean_words(text: str) -> str:
    """Give words as the register keeps them: without what no file can hold, the line ends all alike."""
    known = text.encode("utf-8", "replace").decode().replace("\0", "")
    return _LINE_ENDS.sub("\n", known).strip()
