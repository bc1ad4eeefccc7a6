"""A delivery receipt: tell it from a customer's message, and read what it says whatever its dialect.

Theory of operation. SMPP 3.4 fixes neither the text of a receipt (appendix B calls it vendor specific) nor
that there is one; optional parameters are the reliable half, when sent. So recognition goes from the
surest sign to the weakest (esm_class, TLVs, text), reading goes by labels wherever they stand, TLVs win over
text, and what cannot be read is kept verbatim or left empty. Nothing here raises on any octets: a receipt
that failed to parse would be redelivered for ever.

Source: SMPP 3.4 §5.2.12, §5.2.28, §5.3.2 and appendix B; provider_interface §4 and §7.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from vox_console.domain.delivery import Delivery
from vox_console.domain.message import FINAL_DELIVERIES, DeliveryState
from vox_console.domain.receipt_date import parse_receipt_date
from vox_console.domain.transport_name import Witness

RECEIPTED_MESSAGE_ID = 0x001E
NETWORK_ERROR_CODE = 0x0423
MESSAGE_PAYLOAD = 0x0424
MESSAGE_STATE = 0x0427

_KIND_MASK = 0x3C
_SMSC_RECEIPT = 0x04
_INTERMEDIATE = 0x20
_UDHI = 0x40

# SMPP 3.4 §5.2.28; 0 and 9 are SMPP 5's.
_STATE_WORDS = (
    "SCHEDULED",
    "ENROUTE",
    "DELIVRD",
    "EXPIRED",
    "DELETED",
    "UNDELIV",
    "ACCEPTD",
    "UNKNOWN",
    "REJECTD",
    "SKIPPED",
)

# Success is claimed by these words alone: DELIVERY FAILED and DELIVERED_TO_CARRIER begin alike.
_DELIVERED = frozenset({"DELIVRD", "DELIVERED"})

# Said of nothing but a message that the provider has. FAILED or SENT may be said of a request just as well.
_PROOFS = _DELIVERED | {
    "SCHEDULED",
    "ENROUTE",
    "ACCEPTD",
    "EXPIRED",
    "IM_EXPD",
    "DELETED",
    "UNDELIV",
    "REJECTD",
}

# Of the rest the beginning counts, in capitals; the first that fits.
_STATES: tuple[tuple[tuple[str, ...], DeliveryState], ...] = (
    (("UNDEL", "FAIL", "SKIP"), DeliveryState.UNDELIVERABLE),
    (("DELET",), DeliveryState.DELETED),
    (("REJ",), DeliveryState.REJECTED),
    (("EXP", "IM_EXP"), DeliveryState.EXPIRED),
    (("ACCEP",), DeliveryState.ACCEPTD),
    (("ENR", "ACKED", "SENT", "SUBMIT", "BUFF", "PEND", "QUEUED", "SCHED"), DeliveryState.ENROUTE),
)

_NETWORKS = {1: "ANSI-136", 2: "IS-95", 3: "GSM"}  # SMPP 3.4 §5.3.2.31

_LABEL = re.compile(
    r"(?<!\w)(id|sub|dlvrd|submit[ _]?date|done[ _]?date|stat|err|text) ?:", re.ASCII | re.IGNORECASE
)
# The usual order and spacing of SMPP 3.4 appendix B: a quarter of the general reader's time, same answer.
_USUAL = re.compile(
    r"id:([\w-]+) sub:(\d+) dlvrd:(\d+) submit date:(\d+) done date:(\d+) stat:(\w+) err:(\w+)"
    r"(?: text:(.*))?",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
_USUAL_LABELS = ("id", "sub", "dlvrd", "submitdate", "donedate", "stat", "err", "text")
_STRANGE_LABEL = re.compile(r"\s[^\W\d]\w* ?:.*", re.DOTALL)  # a vendor's own field ends the one before it
_BLANKS = " \t\r\n\0\x85\xa0"
_NEAR_THE_START = slice(300)  # an id of 65 octets and five fields of the usual widths fit in here
_FIRST_LABEL_BEFORE = 8  # "DLR: id:..." is a receipt, "What does id:1 ..." a customer
_ESSENTIAL = frozenset({"id", "stat"})


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says. Texts are "" and moments None where it is silent.

    provider_id: the id as received, case kept. state: None when it says nothing new (UNKNOWN, or a word
    nobody knows). word: the state's word verbatim. intermediate: a notification on the way, not the end;
    whatever its word says, its state is ENROUTE at most, because the provider goes on trying.
    error_code: the ``err`` field verbatim (it may be "21b" or "0009": never a number).
    submitted_at_us, done_at_us: UTC microseconds since 1970, read from submit_date and done_date, which
    are verbatim. sub, dlvrd: message counts, informational only. network_error: TLV 0x0423 in words.
    source, destination: as received without plus; the source usually is the message's recipient.
    disagreement: in words, when TLV and text tell different states (the TLV's was taken).
    witness: who said it. network: MCC and MNC as "220-01", rate and country as the provider wrote them; only
    queries and callbacks know these.
    """

    provider_id: str
    state: DeliveryState | None
    word: str
    intermediate: bool = False
    error_code: str = ""
    submitted_at_us: int | None = None
    done_at_us: int | None = None
    submit_date: str = ""
    done_date: str = ""
    sub: str = ""
    dlvrd: str = ""
    text: str = ""
    network_error: str = ""
    source: str = ""
    destination: str = ""
    disagreement: str = ""
    witness: Witness = Witness.SMPP
    network: str = ""
    rate: str = ""
    country: str = ""

    @property
    def proves(self) -> bool:
        """Whether it can only be said of a message that was accepted."""
        return is_proof(self.word)

    def identity(self) -> tuple[str, str, str, str]:
        """Give what makes two receipts the same one told twice."""
        return (self.provider_id, self.word, self.done_date, self.error_code)


def parse_receipt(
    delivery: Delivery, *, by_text: bool = True, utc_offset_min: int = 0, now_us: int | None = None
) -> Receipt | None:
    """Read a receipt, or give None when `delivery` is somebody's message. Never raises.

    by_text: also take a text that looks like a receipt for one. utc_offset_min: how far the provider's
    clock is ahead of UTC. now_us: the present; dates more than two days after it are not believed.
    """
    kind = delivery.esm_class & _KIND_MASK
    text = _text(delivery)
    if not (
        kind in {_SMSC_RECEIPT, _INTERMEDIATE}
        or (RECEIPTED_MESSAGE_ID in delivery.tlvs and MESSAGE_STATE in delivery.tlvs)
        or (by_text and _looks_like_receipt(text))
    ):
        return None
    fields = _fields(text)
    told = fields.get("stat", "")
    state, word, disagreement = _state(_tlv_word(delivery.tlvs.get(MESSAGE_STATE, b"")), told)
    if kind == _INTERMEDIATE and state in FINAL_DELIVERIES:
        state = DeliveryState.ENROUTE  # §5.2.12: final states come in receipts of their own
    submit_date, done_date = fields.get("submitdate", ""), fields.get("donedate", "")
    return Receipt(
        provider_id=_tlv_id(delivery.tlvs.get(RECEIPTED_MESSAGE_ID, b"")) or fields.get("id", ""),
        state=state,
        word=word,
        intermediate=kind == _INTERMEDIATE,
        error_code=fields.get("err", ""),
        submitted_at_us=parse_receipt_date(submit_date, utc_offset_min=utc_offset_min, now_us=now_us),
        done_at_us=parse_receipt_date(done_date, utc_offset_min=utc_offset_min, now_us=now_us),
        submit_date=submit_date,
        done_date=done_date,
        sub=fields.get("sub", ""),
        dlvrd=fields.get("dlvrd", ""),
        text=fields.get("text", ""),
        network_error=_network_error(delivery.tlvs.get(NETWORK_ERROR_CODE, b"")),
        source=delivery.source.strip().lstrip("+"),
        destination=delivery.destination.strip().lstrip("+"),
        disagreement=disagreement,
    )


@lru_cache(maxsize=256)  # providers know a handful of words
def state_of(word: str) -> DeliveryState | None:
    """Give the state a provider's word stands for, by prefix; None when it says nothing new.

    Delivered is the exception: it is claimed by its two words alone. Shared by receipts, callbacks and
    status queries (provider_interface §4).
    """
    capitals = word.strip().upper()
    if capitals in _DELIVERED:
        return DeliveryState.DELIVERED
    for prefixes, state in _STATES:
        if capitals.startswith(prefixes):
            return state
    return None


def is_proof(word: str) -> bool:
    """Say whether only a message that was accepted is told of so: by a state's own token, and no likeness."""
    return word.strip().upper() in _PROOFS


def _looks_like_receipt(text: str) -> bool:
    """Tell by an id and a stat field near the start, with something in both."""
    head = text[_NEAR_THE_START]
    first = _LABEL.search(head)
    if first is None or first.start() > _FIRST_LABEL_BEFORE:
        return False
    fields = _fields(head)
    return bool(fields.get("id") and fields.get("stat"))


def _text(delivery: Delivery) -> str:
    """Decode the text of a receipt: ASCII in practice, and never GSM, whatever data_coding 0 means."""
    octets = delivery.short_message or delivery.tlvs.get(MESSAGE_PAYLOAD, b"")
    if delivery.esm_class & _UDHI and octets and octets[0] < len(octets):
        octets = octets[1 + octets[0] :]
    if delivery.data_coding == 8 and b"\0" in octets:
        return octets.decode("utf-16-be", "replace")
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def _fields(text: str) -> dict[str, str]:
    """Split into label and value; the first occurrence of a label counts.

    The message's own words may look like fields, so what follows ``text:`` is only searched for fields when
    the id or the state is still missing, as in dialects that put the text first or in the middle.
    """
    usual = _USUAL.fullmatch(text)
    if usual:
        fields = dict(zip(_USUAL_LABELS, usual.groups(""), strict=True))
        fields["text"] = fields["text"].strip(_BLANKS)
        return fields
    return _fields_anywhere(text)


def _fields_anywhere(text: str) -> dict[str, str]:
    labels: list[tuple[str, int, int]] = []
    seen: set[str] = set()
    for match in _LABEL.finditer(text):
        label = match[1].lower()
        if len(label) > len("submit"):
            label = label.replace(" ", "").replace("_", "")
        if "text" in seen and seen >= _ESSENTIAL and labels[-1][0] == "text":
            break
        if label not in seen:
            seen.add(label)
            labels.append((label, match.start(), match.end()))
    if not labels:
        return {"text": text.strip(_BLANKS)}
    ends = [start for _, start, _ in labels[1:]] + [len(text)]
    return {
        label: _value(label, text[value_start:end])
        for (label, _, value_start), end in zip(labels, ends, strict=False)
    }


def _value(label: str, raw: str) -> str:
    if label == "text":
        return raw.strip(_BLANKS)
    value = _STRANGE_LABEL.sub("", raw).strip(_BLANKS + ",;")
    if label in {"submitdate", "donedate"}:
        return value
    if label == "stat":
        return value.rstrip(".!")
    return next(iter(value.split(maxsplit=1)), "")


def _state(tlv_word: str, told: str) -> tuple[DeliveryState | None, str, str]:
    """Weigh message_state against the text: (state, word, disagreement)."""
    if not tlv_word:
        return state_of(told), told, ""
    state = state_of(tlv_word)
    if not told or state_of(told) is state:
        return state, told or tlv_word, ""
    return state, tlv_word, f"message_state says {tlv_word}, the text says {told}"


def _tlv_word(octets: bytes) -> str:
    """Give message_state's word, "" when it is absent, of the wrong length or not in the table."""
    return _STATE_WORDS[octets[0]] if len(octets) == 1 and octets[0] < len(_STATE_WORDS) else ""


def _tlv_id(octets: bytes) -> str:
    """Read the C-octet string, which comes with its terminator or without."""
    return octets.split(b"\0", 1)[0].decode("latin-1").strip()


def _network_error(octets: bytes) -> str:
    if not octets:
        return ""
    if len(octets) != 3:
        return octets.hex()
    network = _NETWORKS.get(octets[0], f"network type {octets[0]}")
    return f"{network} {int.from_bytes(octets[1:], 'big')}"
