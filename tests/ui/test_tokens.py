"""The two colour schemes keep their promise of contrast."""

import pytest

from vox_console.ui.tokens import DARK, LIGHT, Palette

SCHEMES = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
TEXTS = ("text", "muted", "accent", "delivered", "waiting", "unknown", "failed", "practice")
GROUNDS = ("window", "surface", "sunken", "hover")
SOFT = ("accent_soft", "delivered_soft", "unknown_soft", "failed_soft", "practice_soft")


def contrast(first: str, second: str) -> float:
    """Give the contrast ratio (1 to 21) of two "#RRGGBB" colours, by WCAG 2.2's relative luminance."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_black_on_white_is_21_to_1() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@SCHEMES
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_reaches_4_5_to_1_on_every_background(scheme: Palette, text: str, ground: str) -> None:
    assert contrast(scheme[text], scheme[ground]) >= 4.5


@SCHEMES
@pytest.mark.parametrize("soft", SOFT)
@pytest.mark.parametrize("text", ["text", "muted", "own tone"])
def test_text_reaches_4_5_to_1_on_tinted_backgrounds(scheme: Palette, soft: str, text: str) -> None:
    token = soft.removesuffix("_soft") if text == "own tone" else text
    assert contrast(scheme[token], scheme[soft]) >= 4.5


@SCHEMES
@pytest.mark.parametrize("fill", ["accent", "accent_hover"])
def test_text_on_filled_buttons_reaches_4_5_to_1(scheme: Palette, fill: str) -> None:
    assert contrast(scheme["on_accent"], scheme[fill]) >= 4.5


@SCHEMES
@pytest.mark.parametrize("edge", ["edge", "accent", "failed", "practice"])
@pytest.mark.parametrize("ground", ["window", "surface", "sunken"])
def test_control_edges_reach_3_to_1(scheme: Palette, edge: str, ground: str) -> None:
    assert contrast(scheme[edge], scheme[ground]) >= 3.0


def test_both_schemes_know_the_same_tokens() -> None:
    assert set(LIGHT) == set(DARK)
