"""What automatic messages say of themselves, so that no program answers them."""

from __future__ import annotations

import functools

from vox_console.domain.refusal import folded

__all__ = ["looks_automatic"]

_SIGNS = (
    "auto reply|autoreply|automatic reply|automated reply|automatic response|automated response"
    "|automatic message|automated message|auto response|autoresponder|out of office|do not reply|don't reply"
    "|not monitored|unattended|noreply|no reply|verification code|one time password|one time code"
    "|security code|réponse automatique|ne pas répondre|respuesta automática|no responda"
    "|resposta automática|automatische antwort|abwesenheit|nicht antworten|automatisch antwoord"
    "|risposta automatica|automatski odgovor|automatska poruka|аутоматски одговор|автоматски отговор"
    "|automatyczna odpowiedź|automatická odpověď|автоматический ответ|автоматична відповідь"
)


@functools.cache
def _signs() -> tuple[str, ...]:
    return tuple(f" {folded(sign)}" for sign in _SIGNS.split("|"))


def looks_automatic(text: str) -> bool:
    """Say whether a message tells of itself that a program wrote it.

    A guess, and only ever a reason not to answer.
    """
    said = f" {folded(text)} "
    return any(sign in said for sign in _signs())
