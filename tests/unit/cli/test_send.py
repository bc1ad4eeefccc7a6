"""The exit code; what leads to it is tested on the wire in tests/integration/test_cli_send.py."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.support.message_samples import message, part
from tests.unit.cli.conftest import Shell
from vox_console.cli.send import _LinkWords, exit_code
from vox_console.domain.link import Waiting
from vox_console.domain.message import DeliveryState, Part, SubmitState
from vox_console.services.events import LinkChanged

DELIVERED = part(delivery=DeliveryState.DELIVERED)
PENDING = part()
FAILED = part(delivery=DeliveryState.UNDELIVERABLE)
FORGOTTEN = part(delivery=DeliveryState.FORGOTTEN)
REFUSED = part(submit=SubmitState.REFUSED)
UNKNOWN = part(submit=SubmitState.UNKNOWN)
QUEUED = part(submit=SubmitState.QUEUED)


@pytest.mark.parametrize(
    ("messages", "accepted", "delivered"),
    [
        ([[DELIVERED]], 0, 0),
        ([[PENDING]], 0, 4),
        ([[FAILED]], 0, 3),
        ([[FORGOTTEN]], 0, 4),
        ([[REFUSED]], 3, 3),
        ([[UNKNOWN]], 4, 4),
        ([[QUEUED]], 4, 4),
        ([[PENDING, QUEUED]], 4, 4),
        ([[DELIVERED, UNKNOWN]], 4, 4),
        ([[DELIVERED, FAILED]], 0, 3),
        ([[DELIVERED], [REFUSED]], 3, 3),
        ([[REFUSED], [UNKNOWN]], 4, 4),
        ([[DELIVERED], [DELIVERED, DELIVERED]], 0, 0),
    ],
)
def test_the_exit_code_tells_the_worst(
    messages: Sequence[Sequence[Part]], accepted: int, delivered: int
) -> None:
    sent = [message(parts) for parts in messages]
    assert exit_code(sent, delivery_wanted=False) == accepted
    assert exit_code(sent, delivery_wanted=True) == delivered


@pytest.mark.parametrize("reason", ["The connection broke", "The connection broke."])
def test_a_wait_for_the_link_is_told_once_and_in_sentences(
    reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tell = _LinkWords()
    for attempt in (1, 2):
        tell(LinkChanged(Waiting("host:2876", attempt, 0.0, reason)))
    assert capsys.readouterr().err == "vox-console: The connection broke. Trying again.\n"


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (("--smpp-host", "127.0.0.1", "--system-id", "acme"), "rest"),
        (("--rest-url", "http://127.0.0.1:1/api", "--rest-username", "acme"), "smpp"),
    ],
)
def test_a_way_that_the_account_does_not_have_is_told_before_anything_is_stored(
    shell: Shell, words: tuple[str, ...], missing: str
) -> None:
    shell("profile", "add", "work", *words)
    send = ("send", "--profile", "work", "--from", "Vox", "--to", "+381641234567", "--text", "Hello")
    told = shell(*send, "--transport", missing, "--password-stdin", stdin=b"practice\n")
    assert (told.code, told.out) == (3, "")
    assert f"no {missing.upper()}" in told.err
    assert shell("history", "--json").objects == []


@pytest.mark.parametrize(
    ("words", "told_of"),
    [
        (("--text", "Hello", "--set", "no=7"), "--set fills the fields of a --quick-text"),
        (("--quick-text", "Order"), "needs --set no=…"),
        (("--quick-text", "Nothing"), "no quick text is called"),
    ],
)
def test_a_text_that_cannot_be_used_is_wrong_usage_and_nothing_is_stored(
    shell: Shell, words: tuple[str, ...], told_of: str
) -> None:
    shell("profile", "add", "work", "--smpp-host", "127.0.0.1", "--system-id", "acme")
    shell("quick-text", "add", "Order", "Order {no}")
    send = ("send", "--profile", "work", "--from", "Vox", "--to", "+381641234567")
    told = shell(*send, *words, "--password-stdin", stdin=b"practice\n")
    assert (told.code, told.out) == (2, "")
    assert told_of in told.err
    assert shell("history", "--json").objects == []
