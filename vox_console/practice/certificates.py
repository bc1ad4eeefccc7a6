"""A certificate for one run: made at the start, trusted by whoever is told its authority, gone at the end.

The authority's key never leaves memory and signs nothing but this one certificate, so a program that trusts
it trusts this provider and nobody else.
"""

from __future__ import annotations

import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

NAMES = ("localhost", "127.0.0.1", "::1")


class ThrowAwayCertificate(NamedTuple):
    """context: for a server. authority_file: the PEM that clients are to trust, in a private folder."""

    context: ssl.SSLContext
    authority_file: Path


@contextmanager
def throw_away_certificate() -> Iterator[ThrowAwayCertificate]:
    """Make a certificate for this computer's names; the file is removed at the end of the block."""
    import trustme  # noqa: PLC0415 - it loads a cryptography library, for those alone who ask for TLS

    authority = trustme.CA(organization_name="Vox Console practice provider")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*NAMES).configure_cert(context)
    with tempfile.TemporaryDirectory(prefix="vox-practice-") as folder:  # readable by its owner alone
        path = Path(folder) / "authority.pem"
        authority.cert_pem.write_to_path(path)
        yield ThrowAwayCertificate(context, path)
