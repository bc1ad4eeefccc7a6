"""An account's profile, as the settings of the link it asks for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.support.desk import PROFILE
from tests.support.fake_clocks import FakeClocks, run_story
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName, TransportRule
from vox_console.services.transport_choice import (
    Passwords,
    TransportMaker,
    only,
    rest_transport,
    smpp_transport,
    transports,
)
from vox_console.settings.profiles import BindMode, Profile
from vox_console.settings.rest_access import RestQuery
from vox_console.smpp.pdus import BindKind
from vox_console.transports.base import Transport
from vox_console.transports.rest import RestTransport
from vox_console.transports.rest_settings import RestSettings
from vox_console.transports.smpp import SmppSettings, SmppTransport


def settings_of(profile: Profile) -> list[SmppSettings]:
    """Give the settings of each lane, made on a loop as the program does."""

    async def make() -> SmppTransport:
        transport = smpp_transport(profile, Secret("pa55word"), FakeClocks())
        assert isinstance(transport, SmppTransport)
        return transport

    return [lane._settings for lane in run_story(make())._lanes]


def test_everything_a_profile_says_about_its_link_is_used() -> None:
    profile = PROFILE.model_copy(
        update={
            "port": 3_550,
            "ca_file": "ca.pem",
            "system_type": "VMA",
            "enquire_link_s": 7.0,
            "response_timeout_s": 11.0,
        }
    )
    (lane,) = settings_of(profile)
    assert (lane.host, lane.port, lane.tls, lane.ca_file) == ("provider.example", 3_550, True, "ca.pem")
    session = lane.session
    assert (session.system_id, session.password, session.system_type) == ("acme", Secret("pa55word"), "VMA")
    assert (session.enquire_link_s, session.response_timeout_s) == (7.0, 11.0)


@pytest.mark.parametrize(
    ("mode", "kinds"), [(BindMode.TRX, [BindKind.TRX]), (BindMode.TX_RX, [BindKind.TX, BindKind.RX])]
)
def test_the_bind_mode_is_one_lane_or_two(mode: BindMode, kinds: list[BindKind]) -> None:
    profile = PROFILE.model_copy(update={"bind": mode})
    assert [lane.session.bind for lane in settings_of(profile)] == kinds


FULL = PROFILE.model_copy(
    update={
        "rest_url": "https://sms.example.com:8002/api",
        "rest_username": "rest-user",
        "ca_file": "",
        "response_timeout_s": 11.0,
        "utc_offset_min": 60,
        "rest_own_ids": True,
        "rest_query": RestQuery.POST,
    }
)
ONLY_REST = FULL.model_copy(update={"host": "", "system_id": ""})
USUAL, OTHER = Secret("usual"), Secret("other")


def made(maker: TransportMaker, profile: Profile, passwords: Passwords) -> Sequence[Transport]:
    async def make() -> Sequence[Transport]:
        return maker(profile, passwords, FakeClocks())

    return run_story(make())


def rest_settings(profile: Profile) -> RestSettings:
    async def make() -> RestSettings:
        return rest_transport(profile, USUAL, FakeClocks())._settings

    return run_story(make())


class TestWays:
    @pytest.mark.parametrize(
        ("profile", "names"), [(PROFILE, ["smpp"]), (ONLY_REST, ["rest"]), (FULL, ["smpp", "rest"])]
    )
    def test_an_account_has_the_ways_that_its_profile_describes(
        self, profile: Profile, names: list[str]
    ) -> None:
        found = made(transports, profile, Passwords(USUAL))
        assert [each.capabilities.name for each in found] == names

    @pytest.mark.parametrize(
        ("rule", "names"),
        [
            (TransportRule.AUTO, ["smpp", "rest"]),
            (TransportRule.SMPP, ["smpp"]),
            (TransportRule.REST, ["rest"]),
        ],
    )
    def test_where_one_way_is_enough_no_other_is_made(self, rule: TransportRule, names: list[str]) -> None:
        found = made(only(rule), FULL, Passwords(USUAL))
        assert [each.capabilities.name for each in found] == names

    def test_each_way_has_its_own_password(self) -> None:
        passwords = Passwords(USUAL, OTHER)
        assert (passwords.of(TransportName.SMPP), passwords.of(TransportName.REST)) == (USUAL, OTHER)
        _, rest = made(transports, FULL, passwords)
        assert isinstance(rest, RestTransport)
        assert rest._settings.password == OTHER

    @pytest.mark.parametrize("rest", [None, Secret("")])
    def test_without_one_of_its_own_rest_has_the_usual_password(self, rest: Secret | None) -> None:
        assert Passwords(USUAL, rest).of(TransportName.REST) == USUAL


class TestRestSettings:
    def test_everything_a_profile_says_about_rest_is_used(self) -> None:
        assert rest_settings(FULL) == RestSettings(
            url="https://sms.example.com:8002/api",
            username="rest-user",
            password=USUAL,
            ca_file="",
            local=False,
            post_queries=True,
            own_ids=True,
            plain_text_refused=False,
            utc_offset_min=60,
            response_timeout_s=11.0,
        )

    @pytest.mark.parametrize(
        ("url", "accepted", "local", "refused"),
        [
            ("https://sms.example.com:8002/api", False, False, False),
            ("http://sms.example.com:8001/api", False, False, True),
            ("http://sms.example.com:8001/api", True, False, False),
            ("http://127.0.0.1:8001/api", False, True, False),
            ("http://[::1]:8001/api", False, True, False),
            ("http://localhost:8001/api", False, True, False),
        ],
    )
    def test_plain_text_through_a_network_needs_consent(
        self, url: str, *, accepted: bool, local: bool, refused: bool
    ) -> None:
        profile = FULL.model_copy(update={"rest_url": url, "rest_plain_text_accepted": accepted})
        settings = rest_settings(profile)
        assert (settings.local, settings.plain_text_refused) == (local, refused)

    def test_callbacks_are_listened_for_where_the_profile_says_so(self) -> None:
        profile = ONLY_REST.model_copy(
            update={
                "callback_port": 8_443,
                "callback_token": "k7Hq2mZr9vXw4tBn",
                "callback_hosts": ("sms.example.org",),
                "callback_sources": ("192.0.2.7",),
                "callback_fields": {"status": "stat"},
            }
        )

        async def make() -> tuple[RestTransport, RestTransport]:
            with_them = rest_transport(profile, USUAL, FakeClocks())
            return with_them, rest_transport(ONLY_REST, USUAL, FakeClocks())

        with_them, without = run_story(make())
        assert without._callbacks is None
        listener = with_them._callbacks
        assert listener is not None
        settings = listener._settings
        assert (settings.address, settings.port, settings.token.reveal()) == (
            "127.0.0.1",
            8_443,
            "k7Hq2mZr9vXw4tBn",
        )
        assert (settings.hosts, settings.sources) == (("sms.example.org",), ("192.0.2.7",))
        assert (settings.names["status"], settings.names["message_id"]) == ("stat", "message_id")
        assert (settings.open, settings.utc_offset_min) == (False, 60)
