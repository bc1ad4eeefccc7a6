"""What we did to hand a part over and what was answered, over SMPP and over REST."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from vox_console.domain.evidence import ADOPTED, AttemptRecord
from vox_console.domain.submission import SubmitRequest, WireAddress
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.presenters.delivery_state import EvidenceLine
from vox_console.presenters.evidence_attempts import attempt_lines
from vox_console.presenters.tone import Tone


def utc(us: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)


def told(
    state: str,
    *,
    http_status: int = 0,
    answer: str = "",
    reason: str = "",
    provider_id: str = "",
    own_id: str = "",
    rest: bool = True,
    status: int = 0,
    request: SubmitRequest | None = None,
) -> tuple[EvidenceLine, EvidenceLine]:
    attempt = AttemptRecord(
        1, "session-1", 12, state, 1, 2, status, provider_id, reason, http_status, answer, own_id, request
    )
    (_, handed), (_, answered) = attempt_lines(
        attempt, utc, many=False, rest=rest, alphabet=DefaultAlphabet.GSM7
    )
    return handed, answered


def test_over_rest_a_request_and_its_http_answer_are_told() -> None:
    request, answered = told("accepted", http_status=200, answer='{"message_id":"ID-1"}', provider_id="ID-1")
    assert (request.title, request.detail) == ("Handing over to the provider", "POST submit, request 12")
    assert (answered.title, answered.detail) == ("Accepted by the provider", "as ID-1")
    assert answered.said_by == "Provider, HTTP 200"
    assert (answered.raw, answered.raw_label) == ('{"message_id":"ID-1"}', "Raw answer")


def test_an_id_of_ours_is_told_with_the_request() -> None:
    request, _ = told("accepted", http_status=200, own_id="abc-12")
    assert request.detail == "POST submit, request 12, with our id abc-12"


def test_a_refusal_is_told_with_the_text_of_the_answer() -> None:
    _, answered = told(
        "refused", http_status=400, answer="NO ROUTES", reason="no route (HTTP 400: NO ROUTES)"
    )
    assert (answered.title, answered.detail) == (
        "Refused by the provider",
        "No route (HTTP 400: NO ROUTES).",
    )
    assert (answered.said_by, answered.raw, answered.look.tone) == (
        "Provider, HTTP 400",
        "NO ROUTES",
        Tone.FAILED,
    )


def test_an_answer_that_decides_nothing_is_told_as_the_providers() -> None:
    _, answered = told("unknown", http_status=503, answer="Service Unavailable", reason="internal fault")
    assert answered.title == "Unclear answer: unknown whether it was accepted"
    assert answered.said_by == "Provider, HTTP 503"


def test_what_was_turned_away_is_queued_again() -> None:
    _, answered = told("not_sent", http_status=401, reason="not authorized")
    assert (answered.title, answered.said_by) == ("Not taken: queued again", "Provider, HTTP 401")


def test_without_an_answer_nobody_but_us_speaks() -> None:
    _, lost = told("unknown", reason="no answer within 20 s")
    assert (lost.title, lost.said_by) == (
        "No answer: unknown whether it was accepted",
        "This computer",
    )
    _, kept = told("not_sent", reason="connection refused")
    assert (kept.title, kept.said_by, kept.raw) == ("Not handed over: queued again", "This computer", "")
    _, late = told("refused", reason="too late")
    assert (late.title, late.detail) == ("Refused by the provider", "Too late.")


def test_one_that_was_recognised_by_its_id_of_ours_was_told_in_answer_to_a_question() -> None:
    _, answered = told("accepted", provider_id="abc-12")
    assert (answered.title, answered.said_by) == (
        "Accepted by the provider",
        "Provider, answer to our question",
    )


def test_over_smpp_it_is_submit_sm_and_its_response() -> None:
    request, answered = told("refused", rest=False, status=0x0B)
    assert request.detail == "submit_sm, sequence 12, session session-1"
    assert (answered.detail, answered.said_by) == (
        "ESME_RINVDSTADR (0x0000000B)",
        "Provider, submit_sm_resp",
    )


REQUEST = SubmitRequest(
    1, 12, WireAddress(5, 0, "Vox"), WireAddress(1, 1, "381641234567"), 0, 0, short_message=b"Hi"
)


def test_what_left_over_smpp_is_told_field_by_field() -> None:
    handed, answered = told("accepted", rest=False, request=REQUEST)
    assert handed.pdu is not None
    words = {field.name: field.words for field in handed.pdu.fields}
    assert (words["command_id"], words["sequence_number"]) == ("submit_sm", "12")
    assert (words["destination_addr"], words["short_message"]) == ("381641234567", "Hi")
    assert "fingerprint" in handed.pdu.origin
    assert answered.pdu is None


def test_octets_that_never_left_or_that_nobody_knows_are_not_shown() -> None:
    assert told("not_sent", rest=False, request=REQUEST)[0].pdu is None
    assert told("accepted", rest=False)[0].pdu is None


@pytest.mark.parametrize("rest", [False, True])
def test_what_a_person_took_as_accepted_is_not_said_to_be_the_providers_word(*, rest: bool) -> None:
    _, answered = told("accepted", rest=rest, reason=ADOPTED, provider_id="strange")
    assert (answered.title, answered.said_by) == ("Taken as accepted", "The operator")
    assert "No answer came" in answered.detail
