"""An account's profile, as the settings of the link it asks for."""

from __future__ import annotations

import pytest

from tests.support.desk import PROFILE
from tests.support.fake_clocks import FakeClocks, run_story
from vox_console.domain.secret import Secret
from vox_console.services.transport_choice import smpp_transport
from vox_console.settings.profiles import BindMode, Profile
from vox_console.smpp.pdus import BindKind
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
