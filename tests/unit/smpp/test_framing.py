from __future__ import annotations

import time

import pytest

from tests.support.pdu_bytes import all_pdus
from vox_console.smpp.faults import FramingFault
from vox_console.smpp.framing import MAX_PDU_OCTETS, Framer

ENQUIRE = bytes.fromhex("00000010 00000015 00000000 00000001")


def test_one_portion_with_three_pdus_gives_three() -> None:
    assert Framer().feed(ENQUIRE * 3) == [ENQUIRE] * 3


def test_every_stream_cut_at_every_octet_gives_the_same_pdus() -> None:
    pdus = list(all_pdus().values())
    stream = b"".join(pdus)
    for cut in range(len(stream) + 1):
        framer = Framer()
        assert framer.feed(stream[:cut]) + framer.feed(stream[cut:]) == pdus
        assert not framer.half_received


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 16, 17])
def test_portions_of_any_size_give_the_same_pdus(size: int) -> None:
    pdus = list(all_pdus().values())
    stream = b"".join(pdus)
    framer = Framer()
    seen = [pdu for start in range(0, len(stream), size) for pdu in framer.feed(stream[start : start + size])]
    assert seen == pdus


@pytest.mark.parametrize(("portion", "half"), [(b"", False), (ENQUIRE[:1], True), (ENQUIRE + b"\0", True)])
def test_a_begun_pdu_is_told(portion: bytes, half: bool) -> None:
    framer = Framer()
    framer.feed(portion)
    assert framer.half_received is half


@pytest.mark.parametrize("length", [0, 4, 8, 15, MAX_PDU_OCTETS + 1, 0x7FFFFFFF, 0xFFFFFFFF])
def test_an_impossible_length_is_refused_before_anything_is_kept(length: int) -> None:
    framer = Framer()
    with pytest.raises(FramingFault):
        framer.feed(length.to_bytes(4))
    assert not framer.half_received


@pytest.mark.parametrize("length", [16, MAX_PDU_OCTETS])
def test_the_smallest_and_the_largest_length_are_taken(length: int) -> None:
    pdu = length.to_bytes(4) + bytes(length - 4)
    assert Framer().feed(pdu) == [pdu]


def test_a_smaller_limit_can_be_set() -> None:
    with pytest.raises(FramingFault, match="limit is 100"):
        Framer(100).feed((101).to_bytes(4))


def test_pdus_before_the_garbage_are_not_lost() -> None:
    with pytest.raises(FramingFault) as caught:
        Framer().feed(ENQUIRE + b"\0\0\0\1")
    assert caught.value.whole == [ENQUIRE]


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n", "web server"),
        (b"<!DOCTYPE html>", "web server"),
        (b"\x15\x03\x01\x00\x02\x02\x46", "TLS"),
        (b"SSH-2.0-OpenSSH", "text"),
        (b"\x00\x00\x00\x03", "3 octets"),
        (b"\xff\xff\xff\xff", "limit"),
    ],
)
def test_the_fault_says_what_the_peer_probably_is(octets: bytes, words: str) -> None:
    with pytest.raises(FramingFault, match=words):
        Framer().feed(octets)


def test_single_octets_of_a_large_pdu_cost_the_same_at_the_end_as_at_the_start() -> None:
    """A framer that copied its buffer for each octet would move 45 GB here."""
    length = 300_000
    framer = Framer(length)
    framer.feed(length.to_bytes(4))
    started = time.process_time()
    for _ in range(length - 5):
        framer.feed(b"\0")
    assert time.process_time() - started < 1.0
    assert len(framer.feed(b"\0")[0]) == length
