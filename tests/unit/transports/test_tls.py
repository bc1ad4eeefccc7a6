from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from vox_console.domain.errors import TlsFault
from vox_console.transports.tls import client_context, in_words


def test_nothing_older_than_tls_1_2_and_nothing_unchecked() -> None:
    context = client_context()
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


@pytest.mark.parametrize("content", [None, "not a certificate"])
def test_an_authority_file_that_cannot_be_used_is_told_by_name(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "authority.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(TlsFault) as caught:
        client_context(str(path))
    assert "authority.pem" in caught.value.detail
    assert caught.value.hint


@pytest.mark.parametrize(
    ("reason", "fatal"),
    [
        ("WRONG_VERSION_NUMBER", True),
        ("UNSUPPORTED_PROTOCOL", True),
        ("TLSV1_ALERT_PROTOCOL_VERSION", True),
        ("UNEXPECTED_EOF_WHILE_READING", False),
    ],
)
def test_only_what_cannot_pass_by_itself_is_fatal(reason: str, *, fatal: bool) -> None:
    error = ssl.SSLError(1, "words")
    error.reason = reason
    fault = in_words(error, host="smpp.example.com")
    assert isinstance(fault, TlsFault) is fatal
    assert "smpp.example.com" in fault.detail
    assert fault.hint


@pytest.mark.parametrize(
    ("code", "word"),
    [
        (62, "another name"),
        (64, "another name"),
        (10, "expired"),
        (9, "not valid yet"),
        (18, "trusted"),
        (20, "trusted"),
        (23, "not accepted"),
    ],
)
def test_each_certificate_fault_has_its_own_words(code: int, word: str) -> None:
    error = ssl.SSLCertVerificationError(1, "words")
    error.verify_code = code
    error.verify_message = "detail of the library"
    fault = in_words(error, host="smpp.example.com")
    assert isinstance(fault, TlsFault)
    assert word in fault.title
    assert "detail of the library" in fault.detail
    assert fault.hint
