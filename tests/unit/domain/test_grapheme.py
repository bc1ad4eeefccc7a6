"""Grapheme borders: pairs that must stay together, and pairs that may part."""

from __future__ import annotations

import pytest

from vox_console.domain.grapheme import is_border


@pytest.mark.parametrize(
    "cluster",
    [
        "\r\n",
        "e\u0301",  # a combining accent
        "👍🏽",  # a skin tone
        "☺\ufe0f",  # an emoji variation
        "1\ufe0f\u20e3",  # a keycap
        "👨\u200d👩\u200d👧\u200d👦",  # a family
        "🇷🇸",  # a flag
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # Scotland
        "\u1100\u1161\u11a8",  # a syllable of jamo
        "\uac00\u11a8",  # a syllable and its final
        "क\u094dष\u093f",  # a conjunct with a vowel sign
        "ก\u0e34",  # Thai with a vowel above
    ],
)
def test_a_cluster_has_no_border_inside(cluster: str) -> None:
    for index in range(1, len(cluster)):
        assert not is_border(f"a{cluster}b", 1 + index), index
    assert is_border(f"a{cluster}b", 1)
    assert is_border(f"a{cluster}b", 1 + len(cluster))


@pytest.mark.parametrize(
    "pair", ["ab", "\n\r", "a\n", "жи", "中文", "😀😀", "가나", "\u11a8\u1100", "a🇷", "कष"]
)
def test_neighbours_that_do_not_join_may_part(pair: str) -> None:
    assert is_border(pair, 1)


def test_flags_part_only_between_pairs() -> None:
    flags = "🇷🇸🇬🇧🇺🇸"
    assert [index for index in range(7) if is_border(flags, index)] == [0, 2, 4, 6]
    assert [index for index in range(8) if is_border("x" + flags, index)] == [0, 1, 3, 5, 7]


def test_both_ends_are_borders() -> None:
    assert is_border("\u0301", 0)
    assert is_border("", 0)
    assert is_border("a\u200d", 2)
