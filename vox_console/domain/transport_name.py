"""The names of the ways to the provider, and of the ways its word comes back. Both stand in the journal."""

from __future__ import annotations

from enum import StrEnum


class TransportName(StrEnum):
    """The way a message takes to the provider."""

    SMPP = "smpp"
    REST = "rest"


class TransportRule(StrEnum):
    """How the way of a message is chosen: SMPP while it is bound and REST otherwise, or always the one."""

    AUTO = "auto"
    SMPP = "smpp"
    REST = "rest"


class Witness(StrEnum):
    """Who said what became of a message."""

    SMPP = "smpp"  # a delivery receipt pushed over the account's own session
    QUERY = "query"  # the provider's answer when we asked
    CALLBACK = "callback"  # posted to our listener: anybody who knows its address could have
