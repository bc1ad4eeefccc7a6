"""A provider that costs next to nothing: answers submit_sm octet by octet, one write per read.

The servers of the libraries, and our own practice provider, are busier than a fast client; measured
against them a client only shows how fast the server is. This one knows four PDUs and checks nothing.
It shares no code with the console, so that no mistake of ours can make both ends agree.

Prints one JSON line with its port; ends when its standard input does, then prints what it counted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import struct
import sys
import time
from typing import Final

from tests.bench.machine import SERVER_CORE, pin

_HEADER: Final = struct.Struct(">IIII")
_ANSWER: Final = struct.Struct(">IIII13s")  # the id is always twelve digits and a NUL
_BIND_ANSWER: Final = b"lean\0"
_ADDRESSES: Final = re.compile(rb"[^\0]*\0..([^\0]*)\0..([^\0]*)\0", re.DOTALL)

_SUBMIT_SM: Final = 0x00000004
_DELIVER_SM: Final = 0x00000005
_UNBIND: Final = 0x00000006
_ENQUIRE_LINK: Final = 0x00000015
_DELIVER_SM_RESP: Final = 0x80000005
_RESPONSE: Final = 0x80000000
_BINDS: Final = frozenset({0x00000001, 0x00000002, 0x00000009})

# As long as real ones: short numbers would be valid both as hexadecimal and as decimal.
_ID: Final = b"9be2%08x"
_TEXT: Final = (
    b"id:%b sub:001 dlvrd:001 submit date:2611221200 done date:2611221201 stat:DELIVRD"
    b" err:000 text:Your parcel"
)
_TLVS: Final = b"\x00\x1e\x00\x0d%b\x00\x04\x27\x00\x01\x02"


class Counts:
    """What this process has seen, over all connections."""

    def __init__(self) -> None:
        self.submits = 0
        self.receipts = 0
        self.acknowledged = 0


class Provider(asyncio.Protocol):
    """One connection. receipts_after_s: None for no receipts."""

    def __init__(self, counts: Counts, receipts_after_s: float | None) -> None:
        self._counts = counts
        self._after_s = receipts_after_s
        self._rest = b""
        self._pushes = 1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the socket."""
        assert isinstance(transport, asyncio.Transport)
        self._socket = transport

    def data_received(self, data: bytes) -> None:
        """Answer everything that is whole, in one write."""
        if self._rest:
            data = self._rest + data
        counts, after_s = self._counts, self._after_s
        answers: list[bytes] = []
        receipts: list[bytes] = []
        start, size = 0, len(data)
        number = counts.submits
        while size - start >= 16:
            length, command, _, sequence = _HEADER.unpack_from(data, start)
            if size - start < length:
                break
            if command == _SUBMIT_SM:
                number += 1
                answers.append(_ANSWER.pack(29, 0x80000004, 0, sequence, _ID % number + b"\0"))
                if after_s is not None:
                    receipts.append(self._receipt(data, start + 16, number))
            elif command == _DELIVER_SM_RESP:
                counts.acknowledged += 1
            else:
                answers.append(_other(command, sequence))
            start += length
        counts.submits = number
        self._rest = data[start:]
        if answers:
            self._socket.write(b"".join(answers))
        if receipts:
            counts.receipts += len(receipts)
            asyncio.get_running_loop().call_later(after_s or 0, self._push, b"".join(receipts))

    def _receipt(self, data: bytes, body: int, number: int) -> bytes:
        match = _ADDRESSES.match(data, body)
        source, destination = match.groups() if match else (b"", b"")
        message_id = _ID % number
        text = _TEXT % message_id
        self._pushes += 1
        octets = b"".join(
            (
                b"\0\1\1",
                destination,
                b"\0\5\0",
                source,
                b"\0\4\0\0\0\0\0\0\0\0",
                bytes((len(text),)),
                text,
                _TLVS % message_id,
            )
        )
        return _HEADER.pack(16 + len(octets), _DELIVER_SM, 0, self._pushes) + octets

    def _push(self, octets: bytes) -> None:
        if not self._socket.is_closing():
            self._socket.write(octets)


def _other(command: int, sequence: int) -> bytes:
    body = _BIND_ANSWER if command in _BINDS else b""
    if command in _BINDS or command in {_UNBIND, _ENQUIRE_LINK}:
        return _HEADER.pack(16 + len(body), command | _RESPONSE, 0, sequence) + body
    return b""


async def _serve(receipts_after_s: float | None) -> None:
    loop = asyncio.get_running_loop()
    counts = Counts()
    server = await loop.create_server(lambda: Provider(counts, receipts_after_s), "127.0.0.1", 0)
    print(json.dumps({"smpp_port": server.sockets[0].getsockname()[1]}), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()
    print(json.dumps(vars(counts) | {"cpu_s": time.process_time()}), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--receipts-after", type=float, default=None, metavar="SECONDS")
    pin(SERVER_CORE)
    asyncio.run(_serve(parser.parse_args().receipts_after))
