"""Whatever a provider answers over REST: nothing raises, and nothing is accepted that it did not say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from tests.support.rest_requests import whole_request
from vox_console.domain.rest_error import RestError, body_text, describe_answer, json_of
from vox_console.domain.status_answer import StatusAnswer, read_status
from vox_console.domain.submission import SubmitRequest
from vox_console.domain.transport_name import Witness
from vox_console.transports.base import Accepted, NotSent, Refused, Unanswered
from vox_console.transports.rest_answers import LONGEST_WAIT_S, Answer, outcomes_of, retry_after_s

NUMBERS = [f"38164000001{last}" for last in range(6)]
KEYS = st.sampled_from(
    ["message_id", "messageId", "id", "dnis", "to", "segment_num", "error", "status", "message", "mccmnc"]
)
WORDS = st.one_of(
    st.sampled_from([*NUMBERS, f"{NUMBERS[0]} ", "a", "b", "1", "2", "DELIVRD", "UNKNOWN", "NO ROUTES"]),
    st.text(max_size=6),
    st.just("half \ud800 of it"),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
ITEMS = st.dictionaries(KEYS, VALUES, max_size=4)
CONTENTS = st.one_of(VALUES, ITEMS, st.lists(ITEMS, max_size=8))
BODIES = st.one_of(
    CONTENTS.map(lambda content: json.dumps(content).encode()),
    CONTENTS.map(lambda content: json.dumps(content).encode()[:-1]),
    st.binary(max_size=60),
    st.sampled_from([b"", b"[" * 30_000, b"{" * 30_000, b"1" * 5_000, b"NO ROUTES", b"\xef\xbb\xbf{}"]),
)
FIELDS = st.sampled_from(
    ["delivery_time", "system_delivery_time", "mccmnc", "error_code", "rate", "COUNTRY_NAME"]
)
QUERY_BODIES = st.builds(
    lambda status, fields: json.dumps({**fields, "status": status}).encode(),
    WORDS | st.sampled_from(["UNKNOWN", "ENROUTE", ""]),
    st.dictionaries(FIELDS, VALUES | WORDS, max_size=4),
)
STATUSES = st.sampled_from([200, 200, 200, 201, 204, 301, 400, 401, 408, 429, 500, 503, 508]) | st.integers(
    100, 999
)


def requests(count: int) -> Sequence[SubmitRequest]:
    return [whole_request(attempt, number) for attempt, number in enumerate(NUMBERS[:count], 1)]


def texts_in(content: object) -> set[str]:
    """Give every text and number that stands anywhere in a JSON content."""
    if isinstance(content, dict):
        return set().union(*map(texts_in, content.values()))
    if isinstance(content, list):
        return set().union(*map(texts_in, content))
    return {str(content).strip()}


@given(status=STATUSES, body=BODIES, retry_after=st.text(max_size=20), count=st.integers(1, 6))
def test_every_request_ends_in_exactly_one_outcome(
    status: int, body: bytes, retry_after: str, count: int
) -> None:
    outcomes = outcomes_of(Answer(status, body, retry_after), requests(count))
    assert [each.attempt_id for each in outcomes] == list(range(1, count + 1))
    assert all(isinstance(each, Accepted | Refused | Unanswered | NotSent) for each in outcomes)


@given(status=STATUSES, body=BODIES, count=st.integers(1, 6))
def test_nothing_is_accepted_under_an_id_that_was_not_told(status: int, body: bytes, count: int) -> None:
    told = texts_in(json_of(body))
    for outcome in outcomes_of(Answer(status, body), requests(count)):
        if isinstance(outcome, Accepted):
            ids = [outcome.provider_id, *outcome.more_ids]
            assert 200 <= status < 300
            assert set(ids) <= told
            assert len(set(ids)) == len(ids)


@given(status=STATUSES, body=BODIES, count=st.integers(1, 6))
def test_nothing_goes_back_into_the_queue_by_an_answer_with_an_id_that_does_not_name_it(
    status: int, body: bytes, count: int
) -> None:
    told = json_of(body)
    items = [each for each in (told if isinstance(told, list) else [told]) if isinstance(each, dict)]
    if not any(isinstance(each.get("message_id"), str) and each["message_id"].strip(" 0") for each in items):
        return
    for request, outcome in zip(
        requests(count), outcomes_of(Answer(status, body), requests(count)), strict=True
    ):
        if isinstance(outcome, NotSent) or (isinstance(outcome, Refused) and outcome.for_now):
            assert request.destination.digits in texts_in(told)


@given(status=STATUSES, body=BODIES, count=st.integers(1, 6))
def test_whatever_is_kept_of_an_answer_can_be_stored(status: int, body: bytes, count: int) -> None:
    """The journal takes no half of a character, and a batch with one would be lost as a whole."""
    for outcome in outcomes_of(Answer(status, body), requests(count)):
        assert outcome.answer is not None
        outcome.answer.text.encode()
        if isinstance(outcome, Accepted):
            "".join([outcome.provider_id, *outcome.more_ids]).encode()
        else:
            outcome.reason.encode()


@given(st.permutations(NUMBERS), st.data())
def test_the_order_of_the_items_decides_nothing(shuffled: list[str], data: st.DataObject) -> None:
    told = data.draw(st.lists(st.sampled_from(["id", "error", "nothing"]), min_size=6, max_size=6))
    items = {
        number: {"dnis": number, **({"message_id": f"m{number}"} if what == "id" else {"error": "bad"})}
        for number, what in zip(NUMBERS, told, strict=True)
        if what != "nothing"
    }
    bodies = [
        json.dumps([items[number] for number in order if number in items]) for order in (NUMBERS, shuffled)
    ]
    first, second = (outcomes_of(Answer(200, body.encode()), requests(6)) for body in bodies)
    assert [type(each) for each in first] == [type(each) for each in second]
    for number, outcome in zip(NUMBERS, second, strict=True):
        if isinstance(outcome, Accepted):
            assert outcome.provider_id == f"m{number}"


@given(
    st.text(max_size=40) | st.integers().map(str) | st.datetimes().map("{:%a, %d %b %Y %H:%M:%S} GMT".format)
)
def test_no_header_makes_us_wait_longer_than_an_hour(header: str) -> None:
    assert 0 <= retry_after_s(header, now=datetime(2026, 11, 22, tzinfo=UTC)) <= LONGEST_WAIT_S


@given(status=st.integers(100, 999), body=BODIES)
def test_every_answer_has_words_on_one_line(status: int, body: bytes) -> None:
    error = describe_answer(status, body)
    assert isinstance(error, RestError)
    assert error.words.strip()
    assert error.action.strip()
    assert str(status) in error.words
    assert "\n" not in error.words + body_text(body)
    assert len(body_text(body)) <= 301


@given(
    body=BODIES | QUERY_BODIES,
    utc_offset_min=st.integers(-840, 840),
    now_us=st.none() | st.integers(0, 2**52),
)
def test_no_answer_to_a_query_raises(body: bytes, utc_offset_min: int, now_us: int | None) -> None:
    answer = read_status(body, "Ab-1", utc_offset_min=utc_offset_min, now_us=now_us)
    assert answer is None or isinstance(answer, StatusAnswer)
    if answer is not None:
        receipt = answer.receipt
        assert (receipt.provider_id, receipt.witness, answer.raw) == ("Ab-1", Witness.QUERY, body)
        assert answer.known or receipt.state is None
        told = (receipt.word, receipt.error_code, receipt.done_date, receipt.network, receipt.rate)
        "".join((*told, receipt.country)).encode()  # the journal takes no half of a character


@given(st.sampled_from(["UNKNOWN", "unknown", " Unknown ", ""]), ITEMS)
def test_what_the_provider_does_not_know_has_no_state(word: str, fields: dict[str, object]) -> None:
    told = {**fields, "status": word}
    for name in ("error", "message_id", "messageId", "id"):  # then it is no answer about this message
        told.pop(name, None)
    answer = read_status(json.dumps(told).encode(), "Ab-1")
    assert answer is not None
    assert not answer.known
    assert answer.receipt.state is None
