from __future__ import annotations

import os
import ssl

from vox_console.practice.certificates import NAMES, throw_away_certificate


def shake_hands(server: ssl.SSLContext, client: ssl.SSLContext, name: str) -> None:
    """Connect two ends in memory. Raises ssl.SSLError."""
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client.wrap_bio(to_client, to_server, server_hostname=name),
        server.wrap_bio(to_server, to_client, server_side=True),
    ]
    while ends:
        for end in ends[:]:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
            ends.remove(end)


def test_who_trusts_the_authority_can_connect_by_every_name() -> None:
    with throw_away_certificate() as made:
        client = ssl.create_default_context(cafile=str(made.authority_file))
        for name in NAMES:
            shake_hands(made.context, client, name)


def test_another_run_has_another_authority() -> None:
    with throw_away_certificate() as one, throw_away_certificate() as other:
        assert one.authority_file.read_bytes() != other.authority_file.read_bytes()


def test_the_file_is_private_and_gone_afterwards() -> None:
    with throw_away_certificate() as made:
        assert made.authority_file.is_file()
        if os.name == "posix":
            assert made.authority_file.parent.stat().st_mode & 0o077 == 0
        assert b"PRIVATE" not in made.authority_file.read_bytes()
    assert not made.authority_file.exists()
    assert not made.authority_file.parent.exists()
