"""What the truth panel draws: the octets that would leave, each way, before anything does. Frozen values.

REST sends one text and the provider makes messages of it; SMPP sends the parts we made. So the two columns
have little in common, and each has a value of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from vox_console.presenters.delivery_state import Fact


@dataclass(frozen=True, slots=True)
class PartOctets:
    """One part as SMPP carries it, in hexadecimal; "rr" stands for an octet that is not known yet.

    title: which part and how much of the text. header: the user data header, "" without one. body: the text
    in its coding. tlvs: name and octets of the parameters that carry it or tie it to the others.
    """

    title: str
    header: str
    body: str
    tlvs: tuple[Fact, ...] = ()

    @property
    def octets(self) -> str:
        """The user data whole, as short_message or message_payload has it."""
        return " ".join(filter(None, (self.header, self.body)))


@dataclass(frozen=True, slots=True)
class SmppTruth:
    """What SMPP would carry. taken: the way it will take now. trouble: why nothing would leave, in words."""

    taken: bool
    facts: tuple[Fact, ...] = ()
    parts: tuple[PartOctets, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    """What `cut` drops. words say how much, caution what is not certain about it.

    offer: what the check box says, "" where it cannot be had. chosen: it is ticked.
    """

    words: str
    text: str
    caution: str = ""
    offer: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class RestTruth:
    """What REST would post. why: the mode's reason, one sentence.

    body: the JSON exactly as posted, but for the masked password; shown: the same value with what cannot be
    seen written as JSON's own escapes. remarks: what in it is a stand-in. curl: a command line that posts
    the same.
    """

    taken: bool
    facts: tuple[Fact, ...] = ()
    why: str = ""
    loss: Loss | None = None
    body: str = ""
    shown: str = ""
    remarks: str = ""
    curl: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class TruthState:
    """Both ways of one text; None for one that the account does not have. choice: it has both."""

    rest: RestTruth | None = None
    smpp: SmppTruth | None = None

    @property
    def choice(self) -> bool:
        """Whether it has to be told which of them is taken."""
        return self.rest is not None and self.smpp is not None

    @property
    def smpp_first(self) -> bool:
        """Whether SMPP comes first where there is room for one at a time: it is the way that is taken."""
        return self.smpp is not None and self.smpp.taken
