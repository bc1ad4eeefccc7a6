"""The whole error tree, and the value that wrong input is answered with.

Three kinds of trouble, three exits::

    wrong input   -> a returned FieldProblem, drawn beside the field; never an exception
    the world     -> VoxError, told in the notice bar and on the session badge
      LinkError         the path to the provider
        BindRefused     the provider said no to the bind
        TlsFault        the certificate or the handshake
        QueryRefused    the provider answered a question about a message with anything but an answer
        AskLater        the provider takes no questions at present, and may have said for how long
      StoreError        the local database
        StoreHeld       another instance works on the same data folder
        StoreNewer      written by a newer version of this program: opened read-only
        StoreFull       no space left; nothing is sent or acknowledged until there is
      VaultError        the operating system's keyring
      SettingsError     profiles on disk
      SendRefused       a message this program will not send, with the reason
    our bug       -> anything else

Each VoxError carries words for a person: a title (what), a detail (why) and a hint (what to do).
None of the three ever contains a password, a message text or a whole phone number.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem weighs: an ERROR forbids sending, a WARNING is only shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing that is wrong with what the operator typed.

    field: the field's stable name ("to", "from", "message", "port", ...).
    code: a stable key for tests and translations ("too_short").
    text: one sentence in words, fit to stand beside the field.
    fix: a replacement for the whole value that would cure it, or "" when there is none.
    """

    field: str
    code: str
    text: str
    fix: str = ""
    severity: Severity = Severity.ERROR


class VoxError(Exception):
    """The world did not do what was asked. Words for a person, without secrets."""

    def __init__(self, title: str, *, detail: str = "", hint: str = "") -> None:
        super().__init__(title if not detail else f"{title}: {detail}")
        self.title = title
        self.detail = detail
        self.hint = hint


class LinkError(VoxError):
    """The path to the provider: connect, handshake, protocol."""


class BindRefused(LinkError):
    """The provider answered a bind with an error.

    fatal: trying again by itself cannot help (wrong password, not allowed): stop and ask.
    """

    def __init__(self, title: str, *, detail: str, hint: str, command_status: int, fatal: bool) -> None:
        super().__init__(title, detail=detail, hint=hint)
        self.command_status = command_status
        self.fatal = fatal


class TlsFault(LinkError):
    """The certificate was not accepted, or the peer does not speak TLS. Always fatal."""


class QueryRefused(LinkError):
    """The provider answers, but not this question; asking again at once would change nothing."""


class AskLater(LinkError):
    """The provider takes no questions at present. retry_after_s: for how long, 0.0 when it did not say."""

    def __init__(self, title: str, *, detail: str = "", hint: str = "", retry_after_s: float = 0.0) -> None:
        super().__init__(title, detail=detail, hint=hint)
        self.retry_after_s = retry_after_s


class StoreError(VoxError):
    """The local database."""


class StoreHeld(StoreError):
    """Another instance works on the same data folder; the detail says which."""


class StoreNewer(StoreError):
    """The database was written by a newer version; it can be read, not written."""


class StoreFull(StoreError):
    """The disk is full (or the file may not grow)."""


class VaultError(VoxError):
    """The operating system's keyring is absent, locked, slow or broken."""


class SettingsError(VoxError):
    """A profile is missing or its file cannot be understood."""


class UnknownProfile(SettingsError):
    """There is no profile of the name that was given."""


class SendRefused(VoxError):
    """A message this program will not send, with the reason."""
