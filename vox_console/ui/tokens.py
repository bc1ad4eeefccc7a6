"""The colours and distances of the window, by name, for the light and the dark scheme.

Numbers only, no Qt. Text colours reach 4.5:1 and control edges 3:1 on every background they may stand
on (WCAG 2.2, success criteria 1.4.3 and 1.4.11); tests/ui/test_tokens.py computes it for each pair.
"border" draws plain dividers and "disabled" what cannot be used: both are exempt by the same criteria.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

Palette = Mapping[str, str]

LIGHT: Final[Palette] = MappingProxyType(
    {
        "window": "#F5F6F8",
        "surface": "#FFFFFF",
        "sunken": "#ECEEF2",
        "hover": "#E6E9EF",
        "border": "#D5D9E1",
        "edge": "#7E8797",
        "text": "#1A1E26",
        "muted": "#566072",
        "disabled": "#9AA2B0",
        "accent": "#2459D3",
        "accent_hover": "#1D4CBA",
        "on_accent": "#FFFFFF",
        "accent_soft": "#E3EBFC",
        "delivered": "#19744A",
        "delivered_soft": "#E0F2E8",
        "waiting": "#566072",
        "unknown": "#8A5200",
        "unknown_soft": "#FBEFD9",
        "failed": "#B83227",
        "failed_soft": "#FBE7E4",
        "practice": "#6A35D9",
        "practice_soft": "#EEE7FC",
    }
)

DARK: Final[Palette] = MappingProxyType(
    {
        "window": "#14171C",
        "surface": "#1B1F26",
        "sunken": "#101317",
        "hover": "#262B34",
        "border": "#2E343F",
        "edge": "#727C8D",
        "text": "#E7E9EE",
        "muted": "#A0A9B8",
        "disabled": "#626B79",
        "accent": "#86ABFF",
        "accent_hover": "#A3BFFF",
        "on_accent": "#0E1116",
        "accent_soft": "#22304F",
        "delivered": "#62CC95",
        "delivered_soft": "#17332A",
        "waiting": "#A0A9B8",
        "unknown": "#EBB44F",
        "unknown_soft": "#382D18",
        "failed": "#FF8F85",
        "failed_soft": "#402426",
        "practice": "#BBA2FF",
        "practice_soft": "#2D2646",
    }
)

S1, S2, S3, S4, S5, S6 = SPACE = (4, 8, 12, 16, 24, 32)
"""The distances between things, in device-independent pixels."""

RADIUS: Final = 6
"""Corner radius of fields and cards, in device-independent pixels."""

FOCUS_RING: Final = 2
"""Width of the focus ring, in device-independent pixels."""
