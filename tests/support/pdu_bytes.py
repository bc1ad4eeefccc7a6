"""The pinned PDUs of tests/data/pdus."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "data" / "pdus"


def pdu_bytes(name: str) -> bytes:
    """Give the octets of one pinned PDU."""
    lines = (FOLDER / f"{name}.hex").read_text(encoding="utf-8").splitlines()
    return bytes.fromhex(" ".join(line.partition("#")[0] for line in lines))


def all_pdus() -> dict[str, bytes]:
    """Give every pinned PDU by name."""
    return {path.stem: pdu_bytes(path.stem) for path in sorted(FOLDER.glob("*.hex"))}
