"""The cells of rows as they stand in the journal: each row a JSON array of strings.

Cells seldom hold what JSON escapes, and one look at all of them together tells; then a row is but its cells
with what stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from json.encoder import encode_basestring
from typing import Final

_ESCAPED: Final = re.compile(r'["\\\x00-\x1f]')


def cells_text(rows: Sequence[Sequence[str]]) -> list[str]:
    """Give the text of each row's cells, as ``json.dumps(cells, ensure_ascii=False)`` without spaces."""
    if _ESCAPED.search("".join(chain.from_iterable(rows))):
        return [f"[{','.join(map(encode_basestring, cells))}]" for cells in rows]
    return ['["' + '","'.join(cells) + '"]' if cells else "[]" for cells in rows]
