"""How a text goes over REST: the provider encodes and splits it, and we say how (provider_interface §2.3).

Left out, longMessageMode means `cut`: the provider drops what is beyond 140 octets, without a word. So it is
always said. A text of up to 140 octets in its coding goes as `cut`, which then cuts nothing; a longer one as
`single_id_split`, which gives one id for all of it, unless a person has seen what `cut` drops and wants that.
An id of our own (incMsgId) is not allowed beside single_id_split: with one, a long text goes as `split`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vox_console.domain.segmentation import Segmentation, kept_by_cut
from vox_console.domain.text_encoding import ENCODINGS

CUT_OCTETS = 140
DATA_CODINGS = frozenset({0, 1, 3, 6, 7, 8, 10, 14})  # provider_interface §2.1
SENDER_OCTETS = 32


class LongMessageMode(StrEnum):
    """What the provider does with a text that does not fit one message."""

    CUT = "cut"
    SINGLE_ID_SPLIT = "single_id_split"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class RestMessage:
    """One text as REST carries it.

    octets: the text in its coding, as a handset would get it in one piece. kept: code points that are not
    dropped, fewer than the text has only where a person asked for `cut`.
    """

    text: str
    data_coding: int
    mode: LongMessageMode
    octets: bytes
    kept: int

    @property
    def dropped(self) -> str:
        """The end of the text that nobody will read, "" when all of it goes."""
        return self.text[self.kept :]


def rest_message(cut: Segmentation, *, want_cut: bool = False, own_id: bool = False) -> RestMessage | None:
    """Decide how a text goes; None for one that its coding cannot carry (see `cut`'s problems).

    want_cut: the operator has seen what is dropped and wants that. own_id: an id of ours goes along.
    """
    encoding = ENCODINGS[cut.encoding]
    octets = encoding.octets(cut.text)
    if octets is None:
        return None
    kept = len(cut.text)
    if len(octets) <= CUT_OCTETS:
        mode = LongMessageMode.CUT
    elif want_cut:
        mode = LongMessageMode.CUT
        kept = kept_by_cut(cut.text, encoding, octets=CUT_OCTETS)
    else:
        mode = LongMessageMode.SPLIT if own_id else LongMessageMode.SINGLE_ID_SPLIT
    return RestMessage(cut.text, cut.data_coding, mode, octets, kept)
