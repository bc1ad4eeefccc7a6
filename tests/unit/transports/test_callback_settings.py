from __future__ import annotations

from vox_console.domain.secret import Secret
from vox_console.transports.callback_settings import CallbackLimits, CallbackSettings

CANARY = "k7Hq2mZr9vXw4tBn"


def test_settings_do_not_show_the_token() -> None:
    settings = CallbackSettings("127.0.0.1", 8012, Secret(CANARY), {"status": "delivery_status"})
    assert CANARY not in f"{settings!r} {settings}"


def test_settings_are_closed_unless_told_otherwise() -> None:
    settings = CallbackSettings("127.0.0.1", 8012, Secret(CANARY), {})
    assert (settings.open, settings.hosts, settings.sources) == (False, (), ())


def test_the_limits_are_those_of_the_contract() -> None:
    limits = CallbackLimits()
    assert (limits.http.header_octets, limits.http.body_octets) == (16_384, 65_536)
    assert (limits.http.arrival_s, limits.http.connection_s, limits.http.connections) == (10, 60, 32)
    assert (limits.confirm_s, limits.requests_per_s, limits.burst) == (10, 200, 400)
