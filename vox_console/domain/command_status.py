"""What command_status means (SMPP 3.4 §5.1.3): a name, plain words, what to do, and what we do about it.

Three verdicts for a submit: accepted, refused, and "later" for the few codes that say the message was not
taken now but may be taken unchanged in a moment. Binds are refused for good or for a while. Codes of SMPP 5
and of vendors are shown by number, never guessed at.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vox_console.domain.errors import BindRefused


class Verdict(StrEnum):
    """What a submit_sm_resp decides."""

    ACCEPTED = "accepted"
    RETRY_LATER = "retry_later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class CommandStatus:
    """One code. meaning and action are whole sentences for a person."""

    code: int
    name: str
    meaning: str
    action: str

    def __str__(self) -> str:
        return f"{self.name} (0x{self.code:08X}): {self.meaning}"


ROK = 0x00
RSYSERR = 0x08
RMSGQFUL = 0x14
RTHROTTLED = 0x58

# §10: not accepted now, may be accepted unchanged later. System error is capped by the dispatcher.
RETRY_LATER = frozenset({RTHROTTLED, RMSGQFUL, RSYSERR})

# Anything else that a bind is refused with will not change by asking again.
_BIND_MAY_PASS = frozenset({0x05, 0x0D, RSYSERR, RMSGQFUL, RTHROTTLED, 0x64, 0xFF})

_ASK = "Ask the provider, and quote the code."
_PROTOCOL = "This points to a fault in this program or the provider's; report it with the session log."
_SENDER = "Check the sender with the provider: it may have to be registered."
_NUMBER = "Check the number; it may also have no route."
_SETTING = "Change the setting in the profile."
_NOT_USED = "This program does not use that operation. Ask the provider, and quote the code."
_LATER = "It is tried again by itself, more slowly."

_TABLE: dict[int, tuple[str, str, str]] = {
    0x00: ("ESME_ROK", "Accepted.", "Nothing to do."),
    0x01: ("ESME_RINVMSGLEN", "The message length is not accepted.", "Shorten the text."),
    0x02: ("ESME_RINVCMDLEN", "The provider could not read the length of a command.", _PROTOCOL),
    0x03: ("ESME_RINVCMDID", "The provider does not know a command that was sent.", _PROTOCOL),
    0x04: (
        "ESME_RINVBNDSTS",
        "This session may not do that: it is bound the wrong way or not at all.",
        "Bind as transceiver, or ask the provider which bind is enabled.",
    ),
    0x05: (
        "ESME_RALYBND",
        "The account is already bound, often by a session that has not ended yet.",
        "It is tried again in about a minute. If it lasts, close other programs with this account.",
    ),
    0x06: ("ESME_RINVPRTFLG", "The priority is not accepted.", _SETTING),
    0x07: ("ESME_RINVREGDLVFLG", "The request for a receipt is not accepted.", _SETTING),
    0x08: ("ESME_RSYSERR", "The provider has an internal error; some say this for a missing route.", _LATER),
    0x0A: ("ESME_RINVSRCADR", "The sender is not accepted.", _SENDER),
    0x0B: ("ESME_RINVDSTADR", "The number is not accepted.", _NUMBER),
    0x0C: ("ESME_RINVMSGID", "The provider does not know the message id.", _ASK),
    0x0D: ("ESME_RBINDFAIL", "The bind failed.", "It is tried again slowly. If it lasts, ask the provider."),
    0x0E: (
        "ESME_RINVPASWD",
        "The password is wrong.",
        "Enter it again. Repeated tries may lock the account, so none is made by itself.",
    ),
    0x0F: (
        "ESME_RINVSYSID",
        "The system_id is not known.",
        "Check the system_id and whether this computer's address is allowed. None is tried by itself.",
    ),
    0x11: ("ESME_RCANCELFAIL", "Cancelling failed.", _NOT_USED),
    0x13: ("ESME_RREPLACEFAIL", "Replacing failed.", _NOT_USED),
    0x14: (
        "ESME_RMSGQFUL",
        "The provider's queue is full; some say this when the credit is used up.",
        _LATER,
    ),
    0x15: ("ESME_RINVSERTYP", "The service_type is not accepted.", _SETTING),
    0x33: ("ESME_RINVNUMDESTS", "The number of destinations is not accepted.", _NOT_USED),
    0x34: ("ESME_RINVDLNAME", "The distribution list is not known.", _NOT_USED),
    0x40: ("ESME_RINVDESTFLAG", "The kind of destination is not accepted.", _NOT_USED),
    0x42: ("ESME_RINVSUBREP", "Replacing a waiting message is not accepted.", _ASK),
    0x43: (
        "ESME_RINVESMCLASS",
        "The esm_class is not accepted, often because of how a long text is split.",
        "Choose another long-message method in the profile.",
    ),
    0x44: ("ESME_RCNTSUBDL", "Sending to a distribution list is not possible.", _NOT_USED),
    0x45: ("ESME_RSUBMITFAIL", "The provider refused the message without a reason.", _ASK),
    0x48: ("ESME_RINVSRCTON", "The sender's type of number is not accepted.", _SETTING),
    0x49: ("ESME_RINVSRCNPI", "The sender's numbering plan is not accepted.", _SETTING),
    0x50: ("ESME_RINVDSTTON", "The recipient's type of number is not accepted.", _SETTING),
    0x51: ("ESME_RINVDSTNPI", "The recipient's numbering plan is not accepted.", _SETTING),
    0x53: ("ESME_RINVSYSTYP", "The system_type is not accepted.", _SETTING),
    0x54: ("ESME_RINVREPFLAG", "The replace flag is not accepted.", _ASK),
    0x55: ("ESME_RINVNUMMSGS", "The number of messages is not accepted.", _ASK),
    0x58: ("ESME_RTHROTTLED", "Sending is faster than the account allows.", _LATER),
    0x61: ("ESME_RINVSCHED", "The time to send at is not accepted.", _SETTING),
    0x62: ("ESME_RINVEXPIRY", "The validity is not accepted.", "Choose another validity."),
    0x63: ("ESME_RINVDFTMSGID", "The provider's canned message is not known.", _ASK),
    0x64: ("ESME_RX_T_APPN", "The receiving program could not take it now.", "It is sent again later."),
    0x65: ("ESME_RX_P_APPN", "The receiving program cannot take it.", _ASK),
    0x66: ("ESME_RX_R_APPN", "The receiving program rejected it.", _ASK),
    0x67: ("ESME_RQUERYFAIL", "The status query failed.", _NOT_USED),
    0xC0: ("ESME_RINVOPTPARSTREAM", "The optional parameters could not be read.", _PROTOCOL),
    0xC1: ("ESME_ROPTPARNOTALLWD", "An optional parameter is not allowed.", "Choose UDH for long texts."),
    0xC2: ("ESME_RINVPARLEN", "A parameter has a length that is not accepted.", _PROTOCOL),
    0xC3: ("ESME_RMISSINGOPTPARAM", "An optional parameter is missing that the provider expects.", _ASK),
    0xC4: ("ESME_RINVOPTPARAMVAL", "An optional parameter has a value that is not accepted.", _ASK),
    0xFE: ("ESME_RDELIVERYFAILURE", "The message could not be delivered.", _ASK),
    0xFF: ("ESME_RUNKNOWNERR", "The provider has an error without a name.", _ASK),
    0x0104: ("ESME_RINVDCS", "The data_coding is not accepted (SMPP 5).", "Choose another data coding."),
}


def describe(code: int) -> CommandStatus:
    """Give words for any code, known or not; none of them is ever blank."""
    if code in _TABLE:
        return CommandStatus(code, *_TABLE[code])
    number = f"0x{code:X} ({code})"
    if 0x0100 <= code <= 0x0112:
        return CommandStatus(
            code, "SMPP 5 error", f"The provider answered with SMPP 5's error {number}.", _ASK
        )
    if code >= 0x0400:
        return CommandStatus(
            code, "Vendor error", f"The provider answered with its own error {number}.", _ASK
        )
    return CommandStatus(code, "Reserved error", f"The provider answered with reserved error {number}.", _ASK)


def submit_verdict(code: int) -> Verdict:
    """Say what a submit_sm_resp with this command_status decides."""
    if code == ROK:
        return Verdict.ACCEPTED
    return Verdict.RETRY_LATER if code in RETRY_LATER else Verdict.REFUSED


def bind_refusal(code: int) -> BindRefused:
    """Give the error, in words, that a refused bind is reported with.

    Fatal for everything a person must change; not for codes that pass by themselves, such as a session of
    ours that still hangs (0x05, 0x0D).
    """
    status = describe(code)
    return BindRefused(
        "The provider refused the bind",
        detail=str(status),
        hint=status.action,
        command_status=code,
        fatal=code not in _BIND_MAY_PASS,
    )
