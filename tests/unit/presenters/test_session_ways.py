"""Each way in words, and both as the badge's one word."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.fake_rest import BOTH, URL
from vox_console.domain.link import (
    Binding,
    Bound,
    Connecting,
    LinkGauge,
    LinkState,
    Offline,
    Stopped,
    Waiting,
    Wanted,
)
from vox_console.domain.transport_name import TransportRule
from vox_console.presenters.session_ways import Say, Way, retry_in_s, say, say_both, usual_way, way_state
from vox_console.presenters.tone import Tone

UP = Bound("a", "s", 0, encrypted=True, system_id="Vox")
LOST = Waiting("a", 2, 107.4, "The connection was reset.")
REFUSED = Stopped("a", "Refused", "No.", "Type it again.", Wanted.PASSWORD)


def utc(us: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)


def way(name: str, link: LinkState, *, failed: bool = False, error: str = "") -> Way:
    return Way(name, link, LinkGauge(), failed=failed, last_error=error)


def both(
    smpp: LinkState, rest: LinkState, *, failed: str = "", rule: TransportRule = TransportRule.AUTO
) -> Say:
    error = "The connection was reset." if failed else ""
    ways = [
        way(name, link, failed=failed == name, error=error) for name, link in (("smpp", smpp), ("rest", rest))
    ]
    return say_both(ways, usual_way(ways, rule), now_s=100.0)


@pytest.mark.parametrize(
    ("smpp", "rest", "failed", "word", "tone"),
    [
        (UP, UP, "", "Bound", Tone.DELIVERED),
        (UP, Connecting("a"), "", "Bound", Tone.DELIVERED),
        (Binding("a"), UP, "", "Binding", Tone.PROGRESS),
        (LOST, UP, "smpp", "REST only", Tone.UNKNOWN),
        (REFUSED, UP, "smpp", "REST only", Tone.UNKNOWN),
        (Offline(), UP, "", "REST only", Tone.UNKNOWN),
        (UP, LOST, "rest", "SMPP only", Tone.UNKNOWN),
        (UP, REFUSED, "rest", "SMPP only", Tone.UNKNOWN),
        (LOST, LOST, "smpp", "Waiting", Tone.UNKNOWN),
        (REFUSED, LOST, "smpp", "Stopped", Tone.FAILED),
        (Offline(), Offline(), "", "Offline", Tone.WAITING),
    ],
)
def test_the_word_says_which_way_is_left(
    smpp: LinkState, rest: LinkState, failed: str, word: str, tone: Tone
) -> None:
    told = both(smpp, rest, failed=failed)
    assert (told.word, told.tone) == (word, tone)


def test_a_way_that_is_tried_again_does_not_make_the_word_flicker() -> None:
    waiting, trying = both(UP, LOST, failed="rest"), both(UP, Connecting("a"), failed="rest")
    assert waiting.word == trying.word == "SMPP only"
    assert waiting.detail == trying.detail == "REST is down: The connection was reset."


@pytest.mark.parametrize(
    ("link", "brief"),
    [
        (LOST, "SMPP down, next try in 7 s"),
        (Connecting("a"), "SMPP down, trying again"),
        (REFUSED, "SMPP: Wrong password"),
        (Offline(), "SMPP: not connected"),
    ],
)
def test_why_it_is_down_is_told_in_brief(link: LinkState, brief: str) -> None:
    assert both(link, UP, failed="smpp").brief == brief


def test_the_usual_way_speaks_while_all_is_well() -> None:
    assert both(UP, UP, rule=TransportRule.REST).word == "Ready"
    assert both(UP, UP, rule=TransportRule.SMPP).word == "Bound"


def test_with_two_a_detail_names_its_way() -> None:
    assert both(LOST, LOST).detail == "SMPP: The connection was reset."
    assert both(REFUSED, LOST).detail == "SMPP: Refused: No."


def test_rest_alone_is_ready_and_does_not_say_which_credential_is_wrong() -> None:
    assert say(way("rest", UP)).word == "Ready"
    assert say(way("rest", REFUSED)).brief == "Login refused"


def test_the_next_try_counts_down_to_nothing() -> None:
    assert [retry_in_s(way("smpp", LOST), now_s=now_s) for now_s in (100.0, 107.0, 110.0)] == [7, 0, 0]
    assert retry_in_s(way("smpp", UP), now_s=0.0) is None


class TestSection:
    def test_a_way_that_is_up_has_its_address_since_and_numbers(self) -> None:
        gauge = LinkGauge(round_trip_ms=12.0, parts_per_s=10.0)
        smpp = way_state(replace(way("smpp", UP), gauge=gauge, ids="as sent"), BOTH, utc, now_s=0.0)
        assert (smpp.name, smpp.word) == ("SMPP", "Bound")
        assert dict(smpp.facts) == {
            "Address": "provider.example:2876",
            "Bound since": "1970-01-01 00:00:00.000",
            "Provider": "Vox",
            "Encryption": "TLS",
            "Message ids": "as sent",
            "Round trip": "12 ms",
            "Rate": "10/s",
        }

    def test_rest_has_an_address_and_no_session(self) -> None:
        rest = way_state(replace(way("rest", UP), ids="as sent"), BOTH, utc, now_s=0.0)
        facts = dict(rest.facts)
        assert (facts["Address"], facts["Answering since"]) == (URL, "1970-01-01 00:00:00.000")
        assert not {"Provider", "Message ids", "Bound since"} & set(facts)

    @pytest.mark.parametrize(
        ("host", "words"),
        [
            ("provider.example", "none: plain text on the network"),
            ("127.0.0.1", "none: it stays on this computer"),
        ],
    )
    def test_what_is_not_encrypted_says_where_it_goes(self, host: str, words: str) -> None:
        clear = replace(UP, encrypted=False)
        profile = BOTH.model_copy(update={"host": host, "rest_url": f"http://{host}:8001/api"})
        for name in ("smpp", "rest"):
            facts = dict(way_state(way(name, clear), profile, utc, now_s=0.0).facts)
            assert facts["Encryption"] == words

    def test_a_way_that_waits_says_why_and_until_when(self) -> None:
        facts = dict(way_state(way("rest", LOST, error="Reset."), BOTH, utc, now_s=100.0).facts)
        assert (facts["Last error"], facts["Next try"], facts["Attempt"]) == ("Reset.", "in 7 s", "2")

    def test_a_way_that_stopped_says_why_and_what_to_do(self) -> None:
        facts = dict(way_state(way("smpp", REFUSED, error="No."), BOTH, utc, now_s=0.0).facts)
        assert (facts["Reason"], facts["To do"]) == ("Refused: No.", "Type it again.")
        assert "Last error" not in facts
