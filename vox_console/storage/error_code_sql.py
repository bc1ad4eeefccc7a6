"""What a part's error code is looked for by, as SQL.

The index `parts_by_error_code` is made with these very words; SQLite uses it for no others.
"""

from __future__ import annotations

CODE_KEY = "ltrim(lower(trim(error_code)), '0')"
HAS_CODE = (
    "error_code <> '' AND error_code <> '000' AND error_code <> '0'"
    f" AND {CODE_KEY} NOT IN ('', '-', 'none', 'null', 'nil')"
)
