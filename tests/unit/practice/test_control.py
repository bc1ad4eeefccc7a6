from __future__ import annotations

import pytest

from vox_console.practice.control import _is_loopback_host

ANYWHERE = "0.0.0.0"  # noqa: S104 - the address to refuse


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:80", "localhost:1234", "[::1]:80", "LOCALHOST"])
def test_local_names_are_let_in(host: str) -> None:
    assert _is_loopback_host(host)


@pytest.mark.parametrize(
    "host",
    ["", "127.evil.com", "127.0.0.1.evil.com", "localhost.evil.com", ANYWHERE, "[::", "evil@x", "10.0.0.1"],
)
def test_other_names_are_not(host: str) -> None:
    assert not _is_loopback_host(host)
