"""A customer's message as text: as it declares itself, or as a person chose to read it."""

from __future__ import annotations

from vox_console.domain.assembled_text import AssembledText, read_assembled
from vox_console.domain.concatenation import AssembledMessage
from vox_console.domain.hand_decoding import decode_as
from vox_console.domain.text_encoding import DefaultAlphabet

__all__ = ["read_message"]


def read_message(
    message: AssembledMessage, word: str = "", *, default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7
) -> AssembledText:
    """Read a message as far as it is here. word: of DECODINGS, "" for what it declares itself.

    By hand every part is read for itself, in their order. Raises KeyError for another word.
    """
    if not word:
        return read_assembled(message, default_alphabet=default_alphabet)
    parts = (message.parts[number] for number in sorted(message.parts))
    return AssembledText(tuple(decode_as(part.octets, word, esm_class=part.esm_class) for part in parts))
