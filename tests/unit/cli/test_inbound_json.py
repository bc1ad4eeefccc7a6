from __future__ import annotations

import json

import pytest

from tests.support.inbound_parts import all_stored, pushed
from tests.support.journal_file import NOW_US
from vox_console.cli.inbound_json import inbound_fields, inbound_line
from vox_console.cli.output import json_line
from vox_console.domain.assembled_text import read_assembled
from vox_console.domain.concatenation import AssembledMessage, PartPlace, StoredPart, assemble
from vox_console.domain.transport_name import Witness
from vox_console.services.inbox import TheirLine
from vox_console.storage.thread_entries import TheirMessage

ANA, OURS = "381641234567", "381600000000"


def line(message: AssembledMessage, *, source: str = ANA, possible_repeat: bool = False) -> TheirLine:
    said = TheirMessage(7, NOW_US, "work", source, OURS, Witness.SMPP, message, 2)
    return TheirLine(said, read_assembled(message), "", possible_repeat)


def single(octets: bytes, *, data_coding: int = 0) -> AssembledMessage:
    part = StoredPart(7, NOW_US, octets, PartPlace(0, 0, 0, 0), data_coding)
    return AssembledMessage(1, {1: part})


def test_every_promised_key_is_there() -> None:
    told = json.loads(json_line(inbound_fields(line(single(b"YES"), possible_repeat=True))))
    assert told == {
        "id": 7,
        "from": ANA,
        "to": OURS,
        "text": "YES",
        "data_coding": 0,
        "parts_expected": 1,
        "parts_received": 1,
        "complete": True,
        "received_at": "2027-01-15T08:00:00.000000Z",
        "possible_repeat": True,
        "profile": "work",
        "via": "smpp",
        "missing": [],
        "repeats": 2,
        "guessed": False,
        "note": "",
    }


def test_what_is_missing_is_told_in_the_text_and_in_numbers() -> None:
    parts = all_stored(pushed("Ж" * 150))
    (message,) = assemble([parts[2], parts[0]])
    told = inbound_fields(line(message))
    assert (told["parts_expected"], told["parts_received"], told["complete"]) == (3, 2, False)
    assert told["missing"] == [2]
    assert told["data_coding"] == 8
    assert told["text"] == "Ж" * 67 + " [part 2 is missing] " + "Ж" * 16
    assert inbound_line(line(message)).endswith("  (2 of 3 parts)")


def test_octets_that_are_no_text_are_hexadecimal() -> None:
    told = inbound_fields(line(single(bytes.fromhex("00ff10"), data_coding=4)))
    assert (told["text"], told["data_coding"]) == ("00 FF 10", 4)


@pytest.mark.parametrize(
    ("octets", "shown"), [(b"one\ntwo", "one⏎two"), ("\u202eevil".encode("utf-16-be"), "⟨202E⟩evil")]
)
def test_a_line_stays_a_line_whatever_a_stranger_writes(octets: bytes, shown: str) -> None:
    message = single(octets, data_coding=8 if octets[0] == 0x20 else 0)
    told = inbound_line(line(message, source="Shop\x1b[31m", possible_repeat=True))
    assert told.endswith(f"Shop␛[31m -> {OURS}  {shown}  (possible repeat)")
