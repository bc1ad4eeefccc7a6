"""Events are frozen values, and every kind of them is part of the union that listeners match on."""

from __future__ import annotations

import dataclasses
import inspect
import typing

import pytest

from vox_console.services import events
from vox_console.services.events import Event, MessagesChanged


def test_every_event_is_in_the_union() -> None:
    defined = {
        kind
        for _, kind in inspect.getmembers(events, inspect.isclass)
        if kind.__module__ == events.__name__ and dataclasses.is_dataclass(kind)
    }
    assert defined == set(typing.get_args(Event))


def test_an_event_cannot_be_changed_by_one_listener_for_the_next() -> None:
    event = MessagesChanged((1, 2))
    with pytest.raises(dataclasses.FrozenInstanceError):
        event.message_ids = (3,)  # type: ignore[misc]  # what is forbidden
    assert event == MessagesChanged((1, 2))


@pytest.mark.parametrize("kind", typing.get_args(Event))
def test_an_event_carries_no_message(kind: type) -> None:
    assert all("Message" not in str(field.type) for field in dataclasses.fields(kind))
