"""No parameters and no octets make the readers of callbacks raise anything but a refusal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.callback import (
    LONGEST_ID,
    LONGEST_TEXT,
    CallbackMessage,
    Unreadable,
    as_delivery,
    read_callback,
)
from vox_console.domain.callback_date import parse_callback_date
from vox_console.domain.receipt import Receipt
from vox_console.http1.messages import Refused, Request
from vox_console.settings.callback_access import VOX_FIELDS
from vox_console.transports.callback_fields import Posted, read_posted

NAMES = st.sampled_from(
    [*VOX_FIELDS.values(), "messageId", "id", "status", "STATUS", "err", "mccmnc", "to", "from", "text", ""]
)
CHARACTERS = st.characters(codec=None)  # lone surrogates too: JSON can spell them
TEXTS = st.one_of(
    st.sampled_from(
        ["DELIVRD", "0,012", "1801021530", "2026-03-01T12:00:05 02:00", "99999999999999", "22001"]
    ),
    st.text(CHARACTERS, max_size=40),
    st.text(st.sampled_from("0123456789-:TZ+ .,eE"), max_size=30),
    st.integers(LONGEST_ID - 1, LONGEST_ID + 2).map(lambda length: "7" * length),
)
FIELDS = st.dictionaries(st.one_of(NAMES, st.text(CHARACTERS, max_size=10)), TEXTS, max_size=12)
MAPPINGS = st.dictionaries(
    st.one_of(st.sampled_from(list(VOX_FIELDS)), st.text(max_size=5)), st.one_of(NAMES, TEXTS), max_size=6
)
OFFSETS = st.integers(-14 * 60, 14 * 60)
PRESENT = st.none() | st.integers(0, 2**52)


@given(fields=FIELDS, names=MAPPINGS, utc_offset_min=OFFSETS, now_us=PRESENT)
def test_no_parameters_raise_and_what_is_read_can_be_stored(
    fields: Mapping[str, str], names: Mapping[str, str], utc_offset_min: int, now_us: int | None
) -> None:
    read = read_callback(fields, names, utc_offset_min=utc_offset_min, now_us=now_us)
    if isinstance(read, Unreadable):
        assert read.reason
        return
    if isinstance(read, Receipt):
        assert 0 < len(read.provider_id) <= LONGEST_ID
        assert read.word
    else:
        assert isinstance(read, CallbackMessage)
        assert read.source
        assert len(read.text) <= LONGEST_TEXT
    repr(read).encode()  # no lone surrogate is left
    assert as_delivery(read, b"raw").raw == b"raw"


@given(raw=TEXTS, utc_offset_min=OFFSETS, now_us=PRESENT)
def test_no_text_raises_as_a_date_and_none_is_far_in_the_future(
    raw: str, utc_offset_min: int, now_us: int | None
) -> None:
    moment_us = parse_callback_date(raw, utc_offset_min=utc_offset_min, now_us=now_us)
    if moment_us is not None and now_us is not None:
        assert moment_us <= now_us + 2 * 24 * 3600 * 1_000_000


JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
BODIES = st.one_of(
    st.binary(max_size=200),
    JSON_LIKE.map(lambda value: json.dumps(value).encode()),
    st.text(st.sampled_from('[]{}",:0123456789eE.-\\u tfn'), max_size=60).map(str.encode),
    st.text(st.sampled_from("&=%+;abcDEF0189"), max_size=60).map(str.encode),
)


@given(
    body=BODIES,
    media=st.sampled_from(["application/json", "application/x-www-form-urlencoded", "text/plain", ""]),
)
def test_no_body_raises_anything_but_a_refusal(body: bytes, media: str) -> None:
    posted: list[Posted] = []
    status = 200
    try:
        posted = read_posted(Request("POST", "/", headers={"content-type": media}, body=body))
    except Refused as refusal:
        status = refusal.status
    assert bool(posted) is (status == 200)
    assert status in {200, 400, 415}
    for one in posted:
        assert one.raw in body
        assert all(isinstance(text, str) for text in one.fields.values())


PLAIN = st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=20), min_size=1, max_size=6)


@given(PLAIN)
def test_the_same_parameters_are_read_from_a_query_a_form_and_json(fields: dict[str, str]) -> None:
    encoded, kind = urlencode(fields), "content-type"
    [query] = read_posted(Request("GET", "/", encoded))
    [form] = read_posted(
        Request("POST", "/", headers={kind: "application/x-www-form-urlencoded"}, body=encoded.encode())
    )
    body = json.dumps(fields).encode()
    [one] = read_posted(Request("POST", "/", headers={kind: "application/json"}, body=body))
    assert query.fields == form.fields == one.fields == fields


@given(st.lists(PLAIN, min_size=1, max_size=5), st.sampled_from([None, 1, "\t"]))
def test_an_array_is_taken_apart_into_the_octets_of_its_reports(
    reports: list[dict[str, str]], indent: int | str | None
) -> None:
    body = json.dumps(reports, indent=indent, ensure_ascii=False).encode()
    posted = read_posted(Request("POST", "/", headers={"content-type": "application/json"}, body=body))
    assert [one.fields for one in posted] == reports
    assert [json.loads(one.raw) for one in posted] == reports
