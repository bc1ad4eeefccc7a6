"""The attempts to hand a part over, as entries of the timeline: what we did, and what was answered.

An attempt over SMPP is told as submit_sm and its response, one over REST as a request and its HTTP answer.
"""

from __future__ import annotations

from vox_console.domain.command_status import describe
from vox_console.domain.evidence import ADOPTED, AttemptRecord
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.presenters.delivery_state import EvidenceLine, PduShown
from vox_console.presenters.delivery_words import sentence
from vox_console.presenters.evidence_lines import (
    OPERATOR,
    RAW_ANSWER,
    THIS_COMPUTER,
    WAITING,
    http_text,
    line,
    pdu_shown,
)
from vox_console.presenters.tone import Look, Tone
from vox_console.presenters.wall_time import ToLocal
from vox_console.smpp.fast_codec import encode_submit_sm

_AS_STORED = "Made anew of what is stored; its fingerprint is the one noted before it left."
_HANDING = Look("sending", "Sending", Tone.PROGRESS)
_ACCEPTED = Look("accepted", "Accepted", Tone.PROGRESS)
_REFUSED = Look("failed", "Refused", Tone.FAILED)
_UNKNOWN = Look("unknown", "Unknown", Tone.UNKNOWN)


def attempt_lines(
    attempt: AttemptRecord, to_local: ToLocal, *, many: bool, rest: bool, alphabet: DefaultAlphabet
) -> list[tuple[int, EvidenceLine]]:
    """Give one attempt as one or two entries, each with its moment.

    rest: it went over REST. alphabet: what data_coding 0 means to its provider.
    """
    part = f"Part {attempt.part_number}: " if many else ""
    sent = line(
        attempt.reserved_at_us,
        to_local,
        f"{part}handing over" if many else "Handing over to the provider",
        _request(attempt) if rest else _pdu(attempt),
        THIS_COMPUTER,
        _HANDING,
        pdu=_submit_sm(attempt, alphabet),
    )
    lines = [(attempt.reserved_at_us, sent)]
    if attempt.answered_at_us:
        if attempt.reason == ADOPTED:
            answered = _adopted(attempt, to_local, part)
        else:
            answered = _http_answer(attempt, to_local, part) if rest else _response(attempt, to_local, part)
        lines.append((attempt.answered_at_us, answered))
    return lines


def _pdu(attempt: AttemptRecord) -> str:
    return f"submit_sm, sequence {attempt.sequence}, session {attempt.session}"


def _submit_sm(attempt: AttemptRecord, alphabet: DefaultAlphabet) -> PduShown | None:
    """Give the octets, unless nothing was written or nobody knows what."""
    if attempt.request is None or attempt.state == "not_sent":
        return None
    return pdu_shown(encode_submit_sm(attempt.request), _AS_STORED, alphabet)


def _request(attempt: AttemptRecord) -> str:
    own = f", with our id {attempt.own_id}" if attempt.own_id else ""
    return f"POST submit, request {attempt.sequence}{own}"


def _response(attempt: AttemptRecord, to_local: ToLocal, part: str) -> EvidenceLine:
    when = attempt.answered_at_us
    if attempt.state == "accepted":
        return line(when, to_local, _accepted(part), _id(attempt), "Provider, submit_sm_resp", _ACCEPTED)
    if attempt.state == "refused":
        told = describe(attempt.command_status)
        return line(
            when, to_local, f"{part}refused: {told.meaning}",
            f"{told.name} (0x{attempt.command_status:08X})", "Provider, submit_sm_resp", _REFUSED,
        )  # fmt: skip
    return _no_answer(attempt, to_local, part)


def _http_answer(attempt: AttemptRecord, to_local: ToLocal, part: str) -> EvidenceLine:
    if not attempt.http_status and attempt.state != "accepted":
        return _no_answer(attempt, to_local, part)
    titles = {
        "accepted": (_accepted(part), _id(attempt), _ACCEPTED),
        "refused": (f"{part}refused by the provider", sentence(attempt.reason), _REFUSED),
        "not_sent": (f"{part}not taken: queued again", sentence(attempt.reason), WAITING),
    }
    unclear = (f"{part}unclear answer: unknown whether it was accepted", sentence(attempt.reason), _UNKNOWN)
    title, detail, look = titles.get(attempt.state, unclear)
    if not attempt.http_status:  # the id of ours was recognised later, when it was asked about
        return line(attempt.answered_at_us, to_local, title, detail, "Provider, answer to our question", look)
    return line(
        attempt.answered_at_us, to_local, title, detail, f"Provider, HTTP {attempt.http_status}", look,
        raw=http_text(attempt.answer), raw_label=RAW_ANSWER,
    )  # fmt: skip


def _adopted(attempt: AttemptRecord, to_local: ToLocal, part: str) -> EvidenceLine:
    """Tell that a person took it as accepted, and not the provider."""
    title = f"{part}taken as accepted"
    return line(attempt.answered_at_us, to_local, title, attempt.reason, OPERATOR, _ACCEPTED)


def _no_answer(attempt: AttemptRecord, to_local: ToLocal, part: str) -> EvidenceLine:
    """Tell of an attempt that nobody answered: it never left, or nobody knows."""
    when, reason = attempt.answered_at_us, sentence(attempt.reason)
    if attempt.state == "not_sent":
        return line(when, to_local, f"{part}not handed over: queued again", reason, THIS_COMPUTER, WAITING)
    if attempt.state == "refused":  # an answer that came too late to be written down
        return line(when, to_local, f"{part}refused by the provider", reason, THIS_COMPUTER, _REFUSED)
    title = f"{part}no answer: unknown whether it was accepted"
    return line(when, to_local, title, reason, THIS_COMPUTER, _UNKNOWN)


def _accepted(part: str) -> str:
    return f"{part}accepted by the provider" if part else "Accepted by the provider"


def _id(attempt: AttemptRecord) -> str:
    return f"as {attempt.provider_id}" if attempt.provider_id else "without an id"
