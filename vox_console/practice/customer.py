"""What a customer does who writes by himself: the scenes of "write to me as a customer".

Each scene is a text (its sample, where none is given) and what happens to it on its way. Several messages are
from as many customers, whose numbers follow the first one's.
"""

from __future__ import annotations

from collections.abc import Iterator

from vox_console.domain.customer_scene import Scene
from vox_console.domain.segmentation import LongMethod
from vox_console.practice.inbound import CustomerMessage, deliveries

_LONG = (
    "Hello, my parcel has not come yet. The shop told me on Monday that it was on its way, and on Tuesday"
    " that it was at the post office. I have been there twice and nobody knew of it. Could you please look"
    " where it is, and tell me the number under which I can follow it? Thank you, and kind regards from the"
    " third floor."
)
_BINARY = bytes.fromhex("0605040b8423f0") + bytes(range(0xC0, 0xE0))
_BINARY_DATA_CODING, _UDHI = 4, 0x40


SAMPLES = {
    Scene.PLAIN: "YES",
    Scene.SHUFFLED: _LONG,
    Scene.GAP: _LONG,
    Scene.STORM: "Is the shop open today?",
    Scene.STOP: "STOP",
    Scene.RIGHT_TO_LEFT: "مرحبا، متى يصل الطلب رقم 1234 (Vox)؟ שלום",
    Scene.BINARY: "",
}


def scene_messages(
    scene: Scene, *, source: str, destination: str, text: str, count: int, references: Iterator[int]
) -> list[CustomerMessage]:
    """Give the messages of a scene. text: "" takes its sample. references: fresh ones, 0 to 255.

    Raises ValueError for a text that is too short for its scene.
    """
    text = text or SAMPLES[scene]
    order: tuple[int, ...] = ()
    octets: bytes | None = None
    if scene in {Scene.SHUFFLED, Scene.GAP}:
        pieces = len(deliveries(CustomerMessage(source, destination, text)))
        if pieces < 2:
            raise ValueError("text: it fits one piece; give one of 161 characters or more, or none")
        numbers = range(1, pieces + 1)
        order = (*reversed(numbers), 1) if scene is Scene.SHUFFLED else tuple({*numbers} - {2})
    if scene is Scene.BINARY:
        octets = _BINARY
    return [
        CustomerMessage(
            _neighbour(source, number),
            destination,
            text,
            data_coding=None if octets is None else _BINARY_DATA_CODING,
            method=LongMethod.UDH8,
            reference=next(references),
            order=order,
            octets=octets,
            esm_class=0 if octets is None else _UDHI,
        )
        for number in range(count)
    ]


def _neighbour(source: str, distance: int) -> str:
    """Give the number so many behind; a name has no neighbours."""
    head, tail = source[:-4], source[-4:]
    if not tail.isdecimal() or not distance:
        return source
    return f"{head}{(int(tail) + distance) % 10_000:04}"
