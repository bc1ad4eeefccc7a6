"""What REST would post, what is expected of it, and what `cut` would lose."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.compose_scene import BOTH, URL
from tests.support.fake_transport import REST
from vox_console.presenters.truth import truth_state
from vox_console.presenters.truth_rest import NO_NUMBER, NO_OWN_ID, visible_json
from vox_console.presenters.truth_state import RestTruth
from vox_console.services.orders import SendOrder
from vox_console.transports.base import Capabilities

NUMBER = "381641234567"


def truth(
    text: str = "Hello",
    *recipients: str,
    coding: int | None = None,
    cut: bool = False,
    taken: bool = True,
    able: Capabilities = REST,
) -> RestTruth:
    order = SendOrder("Vox", recipients, text, coding=coding, cut=cut)
    found = truth_state(order, BOTH, {"rest": able}, taken="rest" if taken else "smpp").rest
    assert found is not None
    return found


def fact(found: RestTruth, label: str) -> str:
    (value,) = [fact.value for fact in found.facts if fact.label == label]
    return value


class TestMode:
    @pytest.mark.parametrize(
        ("text", "coding", "mode", "why"),
        [
            ("a" * 140, None, "cut", "All of it fits: 140 of 140 octets, so nothing is cut off."),
            ("a" * 141, None, "single_id_split", "141 octets are more than 140: the provider splits it"),
            ("ж" * 70, None, "cut", "All of it fits: 140 of 140 octets"),
            ("ж" * 71, None, "single_id_split", "142 octets"),
            ("ж" * 140, 6, "cut", "All of it fits: 140 of 140 octets"),
        ],
    )
    def test_it_is_said_with_its_reason(self, text: str, coding: int | None, mode: str, why: str) -> None:
        found = truth(text, coding=coding)
        assert fact(found, "longMessageMode") == mode
        assert found.why.startswith(why)
        assert json.loads(found.body)["longMessageMode"] == mode

    def test_an_id_of_our_own_needs_another_mode_and_a_request_for_each_number(self) -> None:
        found = truth("a" * 200, NUMBER, "381601111111", able=replace(REST, own_ids=True))
        assert fact(found, "longMessageMode") == "split"
        assert "an id of our own" in found.why
        assert fact(found, "Requests").startswith("2 HTTP requests, one for each number")
        assert json.loads(found.body)["incMsgId"] == NO_OWN_ID
        assert NO_OWN_ID in found.remarks


class TestSegments:
    @pytest.mark.parametrize(
        ("text", "coding", "words"),
        [
            ("a" * 160, None, "1"),
            ("a" * 161, None, "2, expected"),
            ("€" * 80, None, "1"),
            ("€" * 81, None, "about 2, or 1 if the provider counts € and its like once"),
            ("€" * 160, None, "about 3, or 1 if"),
            ("€" + "a" * 200, None, "2, expected"),
            ("é" * 140, 3, "1"),
            ("é" * 141, 3, "about 1: counted as the provider does"),
            ("a" * 161, 1, "about 2: counted as the provider does"),
            ("日" * 10, 10, "about 1: the provider does not say"),
            ("ж" * 134, 6, "1"),
            ("ж" * 141, 6, "2, expected"),
        ],
    )
    def test_an_estimate_is_called_one(self, text: str, coding: int | None, words: str) -> None:
        assert fact(truth(text, coding=coding), "Segments").startswith(words)

    def test_what_is_cut_is_one(self) -> None:
        assert fact(truth("a" * 500, cut=True), "Segments") == "1"


class TestLoss:
    def test_what_cut_would_drop_is_told_although_it_is_not_chosen(self) -> None:
        loss = truth("a" * 140 + "the end", taken=False).loss
        assert loss is not None
        assert (loss.text, loss.offer, loss.chosen) == ("the end", "", False)
        assert loss.words == "Sent as “cut”, the last 7 characters would be lost:"

    def test_it_can_be_chosen_for_the_way_that_is_taken(self) -> None:
        found = truth("a" * 141, cut=True)
        assert found.loss is not None
        assert found.loss.chosen
        assert found.loss.words == "The last character will not be sent:"
        assert found.loss.offer == "Send only what fits: drop the last character"
        assert found.why == "You chose to send only what fits into 140 octets."
        assert json.loads(found.body)["message"] == "a" * 141, "the provider cuts, not we"

    def test_it_has_no_effect_on_a_way_that_is_not_taken(self) -> None:
        assert fact(truth("a" * 141, cut=True, taken=False), "longMessageMode") == "single_id_split"

    @pytest.mark.parametrize(
        ("text", "coding", "caution"),
        [
            ("a" * 150, None, "all of it may arrive."),
            ("a" * 200, None, "20 more of them may arrive."),
            ("ж" * 80, None, ""),
            ("ж" * 150, 6, ""),
        ],
    )
    def test_that_some_hosts_keep_more_is_said_for_gsm_texts(
        self, text: str, coding: int | None, caution: str
    ) -> None:
        loss = truth(text, coding=coding).loss
        assert loss is not None
        assert loss.caution.endswith(caution)
        assert bool(loss.caution) is bool(caution)

    def test_an_emoji_at_the_end_of_what_fits_is_lost_whole(self) -> None:
        loss = truth("ж" * 69 + "🎉").loss
        assert loss is not None
        assert loss.text == "🎉"


class TestBody:
    def test_the_password_is_masked_and_nothing_else_differs(self) -> None:
        found = truth("Zdravo", NUMBER, "381601111111", NUMBER)
        assert json.loads(found.body) == {
            "username": "acme-rest", "password": "********", "command": "submit", "ani": "Vox",
            "dnis": f"{NUMBER},381601111111", "message": "Zdravo", "dataCoding": 0, "longMessageMode": "cut",
        }  # fmt: skip
        assert found.remarks == "The password is masked."
        assert fact(found, "Requests") == "1 HTTP request"

    def test_without_a_recipient_a_stand_in_is_shown_and_called_one(self) -> None:
        found = truth()
        assert json.loads(found.body)["dnis"] == NO_NUMBER
        assert f"{NO_NUMBER} stands for a number" in found.remarks
        assert json.loads(truth("Hi", "", NUMBER).body)["dnis"] == NUMBER, "a faulty one is not posted"

    @pytest.mark.parametrize(("count", "requests"), [(100, 1), (101, 2), (250, 3)])
    def test_a_request_has_at_most_a_hundred_numbers(self, count: int, requests: int) -> None:
        numbers = [f"3816{number:08}" for number in range(count)]
        found = truth("Hi", *numbers)
        assert json.loads(found.body)["dnis"] == ",".join(numbers[:100])
        assert fact(found, "Requests").startswith(f"{requests} HTTP request")
        assert ("the first of" in found.remarks) is (requests > 1)

    def test_the_curl_line_has_neither_name_nor_password(self) -> None:
        found = truth("It's", NUMBER)
        assert found.curl.startswith(f"curl -X POST '{URL}' ")
        assert "USERNAME" in found.curl
        assert "acme-rest" not in found.curl


class TestVisible:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("a\nb\t\x1b", r"a\nb\t\u001b"),
            ("a\u202eb\u200b", r"a\u202eb\u200b"),
            ("a\u00a0b\u2028", r"a\u00a0b\u2028"),
            ("👨\u200d👩", r"👨\u200d👩"),
            ("\U000e0041", r"\udb40\udc41"),
            ("žaba שלום 🎉", "žaba שלום 🎉"),
        ],
    )
    def test_what_cannot_be_seen_is_written_as_json_writes_it(self, text: str, shown: str) -> None:
        found = truth(text)
        assert f'"message":"{shown}"' in found.shown
        assert json.loads(found.body)["message"] == text

    @given(st.text())
    def test_it_stays_the_same_value(self, text: str) -> None:
        body = json.dumps({"message": text}, ensure_ascii=False)
        assert json.loads(visible_json(body)) == {"message": text}
