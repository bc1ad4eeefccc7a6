"""How a list was read when a job of it was stored: remembered for the next list with the same header."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from vox_console.imports.table import Wanted
from vox_console.storage.database import Database
from vox_console.storage.list_mappings import load_mapping, save_mapping


@dataclass(frozen=True, slots=True)
class ListMapping:
    """number_columns: in the order in which they are tried. region: whose national numbers the list may hold.

    wanted: what was chosen instead of what is detected. saved_at_us: when it was remembered.
    """

    number_columns: tuple[int, ...]
    region: str
    wanted: Wanted = field(default_factory=Wanted)
    saved_at_us: int = field(default=0, compare=False)

    def to_json(self) -> str:
        """Write it down for the journal."""
        fields = {"number_columns": self.number_columns, "region": self.region, "wanted": asdict(self.wanted)}
        return json.dumps(fields)

    @classmethod
    def from_json(cls, text: str, *, saved_at_us: int) -> ListMapping:
        """Read what :meth:`to_json` wrote."""
        kept: dict[str, Any] = json.loads(text)
        numbers, wanted = tuple(kept["number_columns"]), Wanted(**kept["wanted"])
        return cls(numbers, kept["region"], wanted, saved_at_us)


async def remember(database: Database, fingerprint: str, mapping: ListMapping, *, now_us: int) -> None:
    """Keep how lists of this header are read. Raises StoreError."""
    job = partial(save_mapping, fingerprint=fingerprint, body=mapping.to_json(), now_us=now_us)
    await database.run(job)


async def recall(database: Database, fingerprint: str) -> ListMapping | None:
    """Give how the last list of this header was read, None when there was none. Raises StoreError."""
    kept = await database.read(partial(load_mapping, fingerprint=fingerprint))
    return ListMapping.from_json(kept[0], saved_at_us=kept[1]) if kept else None
