"""When two texts are nearly the same, by example; the rule's own promises are properties."""

from __future__ import annotations

import pytest

from vox_console.domain.near_text import levelled, nearly_same

OFFER = "Dear Ana, our winter sale begins on 1 December: 20% off everything until the 24th."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hello", "HELLO"),
        ("Your code is 1234", "Your code is 987654"),
        ("Hello  Ana \n", "Hello Ana"),
        ("Hello\u00a0Ana", "Hello Ana"),
        ("Cafe\u0301", "Café"),
        (OFFER, OFFER.replace("Ana", "Marko")),
        (OFFER, OFFER + " Hurry!"),
        (OFFER, OFFER.replace("1 December", "12 December").replace("20%", "30 %")),
        ("", " \t"),
    ],
)
def test_these_are_nearly_the_same(one: str, other: str) -> None:
    assert nearly_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hello Ana", "Hello Bob"),
        ("Yes", "No"),
        ("", "Hello"),
        (OFFER, "Dear Ana, your parcel has arrived and waits for you in the shop."),
        (OFFER, OFFER[: len(OFFER) // 2]),
    ],
)
def test_these_are_not(one: str, other: str) -> None:
    assert not nearly_same(one, other)


def test_what_differs_between_two_of_the_same_is_levelled() -> None:
    assert levelled(" Pay  1,250 EUR\nby 24.12. ") == "pay 0,0 eur by 0.0."
    assert levelled("٣٤") == "0"
