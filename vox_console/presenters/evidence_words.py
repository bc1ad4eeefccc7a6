"""How we know: the records behind a message as a timeline in words, newest first."""

from __future__ import annotations

from vox_console.domain.address import international
from vox_console.domain.command_status import describe
from vox_console.domain.delivery_error import delivery_error_words
from vox_console.domain.evidence import AttemptRecord, Evidence, ReceiptRecord
from vox_console.domain.message import DeliveryState, Message, MessageState
from vox_console.presenters.counter_words import ENCODING_WORDS
from vox_console.presenters.delivery_words import sentence, trouble
from vox_console.presenters.states import EvidenceLine, EvidenceState, Fact
from vox_console.presenters.tone import MESSAGE_LOOKS, Look, Tone
from vox_console.presenters.wall_time import ToLocal, full_time, utc_time
from vox_console.storage.outbox import UNTIL_CONSENT

_EXPLANATIONS = {
    MessageState.DRAFT: "Taken back. The provider does not have it, and it will not leave any more.",
    MessageState.QUEUED: "Stored here. The provider does not have it yet.",
    MessageState.SENDING: "On its way to the provider, which has not answered for every part yet.",
    MessageState.UNKNOWN: "It may or may not have been accepted. It is never sent again by itself.",
    MessageState.REFUSED: "The provider answered that it will not take it.",
    MessageState.ACCEPTED: "The provider took it. Nothing is known about the handset yet.",
    MessageState.ENROUTE: "The provider is working on it. It has not said that it arrived.",
    MessageState.DELIVERED: "The provider says the handset has it.",
    MessageState.UNDELIVERABLE: "The provider says it cannot be delivered.",
    MessageState.REJECTED: "The provider or the mobile network rejected it after accepting it.",
    MessageState.EXPIRED: "Its time ran out before the handset could be reached.",
    MessageState.DELETED: "The provider says it was deleted before it arrived.",
    MessageState.FORGOTTEN: "The provider no longer knows it; the last thing it said stands below.",
}

_WRITE_AGAIN = frozenset(
    {
        MessageState.UNKNOWN,
        MessageState.REFUSED,
        MessageState.UNDELIVERABLE,
        MessageState.REJECTED,
        MessageState.EXPIRED,
        MessageState.DELETED,
    }
)

_RELATION_WORDS = {
    "same": "",
    "case_folded": "id matched in another letter case",
    "zero_stripped": "id matched without leading zeros",
    "sent_hex": "id matched as decimal of the hexadecimal one",
    "sent_decimal": "id matched as hexadecimal of the decimal one",
}


def evidence_state(
    message: Message,
    evidence: Evidence,
    to_local: ToLocal,
    *,
    bound: bool,
    now_us: int,
    too_late: bool = False,
) -> EvidenceState:
    """Make everything the opened message shows.

    bound: the message's account is connected. too_late: a person asked for it back and did not get it.
    """
    many = len(message.parts) > 1
    lines: list[tuple[int, EvidenceLine]] = [
        (
            message.created_at_us,
            _line(message.created_at_us, to_local, "Stored, to be sent", "", "This computer", _WAITING),
        )
    ]
    for attempt in evidence.attempts:
        lines += _attempt_lines(attempt, to_local, many=many)
    lines += [
        (receipt.received_at_us, _receipt_line(receipt, to_local, many=many)) for receipt in evidence.receipts
    ]
    if message.state is MessageState.DRAFT:
        taken = _line(message.updated_at_us, to_local, "Taken back", "", "The operator", _WAITING)
        lines.append((message.updated_at_us, taken))
    newest_first = [line for _, line in sorted(lines, key=lambda pair: pair[0])][::-1]
    return EvidenceState(
        message_id=message.id,
        look=MESSAGE_LOOKS[message.state],
        title=international(message.recipient),
        text=message.text,
        explanation=_explanation(message, bound=bound, now_us=now_us, too_late=too_late),
        facts=_facts(message, to_local),
        lines=tuple(newest_first),
        can_edit_again=message.state is MessageState.DRAFT,
        can_write_again=message.state in _WRITE_AGAIN,
        can_take_back=message.state is MessageState.QUEUED,
        can_send_now=message.state is MessageState.QUEUED and message.hold_until_us >= UNTIL_CONSENT,
    )


def _explanation(message: Message, *, bound: bool, now_us: int, too_late: bool) -> str:
    words = [_EXPLANATIONS[message.state]]
    if message.state is MessageState.QUEUED:
        words.append(_why_it_waits(message, bound=bound, now_us=now_us))
    else:
        words.append(trouble(message))
    if message.state is MessageState.UNKNOWN:
        words.append("Before you write it again: the first one may have arrived.")
    if too_late and message.state not in {MessageState.DRAFT, MessageState.QUEUED}:
        words.insert(0, "It could not be taken back: it was already leaving.")
    return " ".join(filter(None, words))


def _why_it_waits(message: Message, *, bound: bool, now_us: int) -> str:
    if message.hold_until_us >= UNTIL_CONSENT:
        return "Waits for your word: the program ended before it could leave."
    if not bound:
        return f"Waits for the connection of the account {message.profile}."
    if message.hold_until_us > now_us:
        return "Waits until the undo time is over."
    refusals = [part.command_status for part in message.parts if part.command_status]
    if refusals:
        return f"The provider is busy: it is tried again by itself. {describe(refusals[0]).meaning}"
    return "Behind others in the queue."


_WAITING = Look("clock", "Queued", Tone.WAITING)


def _facts(message: Message, to_local: ToLocal) -> tuple[Fact, ...]:
    parts = len(message.parts)
    units = " + ".join(str(part.units) for part in message.parts)
    ids = [part.provider_id for part in message.parts if part.provider_id]
    facts = [
        Fact("From", message.sender),
        Fact("To", international(message.recipient)),
        Fact("Created", full_time(message.created_at_us, to_local)),
        Fact("Account", f"{message.profile}, over {message.transport.upper()}"),
        Fact("Coding", f"{ENCODING_WORDS[message.encoding]} (data_coding {message.data_coding})"),
        Fact("Parts", f"{parts} ({units} units)"),
    ]
    if ids:
        facts.append(Fact("Provider id" if len(ids) == 1 else "Provider ids", "\n".join(ids), copyable=True))
    return tuple(facts)


def _attempt_lines(
    attempt: AttemptRecord, to_local: ToLocal, *, many: bool
) -> list[tuple[int, EvidenceLine]]:
    part = f"Part {attempt.part_number}: " if many else ""
    sent = _line(
        attempt.reserved_at_us,
        to_local,
        f"{part}handing over" if many else "Handing over to the provider",
        f"submit_sm, sequence {attempt.sequence}, session {attempt.session}",
        "This computer",
        Look("sending", "Sending", Tone.PROGRESS),
    )
    lines = [(attempt.reserved_at_us, sent)]
    if attempt.answered_at_us:
        lines.append((attempt.answered_at_us, _answer_line(attempt, to_local, part)))
    return lines


def _answer_line(attempt: AttemptRecord, to_local: ToLocal, part: str) -> EvidenceLine:
    when = attempt.answered_at_us
    if attempt.state == "accepted":
        title = f"{part}accepted by the provider" if part else "Accepted by the provider"
        detail = f"as {attempt.provider_id}" if attempt.provider_id else "without an id"
        return _line(
            when,
            to_local,
            title,
            detail,
            "Provider, submit_sm_resp",
            Look("accepted", "Accepted", Tone.PROGRESS),
        )
    if attempt.state == "refused":
        name = describe(attempt.command_status).name
        return _line(
            when, to_local, f"{part}refused: {describe(attempt.command_status).meaning}",
            f"{name} (0x{attempt.command_status:08X})", "Provider, submit_sm_resp",
            Look("failed", "Refused", Tone.FAILED),
        )  # fmt: skip
    if attempt.state == "not_sent":
        title = f"{part}not handed over: queued again"
        return _line(when, to_local, title, sentence(attempt.reason), "This computer", _WAITING)
    return _line(
        when, to_local, f"{part}no answer: unknown whether it was accepted", sentence(attempt.reason),
        "This computer",
        Look("unknown", "Unknown", Tone.UNKNOWN),
    )  # fmt: skip


def _receipt_line(receipt: ReceiptRecord, to_local: ToLocal, *, many: bool) -> EvidenceLine:
    look = _receipt_look(receipt)
    details = [
        f"stat {receipt.word}",
        f"err {receipt.error_code}" if receipt.error_code else "",
        delivery_error_words(receipt.error_code),
        f"done {full_time(receipt.done_at_us, to_local)}" if receipt.done_at_us else "",
        _RELATION_WORDS.get(receipt.relation, receipt.relation),
        receipt.note,
        f"received {receipt.repeats + 1} times" if receipt.repeats else "",
    ]
    title = f"Part {receipt.part_number}: {look.word.lower()}" if many else look.word
    return _line(
        receipt.received_at_us, to_local, title, " · ".join(filter(None, details)),
        "Provider, delivery receipt", look, raw=hex_dump(receipt.raw),
    )  # fmt: skip


def _receipt_look(receipt: ReceiptRecord) -> Look:
    if not receipt.state:
        return Look("unknown", f"Receipt: {receipt.word or 'no state'}", Tone.WAITING)
    state = DeliveryState(receipt.state)
    if state is DeliveryState.ACCEPTD:
        return Look("enroute", "Accepted by the mobile network", Tone.PROGRESS)
    return MESSAGE_LOOKS[MessageState(state.value)]


def _line(  # noqa: PLR0917 - the columns of the timeline, always in this order
    us: int, to_local: ToLocal, title: str, detail: str, said_by: str, look: Look, *, raw: str = ""
) -> EvidenceLine:
    return EvidenceLine(
        time=full_time(us, to_local),
        utc=utc_time(us),
        title=title[:1].upper() + title[1:],
        detail=detail,
        said_by=said_by,
        look=look,
        raw=raw,
    )


def hex_dump(octets: bytes, *, width: int = 16) -> str:
    """Give octets as lines of offset, hexadecimal and printable ASCII."""
    lines = []
    for start in range(0, len(octets), width):
        chunk = octets[start : start + width]
        shown = "".join(chr(octet) if 0x20 <= octet < 0x7F else "." for octet in chunk)
        lines.append(f"{start:04x}  {chunk.hex(' '):<{width * 3 - 1}}  {shown}")
    return "\n".join(lines)
