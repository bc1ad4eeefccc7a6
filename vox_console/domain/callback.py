"""One HTTP callback: a report on a message of ours or a customer's message, whatever its words are.

Theory of operation. The names are templated per account and published only in part, so each fact is looked
for under the name the profile maps it to and then under every name that has been seen, without regard to
case; the first that is not empty counts. What has an id and a status is a report, what has a text and a
sender is a message, and anything else is :class:`Unreadable`, in words that quote nothing of it. Nothing here
raises on any text: a callback that failed to be read would be sent again for ever.

``ani`` is the receiver in a report and the sender in a message. Callbacks are not signed: what they say is
marked with Witness.CALLBACK, and trust in it ends there. Sources: provider_interface §4, §5 and §11.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from vox_console.domain.callback_date import parse_callback_date
from vox_console.domain.delivery import Delivery
from vox_console.domain.receipt import Receipt, state_of
from vox_console.domain.transport_name import Witness

LONGEST_ID: Final = 256  # characters; an id cut short would be another message's
LONGEST_TEXT: Final = 65_536
LONGEST_WORD: Final = 128  # of any other fact; what is longer is cut there

# Our name for each fact, and the names it has been seen under besides the one in the profile.
_ALIASES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "message_id": ("message_id", "messageid", "dlvrmsgid", "id"),
        "status": ("delivery_status", "status", "dlvrmsgstat"),
        "done_date": ("delivery_time",),
        "recipient": ("ani", "dnis", "to"),
        "error_code": ("result_code", "error_code", "err"),
        "mcc": ("mcc",),
        "mnc": ("mnc",),
        "mccmnc": ("mccmnc",),
        "rate": ("rate",),
        "country": ("country_name", "country"),
        "mo_from": ("ani", "from"),
        "mo_to": ("dnis", "to"),
        "mo_text": ("message", "text"),
        "mo_id": ("message_id", "messageid", "id"),
        "mo_data_coding": ("datacoding", "data_coding"),
    }
)

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")  # JSON can spell them; UTF-8, and so SQLite, cannot
_MCC_MNC: Final = re.compile(r"(\d{3})[-/ ]?(\d{2,3})", re.ASCII)
_UCS2: Final = 8
_SMSC_RECEIPT: Final = 0x04


@dataclass(frozen=True, slots=True)
class CallbackMessage:
    """A customer's message. Texts are "" where the callback is silent.

    source, destination: as received. data_coding: as the provider wrote it; the text is already decoded.
    """

    source: str
    destination: str
    text: str = field(repr=False)
    provider_id: str
    data_coding: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Neither a report nor a message. reason: one of a few sentences, which quote nothing that came."""

    reason: str


Callback = Receipt | CallbackMessage | Unreadable


def read_callback(
    fields: Mapping[str, str],
    names: Mapping[str, str],
    *,
    utc_offset_min: int = 0,
    now_us: int | None = None,
) -> Callback:
    """Read the parameters of one callback. Never raises.

    fields: parameter to text, decoded. names: our name of a fact to the provider's, as in a profile's
    callback_fields over Vox's defaults; a fact it lacks is looked for under the known names alone.
    utc_offset_min, now_us: as in :func:`~vox_console.domain.callback_date.parse_callback_date`.
    """
    facts = _Facts(fields, names)
    provider_id, status = facts.word("message_id", bound=LONGEST_ID + 1), facts.word("status")
    if provider_id and status:
        if len(provider_id) > LONGEST_ID:
            return Unreadable(f"its message id is longer than {LONGEST_ID} characters")
        return _report(facts, provider_id, status, utc_offset_min=utc_offset_min, now_us=now_us)
    sender, text = facts.word("mo_from"), facts.text("mo_text")
    if sender and (text or (facts.names("mo_text") and not facts.names("status"))):
        return _message(facts, sender, text)
    if status:
        return Unreadable("it has a status and no message id")
    if text:
        return Unreadable("it has a text and no sender")
    return Unreadable("it has neither a message id with a status nor a text with a sender")


def as_delivery(callback: Receipt | CallbackMessage, raw: bytes) -> Delivery:
    """Give what a callback brought in the form in which it is stored.

    raw: what came, without the address it was sent to. A message's text becomes UTF-16BE, data_coding 8.
    """
    if isinstance(callback, Receipt):
        return Delivery(callback.source, callback.destination, _SMSC_RECEIPT, 0, b"", raw=raw)
    octets = callback.text.encode("utf-16-be", "replace")
    return Delivery(
        callback.source, callback.destination, 0, _UCS2, octets, raw=raw, provider_id=callback.provider_id
    )


def first_filled(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give one value to each name: of repeated parameters the first that is not empty counts."""
    merged: dict[str, str] = {}
    for name, value in pairs:
        if not merged.get(name):
            merged[name] = value
    return merged


class _Facts:
    """The parameters of one callback, asked for by our names."""

    def __init__(self, fields: Mapping[str, str], names: Mapping[str, str]) -> None:
        self._fields = first_filled((name.strip().casefold(), value) for name, value in fields.items())
        self._names = names

    def names(self, fact: str) -> list[str]:
        """Give the parameters that came under a name of this fact, the profile's own first."""
        own = self._names.get(fact, "").strip().casefold()
        return [name for name in dict.fromkeys((own, *_ALIASES[fact])) if name and name in self._fields]

    def text(self, fact: str) -> str:
        """Give the fact as written, "" when it is absent."""
        return next((text for text in self._texts(fact) if text), "")

    def word(self, fact: str, *, bound: int = LONGEST_WORD) -> str:
        """Give the fact without the blanks around it, and not longer than `bound`."""
        return next((word for word in self.words(fact, bound=bound) if word), "")

    def words(self, fact: str, *, bound: int = LONGEST_WORD) -> list[str]:
        """Give what each name of the fact says, as words."""
        return [text.strip()[:bound] for text in self._texts(fact)]

    def _texts(self, fact: str) -> list[str]:
        return [
            _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", self._fields[name][:LONGEST_TEXT])
            for name in self.names(fact)
        ]


def _report(
    facts: _Facts, provider_id: str, status: str, *, utc_offset_min: int, now_us: int | None
) -> Receipt:
    # One number is the recipient, whatever its name. A template with both lets the journal compare either.
    numbers = [number for number in map(_digits, facts.words("recipient")) if number]
    done_date = facts.word("done_date")
    return Receipt(
        provider_id=provider_id,
        state=state_of(status),
        word=status,
        error_code=facts.word("error_code"),
        done_at_us=parse_callback_date(done_date, utc_offset_min=utc_offset_min, now_us=now_us),
        done_date=done_date,
        source=numbers[0] if numbers else "",
        destination=next((number for number in numbers if number != numbers[0]), ""),
        witness=Witness.CALLBACK,
        network=_network(facts),
        rate=facts.word("rate"),
        country=facts.word("country"),
    )


def _message(facts: _Facts, sender: str, text: str) -> CallbackMessage:
    provider_id = facts.word("mo_id", bound=LONGEST_ID + 1)
    return CallbackMessage(
        source=sender,
        destination=facts.word("mo_to"),
        text=text,
        provider_id=provider_id if len(provider_id) <= LONGEST_ID else "",
        data_coding=facts.word("mo_data_coding"),
    )


def _network(facts: _Facts) -> str:
    """Give "mcc-mnc", the MNC as it was given: "01" and "1" are two networks to some and one to others."""
    mcc, mnc = facts.word("mcc"), facts.word("mnc")
    if mcc and mnc:
        return f"{mcc}-{mnc}"
    together = facts.word("mccmnc") or mcc
    match = _MCC_MNC.fullmatch(together)
    return f"{match[1]}-{match[2]}" if match else together


def _digits(address: str) -> str:
    return "".join(character for character in address if "0" <= character <= "9")
