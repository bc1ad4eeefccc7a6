"""A draft as a value and as JSON."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain.transport_name import TransportRule
from vox_console.presenters.draft import Draft

FULL = Draft(
    "Vox", ("+381 64 1234567", "nobody"), "Hello “you” 🙂", 8, "sar", receipt=False, validity="2",
    transport=TransportRule.REST,
)  # fmt: skip


def test_a_draft_comes_back_as_it_was() -> None:
    assert Draft.from_json(FULL.to_json()) == FULL


@given(st.text(), st.lists(st.text(), max_size=3), st.sampled_from([None, 0, 8]))
def test_any_draft_that_is_not_blank_comes_back(text: str, recipients: list[str], coding: int | None) -> None:
    draft = Draft(recipients=tuple(recipients), text=text, coding=coding)
    assert Draft.from_json(draft.to_json()) == (None if draft.blank else draft)


def test_blank_is_what_may_be_forgotten() -> None:
    assert Draft(sender="Vox", coding=8, validity="2").blank
    assert not Draft(text=" ").blank
    assert not Draft(recipients=("x",)).blank
    assert Draft(sender="Vox").to_json() == ""


def test_after_sending_the_sender_and_the_options_stay() -> None:
    assert FULL.cleared() == replace(FULL, recipients=(), text="")


def test_a_draft_of_an_earlier_version_has_no_way_of_its_own() -> None:
    draft = Draft.from_json('{"text": "x", "recipients": []}')
    assert draft is not None
    assert draft.transport is TransportRule.AUTO


@pytest.mark.parametrize(
    "body",
    [
        *("", "{", "null", "3", "[]", "{}", '{"text": null, "recipients": []}', '{"text": "x"}'),
        '{"text": "x", "recipients": [], "transport": "pigeon"}',
    ],
)
def test_what_cannot_be_understood_is_no_draft(body: str) -> None:
    assert Draft.from_json(body) is None


def test_a_field_of_a_newer_version_makes_it_no_draft() -> None:
    assert Draft.from_json('{"text": "x", "recipients": [], "mood": "good"}') is None
