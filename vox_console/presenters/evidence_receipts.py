"""What was said of a message after it was accepted: each word with its witness, and where witnesses disagree.

Three witnesses may speak of one message: the provider pushes a receipt, answers our question, or somebody
posts a callback, which is not signed. They are never mixed: each entry says whose word it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from vox_console.domain.delivery_error import delivery_error_words
from vox_console.domain.evidence import ReceiptRecord
from vox_console.domain.message import FINAL_DELIVERIES, DeliveryState, MessageState
from vox_console.domain.plain_text import one_line
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.domain.transport_name import Witness
from vox_console.presenters.delivery_state import EvidenceLine, Fact
from vox_console.presenters.evidence_clock import short_time
from vox_console.presenters.evidence_lines import RAW_ANSWER, http_text, line, pdu_shown
from vox_console.presenters.tone import MESSAGE_LOOKS, Look, Tone
from vox_console.presenters.wall_time import ToLocal, full_time

WITNESSES = {
    Witness.SMPP: "Provider, delivery receipt",
    Witness.QUERY: "Provider, answer to our question",
    Witness.CALLBACK: "Callback (not signed)",
}
_BRIEFLY = {Witness.SMPP: "Receipt", Witness.QUERY: "Answer", Witness.CALLBACK: "Callback"}
_TIMES = {Witness.SMPP: "received", Witness.QUERY: "answered", Witness.CALLBACK: "called back"}
_AS_IT_CAME = "As it came from the provider."

_RELATION_WORDS = {
    "same": "",
    "case_folded": "id matched in another letter case",
    "zero_stripped": "id matched without leading zeros",
    "sent_hex": "id matched as decimal of the hexadecimal one",
    "sent_decimal": "id matched as hexadecimal of the decimal one",
    "by_hand": "given to this message by hand",
}


def receipt_line(
    receipt: ReceiptRecord, to_local: ToLocal, *, many: bool, alphabet: DefaultAlphabet
) -> EvidenceLine:
    """Give one statement as an entry of the timeline.

    many: the message has several parts. alphabet: what data_coding 0 means to its provider.
    """
    look = _look(receipt)
    over_smpp = receipt.witness is Witness.SMPP
    details = [
        f"{'stat' if over_smpp else 'status'} {one_line(receipt.word)}",
        f"err {one_line(receipt.error_code)}" if receipt.error_code else "",
        one_line(delivery_error_words(receipt.error_code)),
        f"network {_network(receipt)}" if receipt.network else "",
        one_line(receipt.country),
        f"rate {one_line(receipt.rate)}" if receipt.rate else "",
        f"done {full_time(receipt.done_at_us, to_local)}" if receipt.done_at_us else "",
        _RELATION_WORDS.get(receipt.relation, receipt.relation),
        receipt.note,
        f"{_TIMES[receipt.witness]} {receipt.repeats + 1} times" if receipt.repeats else "",
    ]
    return line(
        receipt.received_at_us,
        to_local,
        f"Part {receipt.part_number}: {look.word.lower()}" if many else look.word,
        " · ".join(filter(None, details)),
        WITNESSES[receipt.witness],
        look,
        raw="" if over_smpp else _text(receipt.raw),
        raw_label="Raw callback" if receipt.witness is Witness.CALLBACK else RAW_ANSWER,
        pdu=pdu_shown(receipt.raw, _AS_IT_CAME, alphabet) if over_smpp else None,
    )


def disagreement(receipts: Sequence[ReceiptRecord], to_local: ToLocal, *, now_us: int) -> str:
    """List what each witness said last where they contradict each other, "" where they do not.

    Having said less is no contradiction: only two different final states are.
    """
    found = []
    numbers = sorted({receipt.part_number for receipt in receipts})
    for number in numbers:
        last = {
            each.witness: each for each in receipts if each.part_number == number and each.state
        }  # the records are oldest first: the last word of each stays
        finals = {each.state for each in last.values() if DeliveryState(each.state) in FINAL_DELIVERIES}
        if len(finals) > 1:
            told = sorted(last.values(), key=lambda each: each.received_at_us)
            part = f"Part {number}: " if len(numbers) > 1 else ""
            words = (
                f"{_BRIEFLY[each.witness]}: {_look(each).word}"
                f" {short_time(each.received_at_us, to_local, now_us=now_us)}"
                for each in told
            )
            found.append(part + " · ".join(words))
    return "\n".join(found)


def last_seen(receipts: Sequence[ReceiptRecord], to_local: ToLocal, *, now_us: int) -> str:
    """Give the last word that told of a state, and when it was first said; "" when none did."""
    told = [each for each in receipts if each.state]
    if not told:
        return ""
    last = max(told, key=lambda each: each.received_at_us)
    time = short_time(last.received_at_us, to_local, now_us=now_us)
    word = one_line(last.word)
    return f"{word}, said since {time}" if last.repeats else f"{word} {time}"


def network_facts(receipts: Sequence[ReceiptRecord]) -> list[Fact]:
    """Give network, country and rate as they were told; two different ones are both given."""
    columns = (
        ("Network", [_network(each) for each in receipts]),
        ("Country", [one_line(each.country) for each in receipts]),
        ("Rate", [one_line(each.rate) for each in receipts]),
    )
    given = ((label, dict.fromkeys(value for value in values if value)) for label, values in columns)
    return [Fact(label, " · ".join(values)) for label, values in given if values]


def _network(receipt: ReceiptRecord) -> str:
    return one_line(receipt.network)


def _look(receipt: ReceiptRecord) -> Look:
    if not receipt.state:
        word = f"{_BRIEFLY[receipt.witness]}: {one_line(receipt.word) or 'no state'}"
        return Look("unknown", word, Tone.WAITING)
    state = DeliveryState(receipt.state)
    if state is DeliveryState.ACCEPTD:
        return Look("enroute", "Accepted by the mobile network", Tone.PROGRESS)
    return MESSAGE_LOOKS[MessageState(state.value)]


def _text(octets: bytes) -> str:
    return http_text(octets.decode("utf-8", "replace"))
