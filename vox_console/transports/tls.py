"""TLS for SMPP: certificates checked against the system's trust, and failures told in words.

The system's own store is used (through truststore), so a company's own authority works without
configuration; a profile may add one more authority's file.
"""

from __future__ import annotations

import ssl
from typing import Final

import truststore

from vox_console.domain.errors import LinkError, TlsFault

_NOT_TLS: Final = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"})
_TOO_OLD: Final = frozenset(
    {"UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "NO_PROTOCOLS_AVAILABLE"}
)


def client_context(ca_file: str = "") -> ssl.SSLContext:
    """Give a context that checks certificate and host name and speaks TLS 1.2 or newer.

    ca_file: path of one more trusted authority in PEM, or "". Raises TlsFault when it cannot be read.
    """
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except ssl.SSLError as error:
            raise _ca_file_fault(ca_file, "it holds no certificate in PEM form") from error
        except OSError as error:
            raise _ca_file_fault(ca_file, error.strerror or "it cannot be read") from error
    return context


def in_words(error: ssl.SSLError, *, host: str) -> LinkError:
    """Translate a failed handshake: TlsFault when trying again cannot help, else LinkError."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate_fault(error, host=host)
    if error.reason in _NOT_TLS:
        return TlsFault(
            "The other side does not speak TLS",
            detail=f"{host} answered in plain text.",
            hint="Check the port, or whether the provider offers TLS on another one.",
        )
    if error.reason in _TOO_OLD:
        return TlsFault(
            "The other side's TLS is too old",
            detail=f"{host} offers nothing newer than TLS 1.1.",
            hint="Ask the provider for TLS 1.2 or newer.",
        )
    return LinkError(
        "The TLS handshake failed",
        detail=f"{host} ended it: {error.reason or 'no reason given'}.",
        hint="Check that the port is the provider's TLS port.",
    )


def _ca_file_fault(ca_file: str, reason: str) -> TlsFault:
    return TlsFault(
        "The certificate authority's file cannot be used",
        detail=f"{ca_file}: {reason}.",
        hint="Choose another file in the profile.",
    )


def _certificate_fault(error: ssl.SSLCertVerificationError, *, host: str) -> TlsFault:
    match error.verify_code:
        case 62 | 64:  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
            title, hint = (
                "The certificate is for another name",
                f"Use the host name the provider gives; {host} is not in its certificate.",
            )
        case 10:  # X509_V_ERR_CERT_HAS_EXPIRED
            title, hint = (
                "The certificate has expired",
                "Check this computer's clock; if it is right, tell the provider.",
            )
        case 9:  # X509_V_ERR_CERT_NOT_YET_VALID
            title, hint = "The certificate is not valid yet", "Check this computer's clock."
        case 18 | 19 | 20 | 21:  # self-signed, alone or in the chain; issuer unknown
            title, hint = (
                "The certificate is not from a trusted authority",
                "If the provider uses its own authority, choose that authority's file in the profile.",
            )
        case _:
            title, hint = "The certificate was not accepted", "Ask the provider."
    return TlsFault(title, detail=f"{host}: {error.verify_message}.", hint=hint)
