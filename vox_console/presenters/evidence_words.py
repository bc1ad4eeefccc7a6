"""The opened message in words: what is known, how we know it (newest first), and its particulars."""

from __future__ import annotations

from collections.abc import Sequence

from vox_console.domain.address import international
from vox_console.domain.command_status import describe
from vox_console.domain.evidence import Evidence
from vox_console.domain.message import Message, MessageState
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.domain.transport_name import TransportName, Witness
from vox_console.presenters.contact_names import name_shown
from vox_console.presenters.counter_words import ENCODING_WORDS
from vox_console.presenters.delivery_state import CaseShown, EvidenceLine, EvidenceState, Fact
from vox_console.presenters.delivery_words import sentence, trouble
from vox_console.presenters.evidence_attempts import attempt_lines
from vox_console.presenters.evidence_clock import ASKED_ABOUT, Asking, clock_words
from vox_console.presenters.evidence_lines import THIS_COMPUTER, WAITING, line
from vox_console.presenters.evidence_receipts import disagreement, last_seen, network_facts, receipt_line
from vox_console.presenters.tone import MESSAGE_LOOKS
from vox_console.presenters.wall_time import ToLocal, full_time
from vox_console.storage.holds import UNTIL_CONSENT

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


def evidence_state(
    message: Message,
    evidence: Evidence,
    to_local: ToLocal,
    *,
    bound: bool,
    now_us: int,
    too_late: bool = False,
    asking: Asking | None = None,
    name: str = "",
    alphabet: DefaultAlphabet = DefaultAlphabet.GSM7,
    case: CaseShown | None = None,
    decisions: Sequence[tuple[int, EvidenceLine]] = (),
) -> EvidenceState:
    """Make everything the opened message shows.

    bound: the way the message takes is up. too_late: a person asked for it back and did not get it.
    asking: how its account asks what becomes of messages; None while that account is not open.
    name: of the contact it goes to. alphabet: what data_coding 0 means to its provider.
    case: what a person can decide about it. decisions: what was decided, each with its moment.
    """
    clock = evidence.clock if message.state in ASKED_ABOUT else None
    return EvidenceState(
        message_id=message.id,
        look=MESSAGE_LOOKS[message.state],
        title=international(message.recipient),
        contact=name_shown(name),
        text=message.text,
        explanation=_explanation(message, evidence, to_local, bound=bound, now_us=now_us, too_late=too_late),
        facts=_facts(message, evidence, to_local),
        lines=_lines(message, evidence, to_local, alphabet, decisions),
        can_edit_again=message.state is MessageState.DRAFT,
        can_write_again=message.state in _WRITE_AGAIN,
        can_take_back=message.state is MessageState.QUEUED,
        can_send_now=message.state is MessageState.QUEUED and message.hold_until_us >= UNTIL_CONSENT,
        can_ask_now=clock is not None and asking is not None,
        clock=clock_words(message, clock, asking, to_local, now_us=now_us) if clock else "",
        disagreement=_disagreement(message, evidence, to_local, now_us=now_us),
        case=case,
    )


def _disagreement(message: Message, evidence: Evidence, to_local: ToLocal, *, now_us: int) -> str:
    told = disagreement(evidence.receipts, to_local, now_us=now_us)
    if not told or message.segments > len(message.parts):  # under one id for all parts, both may be true
        return told
    return f"{told}\nThe first final word counts."


def _lines(
    message: Message,
    evidence: Evidence,
    to_local: ToLocal,
    alphabet: DefaultAlphabet,
    decisions: Sequence[tuple[int, EvidenceLine]],
) -> tuple[EvidenceLine, ...]:
    many, rest = len(message.parts) > 1, message.transport == TransportName.REST
    stored = line(message.created_at_us, to_local, "Stored, to be sent", "", THIS_COMPUTER, WAITING)
    lines = [(message.created_at_us, stored), *decisions]
    for attempt in evidence.attempts:
        # One request carries all of a text that the provider cuts.
        lines += attempt_lines(attempt, to_local, many=many and not rest, rest=rest, alphabet=alphabet)
    lines += [
        (receipt.received_at_us, receipt_line(receipt, to_local, many=many, alphabet=alphabet))
        for receipt in evidence.receipts
    ]
    if message.state is MessageState.DRAFT:
        who = THIS_COMPUTER if message.reason else "The operator"  # a person's taking back needs no reason
        taken = line(message.updated_at_us, to_local, "Taken back", message.reason, who, WAITING)
        lines.append((message.updated_at_us, taken))
    return tuple(each for _, each in sorted(lines, key=lambda pair: pair[0])[::-1])


def _explanation(
    message: Message, evidence: Evidence, to_local: ToLocal, *, bound: bool, now_us: int, too_late: bool
) -> str:
    words = [_EXPLANATIONS[message.state]]
    match message.state:
        case MessageState.QUEUED:
            words.append(_why_it_waits(message, evidence, bound=bound, now_us=now_us))
        case MessageState.FORGOTTEN:
            seen = last_seen(evidence.receipts, to_local, now_us=now_us)
            words = [f"Vox no longer knows it; last seen {seen}." if seen else _NEVER_SEEN, trouble(message)]
        case MessageState.UNKNOWN:
            words += [trouble(message), _CARRIES_OUR_ID if evidence.clock else "", _FIRST_ONE]
        case MessageState.DRAFT:
            words.append(sentence(message.reason) if message.reason else "")
        case _:
            words += [trouble(message), _not_asked(message, evidence)]
    if too_late and message.state not in {MessageState.DRAFT, MessageState.QUEUED}:
        words.insert(0, "It could not be taken back: it was already leaving.")
    return " ".join(filter(None, words))


_NEVER_SEEN = "Vox no longer knows it, and never said what became of it."
_CARRIES_OUR_ID = "It carries an id of ours and is being asked about."
_FIRST_ONE = "Before you write it again: the first one may have arrived."


def _not_asked(message: Message, evidence: Evidence) -> str:
    """Say that nobody asks (any more) what becomes of a message that nothing else would tell us of."""
    over_rest = message.transport == TransportName.REST
    if not over_rest or evidence.clock or message.state not in {MessageState.ACCEPTED, MessageState.ENROUTE}:
        return ""
    asked = any(receipt.witness is Witness.QUERY for receipt in evidence.receipts)
    return "It is not asked about any more." if asked else "It is not asked about."


def _why_it_waits(message: Message, evidence: Evidence, *, bound: bool, now_us: int) -> str:
    if message.hold_until_us >= UNTIL_CONSENT:
        return "Waits for your word: the program ended before it could leave."
    if not bound and message.transport == TransportName.REST:
        return f"Waits until REST of the account {message.profile} answers."
    if not bound:
        return f"Waits for the connection of the account {message.profile}."
    if message.hold_until_us > now_us:
        return "Waits until the undo time is over."
    refusals = [describe(part.command_status).meaning for part in message.parts if part.command_status]
    refusals += [sentence(each.reason) for each in evidence.attempts[-1:] if each.state == "refused"]
    if refusals:
        return f"The provider is busy: it is tried again by itself. {refusals[0]}"
    return "Behind others in the queue."


def _facts(message: Message, evidence: Evidence, to_local: ToLocal) -> tuple[Fact, ...]:
    ids = [part.provider_id for part in message.parts if part.provider_id]
    rest = message.transport == TransportName.REST
    coding = f"{'dataCoding' if rest else 'data_coding'} {message.data_coding}"
    facts = [
        Fact("From", message.sender),
        Fact("To", international(message.recipient)),
        Fact("Created", full_time(message.created_at_us, to_local)),
        Fact("Account", f"{message.profile}, over {message.transport.upper()}"),
        Fact("Coding", f"{ENCODING_WORDS[message.encoding]} ({coding})"),
        Fact("Parts", _parts(message)),
        *network_facts(evidence.receipts),
    ]
    if ids:
        facts.append(Fact("Provider id" if len(ids) == 1 else "Provider ids", "\n".join(ids), copyable=True))
    return tuple(facts)


def _parts(message: Message) -> str:
    """Count the parts; where one id stands for several of them, say so instead of their sizes."""
    known = len(message.parts)
    if message.segments > known:
        return f"{message.segments} (one id for all)" if known == 1 else f"{message.segments} ({known} ids)"
    if message.transport == TransportName.REST and known > 1:
        return f"{known} (cut by the provider)"
    return f"{known} ({' + '.join(str(part.units) for part in message.parts)} units)"
