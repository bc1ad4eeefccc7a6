"""What a listener is before it listens; the rest is tests/integration/test_callback_listener.py."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.support.fake_clocks import FakeClocks
from vox_console.domain.secret import Secret
from vox_console.transports.callbacks import CallbackListener, CallbackSettings

TOKEN = "k7Hq2mZr9vXw4tBn"  # noqa: S105 - of tests
SETTINGS = CallbackSettings("127.0.0.1", 8012, Secret(TOKEN), {})


def listener(settings: CallbackSettings = SETTINGS) -> CallbackListener:
    return CallbackListener(settings, clock=FakeClocks(), rng=Random(1))  # noqa: S311 - the same name on every run


@pytest.mark.parametrize(
    ("address", "shown"), [("127.0.0.1", "127.0.0.1"), ("localhost", "127.0.0.1"), ("::1", "[::1]")]
)
def test_the_address_for_the_provider_has_the_token(address: str, shown: str) -> None:
    url = listener(replace(SETTINGS, address=address)).url
    assert url == f"http://{shown}:8012/callback/{TOKEN}"


def test_it_receives_reports_and_sends_nothing() -> None:
    capabilities = listener().capabilities
    assert (capabilities.name, capabilities.receipts) == ("callback", True)
    assert (capabilities.data_codings, capabilities.sender_octets) == (frozenset(), 0)
    assert not capabilities.caller_splits
    assert listener().lease(1) is None


def test_what_is_submitted_before_it_runs_has_nobody_to_be_told() -> None:
    listener().submit("session", [])
