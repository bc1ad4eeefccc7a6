from __future__ import annotations

import pytest

from vox_console.domain.errors import LinkError
from vox_console.practice.smsc import require_loopback

ANYWHERE = "0.0.0.0"  # noqa: S104 - the address to refuse


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "127.0.0.1"), ("127.1.2.3", "127.1.2.3"), ("::1", "::1"), ("localhost", "127.0.0.1")],
)
def test_this_computer_is_fine(host: str, address: str) -> None:
    assert require_loopback(host) == address


@pytest.mark.parametrize(
    "host", [ANYWHERE, "::", "", "192.168.1.1", "8.8.8.8", "127.evil.com", "example.com"]
)
def test_anything_else_is_refused(host: str) -> None:
    with pytest.raises(LinkError, match="this computer only"):
        require_loopback(host)
