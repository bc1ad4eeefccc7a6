"""The parameters of ``command=submit`` -> numbers and octets, or the words the platform refuses them with.

Sources: interface reference §2.1 to §2.3. What is left out of a request means what it means there: no
longMessageMode is `cut`, which keeps the first 140 octets and drops the rest; no dataCoding is 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from vox_console.domain.segmentation import FramedPart, LongMethod, frame, segment
from vox_console.domain.text_encoding import DATA_CODINGS, DefaultAlphabet, encoding_for
from vox_console.practice.rest_request import RestRequest, refuse

CUT_OCTETS = 140
DNIS_LIMIT_CHARACTERS = 2_048
DNIS_LIMIT_NUMBERS = 100
NUMBER_DIGITS = 15  # E.164
SENDER_CHARACTERS = 32
OWN_ID_CHARACTERS = 128
SERVICE_TYPE_OCTETS = 6  # the NUL of SMPP included


class LongMode(StrEnum):
    """The values of longMessageMode that this platform takes."""

    CUT = "cut"
    SINGLE_ID_SPLIT = "single_id_split"
    SPLIT = "split"
    SPLIT_SAR = "split_sar"
    PAYLOAD = "payload"


_SPLITTING = frozenset({LongMode.SPLIT, LongMode.SPLIT_SAR})
_WITHOUT_OWN_ID = frozenset({LongMode.SINGLE_ID_SPLIT, LongMode.PAYLOAD})


@dataclass(frozen=True, slots=True)
class RestSubmit:
    """One request to send a text.

    numbers: as they were asked for, repetitions included, not yet looked at. whole: the message in one, as
    its mode leaves it. segments: what it is split into on its way, one where it is not. own_id: "" for none.
    """

    source: str
    numbers: tuple[str, ...]
    data_coding: int
    mode: LongMode
    whole: FramedPart
    segments: tuple[FramedPart, ...]
    own_id: str

    @property
    def parts(self) -> tuple[FramedPart, ...]:
        """What gets an id each."""
        return self.segments if self.mode in _SPLITTING else (self.whole,)


def read_submit(asked: RestRequest, *, reference: int) -> RestSubmit:
    """Read a submit; `reference` ties its segments together. Raises RequestRefused."""
    values = asked.values
    numbers = _numbers(asked.value("dnis"))
    text = asked.value("message")
    source = values.get("ani", "").strip()
    if len(source) > SENDER_CHARACTERS:
        raise refuse("ANI is too long")
    if len(values.get("serviceType", "").encode()) + 1 > SERVICE_TYPE_OCTETS:
        raise refuse("Service type is invalid")
    mode = _mode(values.get("longMessageMode", ""))
    own_id = _own_id(values, mode)
    data_coding = read_data_coding(values)
    octets = encoding_for(data_coding, DefaultAlphabet.GSM7).octets(text)
    if octets is None:
        raise refuse(f"Message cannot be encoded with dataCoding {data_coding}")
    if mode is LongMode.CUT:
        octets = octets[:CUT_OCTETS]
    whole = FramedPart(octets, 0)
    segments: tuple[FramedPart, ...] = (whole,)
    if mode not in {LongMode.CUT, LongMode.PAYLOAD}:
        method = LongMethod.SAR if mode is LongMode.SPLIT_SAR else LongMethod.UDH8
        segments = frame(segment(text, coding=data_coding, method=method), reference=reference)
        if not segments:
            raise refuse("Message is too long")
    return RestSubmit(source, numbers, data_coding, mode, whole, segments, own_id)


def read_data_coding(values: Mapping[str, str]) -> int:
    """Read dataCoding, 0 when it is absent. Raises RequestRefused for one that the platform does not take."""
    text = values.get("dataCoding", "0").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 3) or int(text) not in DATA_CODINGS:
        raise refuse("Parameter dataCoding contains incorrect value")
    return int(text)


def is_number(dnis: str) -> bool:
    """Say whether a destination is one: E.164 digits without a plus."""
    return dnis.isascii() and dnis.isdigit() and len(dnis) <= NUMBER_DIGITS


def _numbers(dnis: str) -> tuple[str, ...]:
    numbers = tuple(each for part in dnis.split(",") if (each := part.strip()))
    if len(dnis) > DNIS_LIMIT_CHARACTERS or len(numbers) > DNIS_LIMIT_NUMBERS:
        raise refuse("Destination number is too long")
    if not numbers:
        raise refuse("Destination number is empty")
    return numbers


def _mode(word: str) -> LongMode:
    try:
        return LongMode(word or LongMode.CUT)
    except ValueError:
        raise refuse("Long message mode contains incorrect value") from None


def _own_id(values: Mapping[str, str], mode: LongMode) -> str:
    own_id = values.get("incMsgId") or values.get("inc_msg_id") or ""
    if len(own_id) > OWN_ID_CHARACTERS:
        raise refuse("incMsgId is too long")
    if not own_id.isascii() or not own_id.isprintable():
        raise refuse("Parameter incMsgId contains incorrect value")
    if own_id and mode in _WITHOUT_OWN_ID:
        raise refuse("incMsgId is not allowed with this long message mode")
    return own_id
