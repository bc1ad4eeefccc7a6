"""Magic numbers: what the practice provider does with a message is written in its destination.

The last four digits choose the behaviour; a number whose last four digits are not in the table is
delivered like any ordinary one. ``vox-console practice --help`` prints the same table::

    0010  delivered, as any other number          0040  the receipt arrives before the answer
    0011  UNDELIV                                 0041  the receipt comes three times
    0012  REJECTD                                 0042  ENROUTE arrives after DELIVRD
    0013  EXPIRED                                 0043  DELIVRD, then UNDELIV contradicts it
    0014  DELETED                                 0050  receipt by TLVs only, no text
    0015  UNKNOWN                                 0051  receipt by text only, no TLVs
    0016  ACCEPTD is the last word                0052  receipt in data_sm
    0017  never a receipt                         0053  receipt in TLV message_payload
    0018  ENROUTE, then delivered                 0054  receipt fields in another order
    0020  throttled (0x58) twice, then accepted   0055  receipt with id and stat alone
    0021  queue full (0x14) twice, then accepted  0056  long dates and words, lower case
    0022  system error (0x08) twice, then acc.    0057  receipt with addresses not swapped
    0023  refused: destination (0x0B)             0058  receipt without esm_class and TLVs
    0024  refused: sender (0x0A)                  0059  text id is wrong, TLV id is right
    0025  refused: submit failed (0x45)           0060  decimal ids
    0026  refused: vendor status (0x401)          0061  id answered in hex, reported in decimal
    0027  throttled (0x58) for ever               0062  id answered in decimal, reported in hex
    0028  queue full (0x14) for ever              0063  id zero-padded, reported without zeros
    0029  system error (0x08) for ever            0064  id in lower case, reported in upper case
    0030  accepted, answer without a body         0044  the customer answers YES
    0031  accepted and delivered, never answered  0045  the customer answers STOP
    0032  not accepted, never answered            0047  the customer answers in Arabic and Hebrew
    0033  accepted, answered after the client gave up
    0034  connection cut instead of accepting
    0035  accepted, connection cut instead of answering
    0036  refused (0x45) with a full body
    0046  the customer answers at length, pieces out of order

A customer answers the number that wrote to him; to a sender that is a name nobody can write.
Each row is data (:class:`Behaviour`); nothing else in the package knows a magic number.
Sources of the cases: interface reference §7 and §12, SMPP 3.4 §4.4, §5.1.3 and Appendix B.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vox_console.domain.customer_scene import Scene
from vox_console.practice.message_ids import IdForm
from vox_console.smpp.pdus import CommandStatus

RSUBMITFAIL = 0x45  # SMPP 3.4 §5.1.3
VENDOR_STATUS = 0x401  # from the range 0x400-0x4FF that the specification leaves to vendors

SUFFIX_DIGITS = 4
REFUSALS_BEFORE_ACCEPTING = 2
FOR_EVER = -1


class Stat(StrEnum):
    """The ``stat`` word of a receipt (SMPP 3.4 Appendix B, table B-2)."""

    ENROUTE = "ENROUTE"
    DELIVRD = "DELIVRD"
    EXPIRED = "EXPIRED"
    DELETED = "DELETED"
    UNDELIV = "UNDELIV"
    ACCEPTD = "ACCEPTD"
    UNKNOWN = "UNKNOWN"
    REJECTD = "REJECTD"

    @property
    def message_state(self) -> int:
        """The value for TLV message_state 0x0427 (SMPP 3.4 §5.2.28)."""
        return _MESSAGE_STATES[self]


_MESSAGE_STATES = {stat: value for value, stat in enumerate(Stat, start=1)}


class Answer(StrEnum):
    """How an accepted or ignored submit_sm is answered."""

    NORMAL = "normal"
    WITHOUT_BODY = "without_body"  # 16 octets: command_status 0, no message_id
    NEVER = "never"
    LATE = "late"  # after the settings' late_answer_s
    CUT = "cut"  # the connection is closed instead


class ReceiptForm(StrEnum):
    """How a receipt is put on the wire."""

    STANDARD = "standard"  # Appendix B text and TLVs 0x001E and 0x0427
    TLV_ONLY = "tlv_only"
    TEXT_ONLY = "text_only"
    DATA_SM = "data_sm"
    PAYLOAD = "payload"  # text in TLV message_payload 0x0424
    REORDERED = "reordered"
    MINIMAL = "minimal"
    LONG = "long"  # dates of 14 digits, "Delivered" for DELIVRD, labels in lower case
    NOT_SWAPPED = "not_swapped"
    DISGUISED = "disguised"  # esm_class 0 and no TLVs: only the text tells
    WRONG_TEXT_ID = "wrong_text_id"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What becomes of a message to a magic number.

    refuse_status: command_status of the refusals, refuse_times: how many tries of the same message
    are refused before one is accepted (FOR_EVER: none ever is).
    accepts: whether it is taken at all once it is not refused; receipts: the words that follow.
    receipt_copies: how often each receipt is sent although it was acknowledged. reply: what the customer
    writes back, a while after; to a sender that is a name nobody can.
    """

    summary: str
    refuse_status: int = 0
    refuse_times: int = 0
    refusal_has_body: bool = False
    accepts: bool = True
    answer: Answer = Answer.NORMAL
    receipts: tuple[Stat, ...] = (Stat.DELIVRD,)
    receipt_copies: int = 1
    receipt_before_answer: bool = False
    form: ReceiptForm = ReceiptForm.STANDARD
    ids: IdForm = IdForm.OPAQUE
    reply: Scene | None = None


ORDINARY = Behaviour("delivered, as any other number")

BEHAVIOURS: dict[str, Behaviour] = {
    "0010": ORDINARY,
    "0011": Behaviour("UNDELIV", receipts=(Stat.UNDELIV,)),
    "0012": Behaviour("REJECTD", receipts=(Stat.REJECTD,)),
    "0013": Behaviour("EXPIRED", receipts=(Stat.EXPIRED,)),
    "0014": Behaviour("DELETED", receipts=(Stat.DELETED,)),
    "0015": Behaviour("UNKNOWN", receipts=(Stat.UNKNOWN,)),
    "0016": Behaviour("ACCEPTD is the last word", receipts=(Stat.ACCEPTD,)),
    "0017": Behaviour("never a receipt", receipts=()),
    "0018": Behaviour("ENROUTE, then delivered", receipts=(Stat.ENROUTE, Stat.DELIVRD)),
    "0020": Behaviour(
        "throttled (0x58) twice, then accepted",
        refuse_status=CommandStatus.ESME_RTHROTTLED,
        refuse_times=REFUSALS_BEFORE_ACCEPTING,
    ),
    "0021": Behaviour(
        "queue full (0x14) twice, then accepted",
        refuse_status=CommandStatus.ESME_RMSGQFUL,
        refuse_times=REFUSALS_BEFORE_ACCEPTING,
    ),
    "0022": Behaviour(
        "system error (0x08) twice, then accepted",
        refuse_status=CommandStatus.ESME_RSYSERR,
        refuse_times=REFUSALS_BEFORE_ACCEPTING,
    ),
    "0023": Behaviour(
        "refused: destination (0x0B)", refuse_status=CommandStatus.ESME_RINVDSTADR, refuse_times=FOR_EVER
    ),
    "0024": Behaviour(
        "refused: sender (0x0A)", refuse_status=CommandStatus.ESME_RINVSRCADR, refuse_times=FOR_EVER
    ),
    "0025": Behaviour("refused: submit failed (0x45)", refuse_status=RSUBMITFAIL, refuse_times=FOR_EVER),
    "0026": Behaviour("refused: vendor status (0x401)", refuse_status=VENDOR_STATUS, refuse_times=FOR_EVER),
    "0027": Behaviour(
        "throttled (0x58) for ever", refuse_status=CommandStatus.ESME_RTHROTTLED, refuse_times=FOR_EVER
    ),
    "0028": Behaviour(
        "queue full (0x14) for ever", refuse_status=CommandStatus.ESME_RMSGQFUL, refuse_times=FOR_EVER
    ),
    "0029": Behaviour(
        "system error (0x08) for ever", refuse_status=CommandStatus.ESME_RSYSERR, refuse_times=FOR_EVER
    ),
    "0030": Behaviour("accepted, answer without a body", answer=Answer.WITHOUT_BODY),
    "0031": Behaviour("accepted and delivered, never answered", answer=Answer.NEVER),
    "0032": Behaviour("not accepted, never answered", accepts=False, answer=Answer.NEVER),
    "0033": Behaviour("accepted, answered after the client gave up", answer=Answer.LATE),
    "0034": Behaviour("connection cut instead of accepting", accepts=False, answer=Answer.CUT),
    "0035": Behaviour("accepted, connection cut instead of answering", answer=Answer.CUT),
    "0036": Behaviour(
        "refused (0x45) with a full body",
        refuse_status=RSUBMITFAIL,
        refuse_times=FOR_EVER,
        refusal_has_body=True,
    ),
    "0040": Behaviour("the receipt arrives before the answer", receipt_before_answer=True),
    "0041": Behaviour("the receipt comes three times", receipt_copies=3),
    "0042": Behaviour("ENROUTE arrives after DELIVRD", receipts=(Stat.DELIVRD, Stat.ENROUTE)),
    "0043": Behaviour("DELIVRD, then UNDELIV contradicts it", receipts=(Stat.DELIVRD, Stat.UNDELIV)),
    "0044": Behaviour("the customer answers YES", reply=Scene.PLAIN),
    "0045": Behaviour("the customer answers STOP", reply=Scene.STOP),
    "0046": Behaviour("the customer answers at length, pieces out of order", reply=Scene.SHUFFLED),
    "0047": Behaviour("the customer answers in Arabic and Hebrew", reply=Scene.RIGHT_TO_LEFT),
    "0050": Behaviour("receipt by TLVs only, no text", form=ReceiptForm.TLV_ONLY),
    "0051": Behaviour("receipt by text only, no TLVs", form=ReceiptForm.TEXT_ONLY),
    "0052": Behaviour("receipt in data_sm", form=ReceiptForm.DATA_SM),
    "0053": Behaviour("receipt in TLV message_payload", form=ReceiptForm.PAYLOAD),
    "0054": Behaviour("receipt fields in another order", form=ReceiptForm.REORDERED),
    "0055": Behaviour("receipt with id and stat alone", form=ReceiptForm.MINIMAL),
    "0056": Behaviour("long dates and words, lower case", form=ReceiptForm.LONG),
    "0057": Behaviour("receipt with addresses not swapped", form=ReceiptForm.NOT_SWAPPED),
    "0058": Behaviour("receipt without esm_class and TLVs", form=ReceiptForm.DISGUISED),
    "0059": Behaviour("text id is wrong, TLV id is right", form=ReceiptForm.WRONG_TEXT_ID),
    "0060": Behaviour("decimal ids", ids=IdForm.DECIMAL),
    "0061": Behaviour("id answered in hex, reported in decimal", ids=IdForm.HEX_THEN_DECIMAL),
    "0062": Behaviour("id answered in decimal, reported in hex", ids=IdForm.DECIMAL_THEN_HEX),
    "0063": Behaviour("id zero-padded, reported without zeros", ids=IdForm.PADDED_THEN_BARE),
    "0064": Behaviour("id in lower case, reported in upper case", ids=IdForm.LOWER_THEN_UPPER),
}


def behaviour_of(destination: str) -> Behaviour:
    """Give what happens to a message to `destination` (digits as they stand in the PDU)."""
    return BEHAVIOURS.get(destination[-SUFFIX_DIGITS:], ORDINARY)


def table() -> str:
    """Give the magic numbers, one a line, for the command's help."""
    return "\n".join(f"  ...{suffix}  {behaviour.summary}" for suffix, behaviour in BEHAVIOURS.items())
