"""Where a REST link leads and as whom, and the HTTP clients that are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vox_console.domain.errors import LinkError
from vox_console.domain.secret import Secret
from vox_console.transports.rest_client import RestClient

CHECK_EVERY_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class RestSettings:
    """Where and as whom. url: whole, as settings.rest_access completes it. local: it is on this machine.

    post_queries: ask with JSON in a POST instead of everything in the URL. own_ids: see Capabilities.
    plain_text_refused: it would go in the clear through a network, and nobody has agreed to that.
    """

    url: str
    username: str
    password: Secret
    ca_file: str = ""
    local: bool = False
    post_queries: bool = False
    own_ids: bool = False
    plain_text_refused: bool = False
    utc_offset_min: int = 0
    connect_timeout_s: float = 10.0
    response_timeout_s: float = 20.0
    check_every_s: float = CHECK_EVERY_S

    def client(self, connections: int) -> RestClient:
        """Give a client. Raises LinkError for a file of authorities or a proxy that is no use."""
        return RestClient(
            self.url,
            secret=self.password,
            connections=connections,
            ca_file=self.ca_file,
            connect_timeout_s=self.connect_timeout_s,
            local=self.local,
        )

    def require_consent(self) -> None:
        """Raise LinkError where the password would go in the clear without anybody's having agreed to it."""
        if self.plain_text_refused:
            raise plain_text()


def plain_text() -> LinkError:
    """Say that it would go in the clear."""
    return LinkError(
        "This address is not encrypted",
        detail="Anyone on the network on the way there could read the messages and the password.",
        hint="Use https://, or agree to it in the account.",
    )
