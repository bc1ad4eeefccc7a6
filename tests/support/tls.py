"""What the server's side of TLS needs in tests: an authority of one's own, and certificates by it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import trustme

WRONG_CERTIFICATES = pytest.mark.parametrize(
    ("name", "expires", "trusted", "words"),
    [
        ("sms.example.com", 1, True, "another name"),
        ("localhost", -1, True, "expired"),
        ("localhost", 1, False, "trusted authority"),
    ],
    ids=["wrong host", "expired", "unknown authority"],
)
"""For whom it is, days until it ends, whether its authority is trusted, and what a person is told."""


@contextmanager
def authority() -> Iterator[tuple[trustme.CA, str]]:
    """Give an authority and its file."""
    ca = trustme.CA()
    with ca.cert_pem.tempfile() as path:
        yield ca, path


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """Give what a server needs to show a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context
