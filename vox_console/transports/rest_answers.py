"""What an HTTP answer to a submit decides about each number in it. Pure: status and body in, outcomes out.

The rules (provider_interface §2.4 to §2.6, §11 U5):

* ids are matched to numbers by their digits, never by position; one number may get an id for each segment;
* a number without an id, in an answer that has ids for others, was not accepted, and no reason is given.
  But where an id cannot be matched to any number, it may be that one's: then its fate is unknown;
* a success without any id decides nothing: unknown, and the answer is kept. A mere word ("status",
  "message") in place of an id refuses only where it is one of the provider's words for that;
* an id beside an error, under an HTTP status that refuses, or in an answer about another number, is not
  taken for an acceptance, and not for a refusal either: such a number's fate is unknown;
* 401 turns the whole request away, nothing in it was looked at: it is queued again, and the link stops;
* 404, 405, 407, 410 and 501 come from something else than the provider's API: it is queued again;
* 429 is a refusal for now of all numbers of the request: who limits requests turns one away before the API
  reads it, and no description of the API knows one that was taken in part (provider_interface §2.5). To call
  it unknown would leave a hundred messages to a person at every busy moment and prevent nothing that is known
  to happen. Where the answer itself speaks against it, with an id for any number, only what it refuses by
  number goes back into the queue; the others' fate is unknown. The same holds for 401 and 404;
* any other 4xx, 508 and a redirect are refusals; any other 5xx decides nothing,
  unless its text is one the provider is known to refuse with and does not repeat the message.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from vox_console.domain.errors import BindRefused, LinkError
from vox_console.domain.http_answer import HttpAnswer
from vox_console.domain.message import DeliveryState
from vox_console.domain.plain_text import one_line
from vox_console.domain.receipt import state_of
from vox_console.domain.rest_error import RestError, describe_answer, json_of
from vox_console.domain.submission import SubmitRequest
from vox_console.transports.base import Accepted, NotSent, Refused, SubmitOutcome, Unanswered
from vox_console.transports.rest_redaction import without

UNAUTHORIZED: Final = 401
REQUEST_TIMEOUT: Final = 408  # the server did not see the whole request, or says so
TOO_MANY_REQUESTS: Final = 429
LOOP_DETECTED: Final = 508
NOT_THE_API: Final = frozenset({404, 405, 407, 410, 501})  # a proxy, a wrong path, a page for maintenance

KEPT_CHARACTERS: Final = 2_000
LONGEST_ID: Final = 256
LONGEST_WAIT_S: Final = 3_600.0
_MESSAGE_ID_KEYS = ("message_id", "messageid")
_ANY_ID_KEYS = (*_MESSAGE_ID_KEYS, "id")  # a bare "id" may be the request's own
_NUMBER_KEYS = ("dnis", "to", "number", "destination")
_ERROR_KEYS = ("error", "description", "reason")
_WORD_KEYS = ("status", "message")
_NO_ERROR = frozenset({"", "none", "null", "ok", "no error", "success"})
_LEAST_ALIKE = 6  # digits by which a number in national writing is known
_REFUSALS = frozenset({DeliveryState.REJECTED, DeliveryState.UNDELIVERABLE})
NO_ID_FOR_NUMBER = "Not accepted: the answer has no id for this number, and gives no reason."


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer as far as it matters here. retry_after: that header, "" without one.

    body: as received; `shown` is what people may see of it. secrets: the password's spellings.
    """

    status: int
    body: bytes
    retry_after: str = ""
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @property
    def shown(self) -> bytes:
        """Give the body without our password, which some servers repeat."""
        if not self.secrets:
            return self.body
        return without(self.body.decode("utf-8", "replace"), self.secrets).encode("utf-8", "replace")

    def error(self) -> RestError:
        """Give words for it as an answer that takes no message."""
        return describe_answer(self.status, self.shown)


def outcomes_of(answer: Answer, requests: Sequence[SubmitRequest]) -> list[SubmitOutcome]:
    """Decide about the requests that went in one HTTP request; each ends in exactly one outcome."""
    kept = HttpAnswer(
        answer.status, answer.shown[: 4 * KEPT_CHARACTERS].decode("utf-8", "replace")[:KEPT_CHARACTERS]
    )
    if 200 <= answer.status < 300:
        return _taken(answer, requests, kept)
    decided = _turned_away(answer, requests, kept)
    items = _items(json_of(answer.body), id_keys=_MESSAGE_ID_KEYS)
    with_id = {item.number for item in items if item.has_id}
    if not with_id:
        return decided
    wanted = {each.destination.digits for each in requests}
    doubtful = wanted if with_id - wanted else with_id
    refused = {item.number for item in items if item.error} - with_id
    of_this = f"The answer was HTTP {answer.status}, but it has an id for this number."
    of_others = f"The answer was HTTP {answer.status}, but it has ids for others of the same request."
    outcomes: list[SubmitOutcome] = []
    for each, outcome in zip(requests, decided, strict=True):
        number = each.destination.digits
        if number in doubtful:
            outcomes.append(Unanswered(each.attempt_id, of_this, kept))
        elif _goes_back(outcome) and number not in refused:
            outcomes.append(Unanswered(each.attempt_id, of_others, kept))
        else:
            outcomes.append(outcome)
    return outcomes


def _goes_back(outcome: SubmitOutcome) -> bool:
    """Say whether an outcome puts its part into the queue again."""
    return isinstance(outcome, NotSent) or (isinstance(outcome, Refused) and outcome.for_now)


def is_ambiguous(status: int) -> bool:
    """Say whether a status leaves open if the request was taken."""
    return status == REQUEST_TIMEOUT or (status >= 500 and status not in {LOOP_DETECTED, *NOT_THE_API})


def unauthorized(answer: Answer) -> BindRefused:
    """Give the fault that stops the link until a person acts."""
    error = answer.error()
    title = "The provider refused the password"
    return BindRefused(title, detail=error.words, hint=error.action, command_status=0, fatal=True)


def not_as_it_should(answer: Answer) -> LinkError:
    """Give the fault that puts the link in doubt."""
    return LinkError("The provider does not answer as it should", detail=answer.error().words)


def _turned_away(answer: Answer, requests: Sequence[SubmitRequest], kept: HttpAnswer) -> list[SubmitOutcome]:
    error = answer.error()
    if answer.status == UNAUTHORIZED or (answer.status in NOT_THE_API and not error.known):
        return [NotSent(each.attempt_id, error.words, kept) for each in requests]
    repeats = requests[0].text.casefold() in kept.text.casefold()  # then the known words may be the message's
    if is_ambiguous(answer.status) and (repeats or not error.known):
        return [Unanswered(each.attempt_id, error.words, kept) for each in requests]
    wait_s = retry_after_s(answer.retry_after) if answer.status == TOO_MANY_REQUESTS else None
    words = error.words if wait_s is not None or len(requests) == 1 else _of_all(error.words, len(requests))
    return [Refused(each.attempt_id, reason=words, retry_after_s=wait_s, answer=kept) for each in requests]


def retry_after_s(header: str, *, now: datetime | None = None) -> float:
    """Read Retry-After (RFC 9110 §10.2.3), seconds or a date; 0 when it says nothing. At most an hour."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_WAIT_S)
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        left_s = (moment - (now or datetime.now(UTC))).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return min(max(0.0, left_s), LONGEST_WAIT_S)


@dataclass(frozen=True, slots=True)
class _Item:
    """One element of an answer: for which number (digits, "" when it does not say), and what.

    message_id: the number was accepted under it. has_id: there is an id, even if it accepts nothing.
    unclear: it may say that the number was accepted, but not under which id.
    """

    number: str
    message_id: str
    segment: int
    error: str
    has_id: bool
    unclear: bool


def _taken(answer: Answer, requests: Sequence[SubmitRequest], kept: HttpAnswer) -> list[SubmitOutcome]:
    items = _items(json_of(answer.body), id_keys=_ANY_ID_KEYS)
    if not any(item.message_id or item.error or item.unclear for item in items):
        words = f"The provider answered HTTP {answer.status}, but without an id."
        return [Unanswered(each.attempt_id, words, kept) for each in requests]
    wanted = {each.destination.digits: each for each in requests}
    alone = requests[0].destination.digits if len(requests) == 1 else ""
    ids: dict[str, list[_Item]] = {}
    errors: dict[str, str] = {}
    unclear: set[str] = set()
    for item in items:
        # One number was sent: whatever is told is about it, unless it names quite another.
        number = alone if alone and _may_be(item.number, alone) else item.number
        if item.message_id and number in wanted:
            ids.setdefault(number, []).append(item)
        elif item.message_id or item.unclear:
            unclear.update({number} if number in wanted else wanted)
        elif item.error:
            errors.setdefault(number, without(item.error, answer.secrets))
    for_all = "" if ids or unclear else errors.get("", "")
    return [
        _decided(each, ids.get(number, []), errors.get(number) or for_all, kept, unclear=number in unclear)
        for number, each in wanted.items()
    ]


def _decided(
    request: SubmitRequest, found: Sequence[_Item], error: str, kept: HttpAnswer, *, unclear: bool
) -> SubmitOutcome:
    if found:
        in_order = sorted(found, key=lambda item: item.segment)  # stable: as answered where it does not say
        first, *more = dict.fromkeys(item.message_id for item in in_order)
        return Accepted(request.attempt_id, first, tuple(more), kept)
    if error:
        return Refused(request.attempt_id, reason=f"The provider answered: {error}", answer=kept)
    if unclear:
        words = "The answer may say that it was accepted, but not under which id."
        return Unanswered(request.attempt_id, words, kept)
    return Refused(request.attempt_id, reason=NO_ID_FOR_NUMBER, answer=kept)


def _may_be(told: str, number: str) -> bool:
    """Say whether a number in an answer can be the one that was sent, in another writing or left out."""
    bare = told.lstrip("0")
    return not bare or bare == number or (len(bare) >= _LEAST_ALIKE and number.endswith(bare))


def _items(content: object, *, id_keys: Sequence[str]) -> list[_Item]:
    elements = content if isinstance(content, list) else [content]
    return [_item(element, id_keys) for element in elements if isinstance(element, Mapping)]


def _item(element: Mapping[object, object], id_keys: Sequence[str]) -> _Item:
    by_name = {str(name).lower(): value for name, value in element.items()}
    error, word = _error_in(by_name), _first(by_name, _WORD_KEYS)
    refuses = _refuses(word)
    # A bare "id" beside an error names the request; one that is zero names nothing.
    message_id = _first(by_name, _MESSAGE_ID_KEYS if error or refuses else id_keys).strip("0")
    if message_id:
        message_id = _first(by_name, id_keys)
    elif not error:
        error = _first(by_name, _ERROR_KEYS[1:])
    usable = len(message_id) <= LONGEST_ID and one_line(message_id) == message_id
    accepts = bool(message_id) and usable and not error and not refuses
    segment = _first(by_name, ("segment_num", "segmentnum"))
    return _Item(
        number="".join(each for each in _first(by_name, _NUMBER_KEYS) if each in "0123456789"),
        message_id=message_id if accepts else "",
        segment=int(segment) if segment.isascii() and segment.isdigit() and len(segment) < 6 else 0,
        error=one_line(error or (word if refuses else ""))[:KEPT_CHARACTERS],
        has_id=bool(message_id),
        unclear=(bool(message_id) or (word != "" and not error and not refuses)) and not accepts,
    )


def _error_in(by_name: Mapping[str, object]) -> str:
    """Give what an element says is wrong, "" when it says nothing of the kind; "000" is nothing."""
    value = by_name.get(_ERROR_KEYS[0])
    if isinstance(value, Mapping | list) and value:
        return json.dumps(value, ensure_ascii=False)
    text = "an error" if value is True else _first(by_name, _ERROR_KEYS[:1])
    if text.strip("0").casefold() not in _NO_ERROR:
        return text
    failed = str(by_name.get("success", "")).casefold() in {"false", "0", "no"}
    return (_first(by_name, (*_ERROR_KEYS[1:], *_WORD_KEYS)) or "no success") if failed else ""


def _refuses(word: str) -> bool:
    """Say whether a word in place of an id is one by which the provider refuses."""
    known = describe_answer(400, word.encode("utf-8", "replace")).known
    return known or state_of(word) in _REFUSALS


def _first(by_name: Mapping[str, object], keys: Sequence[str]) -> str:
    """Give the first of these fields that says something, as text without blanks around it."""
    for key in keys:
        value = by_name.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _of_all(words: str, count: int) -> str:
    return (
        f"The whole request was refused, with all its {count} numbers; one of them may be the reason. {words}"
    )
