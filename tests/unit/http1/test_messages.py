from __future__ import annotations

import pytest

from vox_console.http1.messages import host_name, is_loopback_name

ANYWHERE = "0.0.0.0"  # noqa: S104 - the address to refuse


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:80", "localhost:1234", "[::1]:80", "LOCALHOST"])
def test_names_of_this_computer(host: str) -> None:
    assert is_loopback_name(host_name(host))


@pytest.mark.parametrize(
    "host",
    [
        *("", "127.evil.com", "127.0.0.1.evil.com", "localhost.evil.com", ANYWHERE, "[::", "evil@x"),
        *("10.0.0.1", "evil@127.0.0.1", "127.0.0.1/evil", "127.0.0.1:port", "127.0.0.1?x", "127.0.0.1#x"),
    ],
)
def test_names_of_others_and_what_is_no_name(host: str) -> None:
    assert not is_loopback_name(host_name(host))


def test_the_port_is_not_part_of_the_name() -> None:
    assert host_name("Sms.Example.com:8012") == "sms.example.com"
