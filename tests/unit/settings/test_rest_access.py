"""An address for REST as it is typed, completed or refused in words; and what the other fields mean."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from vox_console.domain.transport_name import TransportRule
from vox_console.settings.rest_access import RestAccess, RestQuery, is_this_machine, rest_url_of

WHOLE = "https://sms.example.com:8002/api"


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("", ""),
        ("   ", ""),
        ("sms.example.com", WHOLE),
        (" sms.example.com ", WHOLE),
        ("SMS.Example.COM", WHOLE),
        ("sms.example.com:8002", WHOLE),
        ("sms.example.com/api", WHOLE),
        ("sms.example.com:8002/api", WHOLE),
        ("sms.example.com:8002/api/", WHOLE),
        ("sms.example.com:8002/api?", WHOLE),
        ("sms.example.com:8002/api/?", WHOLE),
        ("sms.example.com:8002/", WHOLE),
        ("sms.example.com:", WHOLE),
        ("https://sms.example.com", WHOLE),
        ("HTTPS://sms.example.com/api#", WHOLE),
        ("https://sms.example.com:443", "https://sms.example.com:443/api"),
        ("https://sms.example.com/sms/v2/", "https://sms.example.com:8002/sms/v2"),
        ("http://sms.example.com", "http://sms.example.com:8001/api"),
        ("http://127.0.0.1:18001/api", "http://127.0.0.1:18001/api"),
        ("192.0.2.7", "https://192.0.2.7:8002/api"),
        ("[2001:db8::7]", "https://[2001:db8::7]:8002/api"),
        ("http://[::1]:18001/", "http://[::1]:18001/api"),
        ("localhost", "https://localhost:8002/api"),
    ],
)
def test_an_address_is_completed(typed: str, url: str) -> None:
    assert rest_url_of(typed) == url
    assert rest_url_of(url) == url


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ftp://sms.example.com", "https://"),
        ("smpp://sms.example.com:2876", "https://"),
        ("javascript:alert(1)", "That is no address"),
        ("https://acme@sms.example.com", "their own fields"),
        ("https://acme:s3cret@sms.example.com/api", "their own fields"),
        ("acme:s3cret@sms.example.com", "their own fields"),
        ("https://:s3cret@sms.example.com", "their own fields"),
        ("https://", "Give the provider's address"),
        ("https:///api", "Give the provider's address"),
        (":8002", "Give the provider's address"),
        ("sms example com", "Give the provider's address"),
        ("sms.example.com/api?command=submit", "after the ?|follows the ?"),
        ("sms.example.com/api#top", "follows the ?"),
        ("sms.example.com:99999", "That is no address"),
        ("sms.example.com:port", "That is no address"),
        ("sms.example.com:-1", "That is no address"),
        ("https://[::1", "That is no address"),
        ("::1", "That is no address"),
        ("[fe80::1%eth0]", "Give the provider's address"),
        ("https://sms..example.com", "Give the provider's address"),
        ("https://.example.com", "Give the provider's address"),
        ("https://sms\\evil.example.com", "Give the provider's address"),
        ("https://sms<b>.example.com", "Give the provider's address"),
        ("https://sms.example.com:0", "That is no address"),
        ("sms.example.com/a b", "Give the provider's address"),
        ("half\ud800.example.com", "Give the provider's address"),
        ("sms\x00.example.com", "Give the provider's address"),
    ],
)
def test_what_is_no_address_is_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the words are looked at below
        rest_url_of(typed)
    assert any(each in str(caught.value) for each in words.split("|"))
    assert "s3cret" not in str(caught.value)


PIECES = st.sampled_from(["http://", "https://", "sms", "com", "8002", "api", "::1", "xn--", "%41"])
MARKS = st.sampled_from(".:/?#@[]%-_\\&= ž例\x7f\u0663\u200d")


@given(st.lists(PIECES | MARKS | st.characters(), max_size=10).map("".join) | st.text(max_size=30))
def test_what_is_accepted_is_an_address_that_can_be_asked(typed: str) -> None:
    try:
        url = rest_url_of(typed)
    except ValueError:
        return
    if url:
        assert httpx.URL(url).host
        assert rest_url_of(url) == url


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("", False),
        ("0.0.0.0", False),  # noqa: S104 - to be called not local
        ("192.168.1.1", False),
        ("localhost.example.com", False),
        ("127.0.0.1.example.com", False),
    ],
)
def test_only_loopback_is_this_machine(host: str, local: bool) -> None:
    assert is_this_machine(host) is local


class TestAccess:
    def test_an_account_without_an_address_has_no_rest(self) -> None:
        access = RestAccess()
        assert (access.has_rest, access.rest_host, access.needs_rest_consent) == (False, "", False)
        assert (access.rest_query, access.rest_own_ids, access.rest_inject) == (RestQuery.GET, False, False)
        assert (access.rest_memory_h, access.transport) == (24, TransportRule.AUTO)

    def test_what_was_typed_is_completed(self) -> None:
        access = RestAccess(rest_url="sms.example.com", rest_username="acme")
        assert (access.rest_url, access.rest_host, access.has_rest) == (WHOLE, "sms.example.com", True)

    @pytest.mark.parametrize(
        ("fields", "field", "words"),
        [
            ({"rest_url": "ftp://sms.example.com"}, "rest_url", "https://"),
            ({"rest_url": "sms.example.com"}, "rest_username", "user name"),
            ({"rest_url": "sms.example.com", "rest_username": "x" * 65}, "rest_username", "64"),
            ({"rest_memory_h": 0}, "rest_memory_h", "1"),
            ({"rest_memory_h": 73}, "rest_memory_h", "72"),
            ({"rest_query": "put"}, "rest_query", "get"),
            ({"transport": "fax"}, "transport", "auto"),
        ],
    )
    def test_each_wrong_field_is_named(self, fields: dict[str, object], field: str, words: str) -> None:
        with pytest.raises(ValidationError) as caught:
            RestAccess.model_validate(fields)
        (error,) = [each for each in caught.value.errors() if each["loc"] == (field,)]
        assert words in error["msg"]

    @pytest.mark.parametrize(
        ("url", "accepted", "needed"),
        [
            ("http://sms.example.com", False, True),
            ("http://sms.example.com", True, False),
            ("https://sms.example.com", False, False),
            ("http://localhost", False, False),
            ("http://[::1]", False, False),
            ("http://127.0.0.1", False, False),
            ("http://192.168.1.1", False, True),
        ],
    )
    def test_plain_text_through_a_network_needs_consent(self, url: str, accepted: bool, needed: bool) -> None:
        access = RestAccess(rest_url=url, rest_username="acme", rest_plain_text_accepted=accepted)
        assert access.needs_rest_consent is needed
