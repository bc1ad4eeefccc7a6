"""Questions about messages over REST, and what their answers are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from vox_console.domain.errors import AskLater, LinkError, QueryRefused
from vox_console.domain.secret import Secret
from vox_console.domain.status_answer import StatusAnswer, read_status
from vox_console.transports.base import Clock
from vox_console.transports.rest_answers import (
    REQUEST_TIMEOUT,
    TOO_MANY_REQUESTS,
    UNAUTHORIZED,
    Answer,
    retry_after_s,
)
from vox_console.transports.rest_body import with_credentials
from vox_console.transports.rest_client import Flight, RestClient
from vox_console.transports.rest_settings import RestSettings

QUERY_TIMEOUT_S: Final = 15.0
_PASSING: Final = frozenset({UNAUTHORIZED, REQUEST_TIMEOUT, TOO_MANY_REQUESTS})


class RestQuestions:
    """Asks one provider. heard: takes each answer.

    client: what it asks by, None while REST is not connected.
    """

    def __init__(self, settings: RestSettings, *, clock: Clock, heard: Callable[[Answer], None]) -> None:
        self._settings = settings
        self._clock = clock
        self._heard = heard
        self.client: RestClient | None = None

    async def query(self, query_id: str) -> StatusAnswer:
        """Ask what became of a message.

        Raises LinkError when that cannot be known now, QueryRefused when asking soon again has no use.
        """
        self._settings.require_consent()
        answer = await self.ask(query_id)
        if answer.status != 200:
            error = answer.error()
            title, detail, hint = "The provider did not answer the question", error.words, error.action
            if answer.status >= 500 or answer.status in _PASSING:
                wait_s = retry_after_s(answer.retry_after)
                raise AskLater(title, detail=detail, hint=hint, retry_after_s=wait_s)
            raise QueryRefused(title, detail=detail, hint=hint)
        settings = self._settings
        found = read_status(
            answer.shown, query_id, utc_offset_min=settings.utc_offset_min, now_us=self._clock.now_us()
        )
        if found is None:
            raise QueryRefused("The provider's answer about a message makes no sense")
        return found

    async def ask(self, query_id: str) -> Answer:
        """Put the bare question. Raises LinkError."""
        client = self.client
        if client is None:
            raise LinkError("The provider cannot be asked", detail="REST is not connected.")
        settings = self._settings
        if settings.post_queries:
            fields = {"command": "query", "messageId": query_id}
            body = with_credentials(fields, settings.username, settings.password)
            answer = await client.post(body, Flight(), timeout_s=QUERY_TIMEOUT_S)
        else:
            query: dict[str, str | Secret] = {
                "username": settings.username,
                "password": settings.password,
                "messageId": query_id,
                "command": "query",
            }
            answer = await client.get(query, timeout_s=QUERY_TIMEOUT_S)
        self._heard(answer)
        return answer
