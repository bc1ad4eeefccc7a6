"""The receipt parser never raises, and its fast path says what the general one says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vox_console.domain import receipt as module
from vox_console.domain.delivery import Delivery
from vox_console.domain.receipt import Receipt, parse_receipt
from vox_console.domain.receipt_date import parse_receipt_date

LABELS = ["id:", "sub:", "dlvrd:", "submit date:", "done date:", "stat:", "err:", "text:", "Text:", "uid:"]
FRAGMENTS = st.one_of(
    st.sampled_from([*LABELS, " ", "\0", "\n", "DELIVRD", "UNDELIV", "2501021203", "000", "21b", "\ud7ff"]),
    st.text(max_size=8),
)
RECEIPT_LIKE = st.lists(FRAGMENTS, max_size=30).map("".join)
OCTETS = st.one_of(
    st.binary(max_size=300),
    RECEIPT_LIKE.map(lambda text: text.encode("utf-8", "surrogatepass")),
    RECEIPT_LIKE.map(lambda text: text.encode("utf-16-be", "surrogatepass")),
)
TLVS = st.dictionaries(
    st.sampled_from([0x001E, 0x0427, 0x0423, 0x0424, 0x1400]), st.binary(max_size=70), max_size=5
)
DELIVERIES = st.builds(
    Delivery,
    source=st.text(max_size=21),
    destination=st.text(max_size=21),
    esm_class=st.integers(0, 255),
    data_coding=st.integers(0, 255),
    short_message=OCTETS,
    tlvs=TLVS,
)


@given(
    delivery=DELIVERIES,
    by_text=st.booleans(),
    utc_offset_min=st.integers(-14 * 60, 14 * 60),
    now_us=st.none() | st.integers(0, 2**52),
)
def test_no_octets_raise(
    *, delivery: Delivery, by_text: bool, utc_offset_min: int, now_us: int | None
) -> None:
    receipt = parse_receipt(delivery, by_text=by_text, utc_offset_min=utc_offset_min, now_us=now_us)
    assert receipt is None or isinstance(receipt, Receipt)
    if delivery.esm_class & 0x3C in {0x04, 0x20}:
        assert receipt is not None


@given(DELIVERIES)
def test_identity_is_the_same_for_the_same_octets(delivery: Delivery) -> None:
    first, second = parse_receipt(delivery), parse_receipt(delivery)
    assert first == second
    if first is not None and second is not None:
        assert first.identity() == second.identity()


USUAL = st.builds(
    "id:{} sub:{} dlvrd:{} submit date:{} done date:{} stat:{} err:{}{}".format,
    st.from_regex(r"[A-Za-z0-9_-]{1,20}", fullmatch=True),
    *[st.from_regex(r"[0-9]{1,14}", fullmatch=True)] * 4,
    *[st.from_regex(r"[A-Za-z0-9]{1,9}", fullmatch=True)] * 2,
    st.just("") | RECEIPT_LIKE.map(lambda text: f" text:{text}"),
)


@given(USUAL)
def test_the_usual_order_is_read_alike_on_both_paths(text: str) -> None:
    assert module._USUAL.fullmatch(text)
    assert module._fields(text) == {"text": "", **module._fields_anywhere(text)}


@given(st.permutations(["id:7", "sub:001", "stat:EXPIRED", "err:21b", "done date:2501021203"]))
def test_the_order_of_fields_does_not_matter(fields: list[str]) -> None:
    receipt = parse_receipt(Delivery("1", "2", 0x04, 0, " ".join(fields).encode()))
    assert receipt is not None
    assert receipt.identity() == ("7", "EXPIRED", "2501021203", "21b")


@given(st.text(max_size=16) | st.from_regex(r"[0-9]{8,16}", fullmatch=True))
def test_no_date_raises(raw: str) -> None:
    moment = parse_receipt_date(raw, now_us=1_800_000_000_000_000)
    assert moment is None or moment <= 1_800_000_000_000_000 + 2 * 86_400_000_000
