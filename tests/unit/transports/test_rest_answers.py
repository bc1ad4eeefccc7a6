"""What each answer to a submit decides: the tables of provider_interface §2.4 to §2.6, row by row."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from tests.support.rest_requests import whole_request
from vox_console.domain.http_answer import HttpAnswer
from vox_console.transports.base import Accepted, NotSent, Refused, SubmitOutcome, Unanswered
from vox_console.transports.rest_answers import (
    KEPT_CHARACTERS,
    LONGEST_ID,
    LONGEST_WAIT_S,
    NO_ID_FOR_NUMBER,
    Answer,
    outcomes_of,
    retry_after_s,
)

FIRST, SECOND, THIRD = "381640000010", "381640000011", "381640000012"
NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
DEEP = b"[" * 100_000


def outcomes(status: int, body: object, *numbers: str, retry_after: str = "") -> Sequence[SubmitOutcome]:
    """Decide about one attempt for each number, counted from 1; a body that is no octets goes as JSON."""
    octets = body if isinstance(body, bytes) else json.dumps(body).encode()
    requests = [whole_request(attempt, number) for attempt, number in enumerate(numbers, 1)]
    found = outcomes_of(Answer(status, octets, retry_after), requests)
    assert [each.attempt_id for each in found] == [each.attempt_id for each in requests]
    return found


def ids(found: Sequence[SubmitOutcome]) -> list[tuple[str, ...]]:
    """Give the ids of each outcome, () where it was not accepted."""
    return [(each.provider_id, *each.more_ids) if isinstance(each, Accepted) else () for each in found]


def reason(found: Sequence[SubmitOutcome]) -> str:
    (outcome,) = found
    assert not isinstance(outcome, Accepted)
    return outcome.reason


class TestOneNumber:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ({"message_id": "Ab-1"}, ("Ab-1",)),
            ([{"message_id": "Ab-1"}], ("Ab-1",)),
            ([{"dnis": FIRST, "message_id": "Ab-1", "segment_num": "1"}], ("Ab-1",)),
            ({"messageId": "Ab-1"}, ("Ab-1",)),
            ({"id": "Ab-1"}, ("Ab-1",)),
            ({"MESSAGE_ID": " Ab-1 "}, ("Ab-1",)),
            ({"message_id": 4711}, ("4711",)),
            ({"message_id": "x" * LONGEST_ID}, ("x" * LONGEST_ID,)),
            ({"message_id": "Ab-1", "error": "", "status": "ok"}, ("Ab-1",)),
            # The number is echoed in a spelling of the provider's own: one was sent, so this is it.
            ([{"dnis": "+381 64 0000010", "message_id": "Ab-1"}], ("Ab-1",)),
            ([{"dnis": "0640000010", "message_id": "Ab-1"}], ("Ab-1",)),
        ],
    )
    def test_an_id_in_any_known_shape_accepts(self, body: object, expected: tuple[str, ...]) -> None:
        assert ids(outcomes(200, body, FIRST)) == [expected]

    @pytest.mark.parametrize(
        "numbers", [("1", "2", "10"), (1, 2, 10), ("1", 2, "10")], ids=["text", "number", "both"]
    )
    @pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
    def test_segments_are_put_in_their_order(self, numbers: Sequence[object], order: Sequence[int]) -> None:
        items = [{"dnis": FIRST, "message_id": f"part-{number}", "segment_num": number} for number in numbers]
        found = outcomes(200, [items[place] for place in order], FIRST)
        assert ids(found) == [("part-1", "part-2", "part-10")]

    @pytest.mark.parametrize("number", [None, "", "one", "²", "1" * 30])
    def test_segments_without_a_number_stay_in_the_order_of_the_answer(self, number: object) -> None:
        items = [{"message_id": each, "segment_num": number} for each in ("c", "a", "b")]
        assert ids(outcomes(200, items, FIRST)) == [("c", "a", "b")]

    def test_an_id_that_is_told_twice_is_one_id(self) -> None:
        assert ids(outcomes(200, [{"message_id": "a"}, {"message_id": "a"}], FIRST)) == [("a",)]

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b" ",
            b"OK",
            b"\xff\xfe\x00",
            b'{"message_id":"',
            DEEP,
            {},
            [],
            [[]],
            "Ab-1",
            4711,
            None,
            {"message_id": ""},
            {"message_id": None},
            {"message_id": True},
            {"message_id": 1.5},
            {"message_id": {"value": "a"}},
            {"message_id": "x" * (LONGEST_ID + 1)},
            {"message_id": "half \ud800 of a character"},
            {"message_id": "a\0b"},
            {"status": "ok"},
            {"message": "accepted"},
            {"error": 0, "status": "queued"},
            {"error": "000"},
            {"success": True},
        ],
    )
    def test_a_success_without_an_id_that_can_be_used_decides_nothing(self, body: object) -> None:
        """It may have been taken, so it is not sent again by itself; the answer is kept."""
        (outcome,) = outcomes(200, body, FIRST)
        assert isinstance(outcome, Unanswered)
        assert outcome.answer is not None
        assert outcome.answer.status == 200

    @pytest.mark.parametrize(
        "body",
        [
            {"success": False, "error": "No funds"},
            [{"dnis": FIRST, "error": "No funds"}],
            [{"description": "No funds"}],
            [{"reason": "No funds", "status": "ok"}],
            [{"error": "\u202eNo funds\n"}],
        ],
    )
    def test_an_error_in_a_success_is_a_refusal_in_the_providers_words(self, body: object) -> None:
        (outcome,) = outcomes(200, body, FIRST)
        assert isinstance(outcome, Refused)
        assert not outcome.for_now
        assert "No funds" in outcome.reason
        assert outcome.reason.isprintable()

    @pytest.mark.parametrize("word", ["REJECTD", "Failed", "UNDELIV", "no routes", "NOT AUTHORIZED"])
    @pytest.mark.parametrize("key", ["status", "message"])
    def test_a_word_by_which_the_provider_refuses_is_one_too(self, word: str, key: str) -> None:
        (outcome,) = outcomes(200, [{"dnis": FIRST, key: word}], FIRST)
        assert isinstance(outcome, Refused)
        assert word in outcome.reason


class TestManyNumbers:
    def test_ids_are_matched_by_number_and_never_by_position(self) -> None:
        body = [{"dnis": number, "message_id": f"id-{number}"} for number in (THIRD, FIRST, SECOND)]
        assert ids(outcomes(200, body, FIRST, SECOND, THIRD)) == [
            (f"id-{number}",) for number in (FIRST, SECOND, THIRD)
        ]

    @pytest.mark.parametrize("key", ["dnis", "DNIS", "to", "number", "destination"])
    @pytest.mark.parametrize("spelling", ["{} ", " {}", "+{}", "{}\n"])
    def test_a_number_is_known_by_its_digits(self, key: str, spelling: str) -> None:
        body = [{key: spelling.format(each), "message_id": each[-2:]} for each in (SECOND, FIRST)]
        assert ids(outcomes(200, body, FIRST, SECOND)) == [("10",), ("11",)]

    def test_a_number_may_come_as_a_number(self) -> None:
        body = [{"dnis": int(each), "message_id": each[-2:]} for each in (SECOND, FIRST)]
        assert ids(outcomes(200, body, FIRST, SECOND)) == [("10",), ("11",)]

    def test_each_number_gets_the_ids_of_its_own_segments(self) -> None:
        body = [
            {"dnis": number, "message_id": f"{number[-1]}-{segment}", "segment_num": str(segment)}
            for segment in (2, 1)
            for number in (SECOND, FIRST)
        ]
        assert ids(outcomes(200, body, FIRST, SECOND)) == [("0-1", "0-2"), ("1-1", "1-2")]

    def test_a_number_without_an_id_was_not_accepted_when_others_have_theirs(self) -> None:
        first, second = outcomes(200, [{"dnis": FIRST, "message_id": "a"}], FIRST, SECOND)
        assert isinstance(first, Accepted)
        assert isinstance(second, Refused)
        assert (second.reason, second.for_now) == (NO_ID_FOR_NUMBER, False)

    def test_an_error_item_refuses_its_own_number_alone(self) -> None:
        body = [{"dnis": SECOND, "error": "bad number"}, {"dnis": FIRST, "message_id": "a"}]
        first, second, third = outcomes(200, body, FIRST, SECOND, THIRD)
        assert isinstance(first, Accepted)
        assert isinstance(second, Refused)
        assert isinstance(third, Refused)
        assert "bad number" in second.reason
        assert third.reason == NO_ID_FOR_NUMBER

    def test_an_error_that_names_no_number_is_about_all(self) -> None:
        for outcome in outcomes(200, {"success": False, "error": "No funds"}, FIRST, SECOND):
            assert isinstance(outcome, Refused)
            assert "No funds" in outcome.reason

    @pytest.mark.parametrize(
        "stranger",
        [
            {"dnis": "4915112345678", "message_id": "x"},
            {"message_id": "x"},
            {"dnis": None, "message_id": "x"},
            {"message_id": "x" * (LONGEST_ID + 1)},
        ],
    )
    def test_an_id_of_nobody_may_be_that_of_any_number_without_one(self, stranger: object) -> None:
        body = [stranger, {"dnis": FIRST, "message_id": "a"}, {"error": "partly"}]
        first, second = outcomes(200, body, FIRST, SECOND)
        assert isinstance(first, Accepted)
        assert isinstance(second, Unanswered)

    def test_an_error_for_all_refuses_nothing_beside_an_id_of_nobody(self) -> None:
        found = outcomes(200, [{"error": "partly"}, {"message_id": "x"}], FIRST, SECOND)
        assert all(isinstance(each, Unanswered) for each in found)

    def test_an_id_that_cannot_be_used_leaves_doubt_about_its_own_number_alone(self) -> None:
        body = [{"dnis": FIRST, "message_id": "\ud800"}, {"dnis": SECOND, "message_id": "b"}]
        first, second, third = outcomes(200, body, FIRST, SECOND, THIRD)
        assert isinstance(first, Unanswered)
        assert ids([second]) == [("b",)]
        assert isinstance(third, Refused)

    @pytest.mark.parametrize("body", [b"", b"OK", [], DEEP, {"success": True}])
    def test_a_success_without_any_id_leaves_doubt_about_all(self, body: object) -> None:
        found = outcomes(200, body, FIRST, SECOND)
        assert all(isinstance(each, Unanswered) for each in found)


class TestErrors:
    @pytest.mark.parametrize(
        ("status", "body"),
        [
            (400, b"NO ROUTES"),
            (400, b'{"error":"NO ROUTES"}'),
            (400, b'{"message":"No Routes"}'),
            (400, b'[{"description":"no routes"}]'),
            (400, b"Destination number is too long"),
            (400, b"anything else"),
            (400, b""),
            (400, DEEP),
            (403, b""),
            (404, b"NO ROUTES"),
            (413, b""),
            (508, b"loop detected"),
            (508, b""),
            (301, b""),
            (302, b'{"id":"a"}'),
            (304, b""),
            (503, b"NO ROUTES"),
            (500, b'{"error":"Service type is invalid"}'),
            (408, b"loop detected"),
        ],
    )
    def test_a_refusal_is_for_good(self, status: int, body: bytes) -> None:
        (outcome,) = outcomes(status, body, FIRST)
        assert isinstance(outcome, Refused)
        assert not outcome.for_now
        assert f"HTTP {status}" in outcome.reason

    @pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 599])
    @pytest.mark.parametrize("body", [b"", b"Service Unavailable", b'{"message_id":"a"}'])
    def test_a_fault_of_the_server_decides_nothing(self, status: int, body: bytes) -> None:
        (outcome,) = outcomes(status, body, FIRST)
        assert isinstance(outcome, Unanswered)

    @pytest.mark.parametrize("body", [b"", b"not authorized (check login and password)"])
    def test_a_refused_password_turns_the_whole_request_away(self, body: bytes) -> None:
        found = outcomes(401, body, FIRST, SECOND)
        assert all(isinstance(each, NotSent) for each in found)

    @pytest.mark.parametrize(
        ("header", "wait_s"), [("", 0.0), ("7", 7.0), ("soon", 0.0), ("99999", LONGEST_WAIT_S)]
    )
    def test_too_many_requests_is_a_refusal_for_now(self, header: str, wait_s: float) -> None:
        for outcome in outcomes(429, b"", FIRST, SECOND, retry_after=header):
            assert isinstance(outcome, Refused)
            assert outcome.for_now
            assert outcome.retry_after_s == wait_s
            assert "whole request" not in outcome.reason

    def test_a_refusal_of_many_says_that_one_of_them_may_be_the_reason(self) -> None:
        for outcome in outcomes(400, b"bad DNIS", FIRST, SECOND, THIRD):
            assert isinstance(outcome, Refused)
            assert "all its 3 numbers" in outcome.reason
            assert "bad DNIS" in outcome.reason
        assert "whole request" not in reason(outcomes(400, b"bad DNIS", FIRST))

    @pytest.mark.parametrize("status", [200, 400, 401, 429, 503])
    def test_the_beginning_of_every_answer_is_kept(self, status: int) -> None:
        (outcome,) = outcomes(status, "é".encode() * 5_000, FIRST)
        assert outcome.answer == HttpAnswer(status, "é" * KEPT_CHARACTERS)


class TestRetryAfter:
    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            ("0", 0.0),
            (" 12 ", 12.0),
            ("3601", LONGEST_WAIT_S),
            ("9" * 5_000, LONGEST_WAIT_S),
            ("Sun, 22 Nov 2026 12:00:30 GMT", 30.0),
            ("Sun, 22 Nov 2026 12:00:30 -0000", 30.0),
            ("Sun, 22 Nov 2026 13:00:30 +0100", 30.0),
            ("Sun, 22 Nov 2026 11:59:59 GMT", 0.0),
            ("Fri, 31 Dec 9999 23:59:59 -2359", LONGEST_WAIT_S),
            ("-5", 0.0),
            ("1.5", 0.0),
            ("\u0665", 0.0),
            ("", 0.0),
            ("Mon, 20 Nov 1995 19:12:08 -9999999", 0.0),
        ],
    )
    def test_seconds_or_a_date_and_nothing_else(self, header: str, expected: float) -> None:
        assert retry_after_s(header, now=NOW) == expected


class TestIdsThatAcceptNothing:
    """What has an id and speaks against it: neither accepted, nor refused, nor ever queued by itself."""

    @pytest.mark.parametrize(
        ("status", "body"),
        [
            (200, {"message_id": "A1", "error": "NO ROUTES"}),
            (200, {"message_id": "A1", "error": {"code": 4}}),
            (200, {"message_id": "A1", "error": True}),
            (200, {"message_id": "A1", "success": False}),
            (200, {"message_id": "A1", "status": "REJECTD"}),
            (200, [{"dnis": "999", "message_id": "A1"}]),
            (200, [{"dnis": SECOND, "message_id": "A1"}]),
            (302, {"message_id": "A1"}),
            (400, {"message_id": "A1", "error": "anything"}),
            (401, {"message_id": "A1"}),
            (404, {"message_id": "A1"}),
            (429, {"messageId": "A1"}),
            (503, {"message_id": "A1", "error": "NO ROUTES"}),
        ],
    )
    def test_its_fate_is_unknown(self, status: int, body: object) -> None:
        (outcome,) = outcomes(status, body, FIRST)
        assert isinstance(outcome, Unanswered)

    def test_under_a_status_that_refuses_only_those_without_an_id_follow_it(self) -> None:
        body = [{"dnis": FIRST, "message_id": "A1"}, {"dnis": SECOND, "error": "Too many"}]
        first, second = outcomes(429, body, FIRST, SECOND, retry_after="3")
        assert isinstance(first, Unanswered)
        assert isinstance(second, Refused)
        assert second.retry_after_s == 3.0

    @pytest.mark.parametrize("status", [401, 404, 429])
    def test_what_would_go_back_into_the_queue_is_in_doubt_beside_an_id_unless_it_is_refused_by_number(
        self, status: int
    ) -> None:
        body = [{"dnis": FIRST, "message_id": "A1"}, {"dnis": SECOND, "error": "Too many"}]
        found = outcomes(status, body, FIRST, SECOND, THIRD)
        assert [type(each) for each in found] == [
            Unanswered,
            Refused if status == 429 else NotSent,
            Unanswered,
        ]
        assert "others of the same request" in reason(found[2:])

    def test_an_id_that_no_number_claims_leaves_them_all_in_doubt(self) -> None:
        found = outcomes(400, [{"dnis": "999", "message_id": "A1"}, {"dnis": SECOND}], FIRST, SECOND)
        assert all(isinstance(each, Unanswered) for each in found)

    @pytest.mark.parametrize(
        "body",
        [
            {"id": "req-9", "success": False, "error": "insufficient credit"},
            {"jsonrpc": "2.0", "id": 1, "error": {"code": -32000, "message": "no credit"}},
            {"message_id": 0, "status": "REJECTD", "error": "no credit"},
            {"message_id": "000", "error": "no credit"},
            {"id": 7, "status": "REJECTD"},
        ],
    )
    def test_a_request_s_own_id_or_a_zero_beside_an_error_is_a_refusal(self, body: object) -> None:
        (outcome,) = outcomes(200, body, FIRST)
        assert isinstance(outcome, Refused)

    @pytest.mark.parametrize(
        "extra",
        [
            {"error": "000"},
            {"error": ""},
            {"error": None},
            {"error": "No error"},
            {"error": {}},
            {"success": True},
            {"status": "OK"},
            {"description": "queued for delivery"},
            {"dnis": "00" + FIRST},
            {"dnis": FIRST[3:]},
        ],
    )
    def test_words_that_speak_against_nothing_take_no_id_away(self, extra: dict[str, object]) -> None:
        assert ids(outcomes(200, {"message_id": "A1", **extra}, FIRST)) == [("A1",)]

    @pytest.mark.parametrize("body", [{"message_id": 0}, {"message_id": "0"}])
    def test_a_zero_alone_decides_nothing(self, body: object) -> None:
        (outcome,) = outcomes(200, body, FIRST)
        assert isinstance(outcome, Unanswered)


class TestWhatIsNotTheApi:
    @pytest.mark.parametrize("status", [404, 405, 407, 410, 501])
    def test_it_took_nothing_and_the_message_is_queued_again(self, status: int) -> None:
        (outcome,) = outcomes(status, b"<html>", FIRST)
        assert isinstance(outcome, NotSent)

    def test_known_words_that_repeat_the_message_decide_nothing(self) -> None:
        request = whole_request(1, FIRST, text="no routes")
        (outcome,) = outcomes_of(Answer(500, b'cannot handle "No Routes"', ""), [request])
        assert isinstance(outcome, Unanswered)


def test_a_date_no_calendar_has_asks_for_no_wait() -> None:
    assert retry_after_s("Mon, 01 Jan 2029 00:00:00 +99999999999999", now=NOW) == 0.0
