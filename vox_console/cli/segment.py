"""`vox-console segment`: how a text is coded and cut, by the function that the counter and the sender use.

With ``--lines`` it is a filter for other programs: each line of standard input is one JSON string, each
line of standard output is the answer to the line of the same number. A line that is not a JSON string is
answered ``{"error": ...}``, told on standard error, and makes the exit code 2 at the end. Answers leave as
soon as no more input is waiting, so a program may also ask line by line and read each answer.
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from vox_console.cli.exit_codes import WRONG_USAGE
from vox_console.cli.output import complain, json_line, print_text
from vox_console.domain.segmentation import LongMethod, Segmentation, segment
from vox_console.domain.text_encoding import DefaultAlphabet

CHUNK_OCTETS = 1 << 16

_Cut = Callable[[str], Segmentation]


def run(arguments: Namespace) -> int:
    """Answer for one text, or for every line of standard input."""
    cut = partial(
        segment,
        coding=None if arguments.coding == "auto" else int(arguments.coding),
        method=LongMethod(arguments.method),
        default_alphabet=DefaultAlphabet(arguments.alphabet),
    )
    if arguments.lines == (arguments.text is not None):
        complain("give a TEXT, or --lines and one JSON string a line on standard input")
        return WRONG_USAGE
    if arguments.lines:
        return _lines(sys.stdin.buffer, cut, as_json=arguments.json)
    if arguments.json:
        print(json_line(segmentation_fields(cut(arguments.text))))
    else:
        for line in _in_words(cut(arguments.text)):
            print_text(line)
    return 0


def segmentation_fields(cut: Segmentation) -> dict[str, object]:
    """Give the JSON object of a segmentation.

    parts: units of each part, empty when the text cannot be sent; then `problems` says why.
    forcing: at most the first 1,000.
    """
    return {
        "text": cut.text,
        "data_coding": cut.data_coding,
        "encoding": cut.encoding,
        "units": cut.units,
        "parts": [piece.units for piece in cut.pieces],
        "left": cut.left,
        "forcing": [
            {
                "index": each.index,
                "character": each.character,
                "name": each.name,
                "suggestion": each.suggestion,
            }
            for each in cut.forcing
        ],
        "problems": [{"code": problem.code, "text": problem.text} for problem in cut.problems],
    }


def _lines(source: BinaryIO, cut: _Cut, *, as_json: bool) -> int:
    number = 0
    exit_code = 0
    for batch in _batches(source):
        answers = []
        for line in batch:
            number += 1
            try:
                text = _json_string(line)
            except ValueError as fault:
                exit_code = WRONG_USAGE
                sys.stdout.flush()
                complain(f"line {number}: {fault}")
                answers.append(json_line({"error": str(fault)}) if as_json else f"error: {fault}")
                continue
            found = cut(text)
            answers.append(json_line(segmentation_fields(found)) if as_json else _summary(found))
        sys.stdout.write("".join(f"{answer}\n" for answer in answers))
        sys.stdout.flush()
    return exit_code


def _batches(source: BinaryIO) -> Iterator[list[bytes]]:
    """Give the lines that have come so far, again and again; only a line feed ends a line."""
    begun = b""
    while chunk := _read_some(source):
        *whole, begun = (begun + chunk).split(b"\n")
        if whole:
            yield whole
    if begun:
        yield [begun]


def _read_some(source: BinaryIO) -> bytes:
    read1 = getattr(source, "read1", source.read)  # waits for something, not for all of it
    chunk: bytes = read1(CHUNK_OCTETS)
    return chunk


def _json_string(line: bytes) -> str:
    """Read one JSON string. Raises ValueError with words."""
    try:
        text = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    except (json.JSONDecodeError, RecursionError):
        raise ValueError("not a JSON string") from None
    if not isinstance(text, str):
        raise ValueError("not a JSON string")  # noqa: TRY004 - the wrong JSON is as wrong as no JSON
    return text


def _in_words(cut: Segmentation) -> Iterator[str]:
    yield _summary(cut)
    for number, piece in enumerate(cut.pieces, 1):
        yield f"{number:>3}  {piece.units:>3}  {cut.text[piece.start : piece.end]}"
    for each in cut.forcing:
        instead = f'; write "{each.suggestion}" instead' if each.suggestion else ""
        yield f"at {each.index}: {each.character} (U+{ord(each.character):04X} {each.name}){instead}"


def _summary(cut: Segmentation) -> str:
    if cut.problems:
        return " ".join(problem.text for problem in cut.problems)
    parts = len(cut.pieces)
    return (
        f"{cut.encoding} (data_coding {cut.data_coding}), {cut.units} units, "
        f"{parts} part{'' if parts == 1 else 's'}, {cut.left} left"
    )
