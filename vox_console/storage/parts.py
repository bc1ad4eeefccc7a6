"""The arithmetic of part keys: ``message_id * 256 + number`` (see :mod:`vox_console.storage.schema`)."""

from __future__ import annotations


def part_key(message_id: int, number: int) -> int:
    """Give the key of part `number` (1..255) of a message."""
    return message_id << 8 | number


def message_of(part_id: int) -> int:
    """Give the message a part belongs to."""
    return part_id >> 8


def number_of(part_id: int) -> int:
    """Give the position of a part, from 1."""
    return part_id & 0xFF


def first_part(message_id: int) -> int:
    """Give the lower bound of a message's part keys."""
    return message_id << 8


def last_part(message_id: int) -> int:
    """Give the upper bound of a message's part keys."""
    return message_id << 8 | 0xFF
