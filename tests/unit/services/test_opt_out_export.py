"""The register as a file: harmless to a spreadsheet, and identical when it is entered again."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.desk import open_desk
from vox_console.domain.opt_out import OptOut, OptOutSource, clean_words
from vox_console.imports.opening import open_table
from vox_console.services.opt_out_columns import EXPORT_HEADER, find_columns
from vox_console.services.opt_out_export import export_register, write_register
from vox_console.services.opt_out_import import OptOutReader

NOW_US = 1_800_000_000_000_000
WORDS = st.text(max_size=40).map(clean_words)
ENTRIES = st.lists(
    st.builds(
        OptOut,
        number=st.integers(10_000, 99_999).map(lambda tail: f"3816412{tail}"),
        at_us=st.integers(0, NOW_US),
        said_by=WORDS,
        evidence=st.one_of(WORDS, st.sampled_from(["=1+1", "'=x", "''+", "-", "a\nb", '"', "@SUM(A1)"])),
        sender=st.sampled_from(["", "Vox", "381645550000"]),
        source=st.sampled_from(OptOutSource),
        message_id=st.sampled_from(["", "17", "+17"]),
    ),
    max_size=8,
)


@settings(max_examples=60)
@given(ENTRIES)
def test_entering_an_export_again_gives_identical_entries(entries: list[OptOut]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        assert write_register(path, entries) == len(entries)
        table = open_table(path)
        assert table.header == EXPORT_HEADER
        reader = OptOutReader(find_columns(table), file_name=path.name, region="", now_us=NOW_US)
        assert [reader.read(row).entry for row in table.rows()] == entries


def test_a_number_is_text_to_a_spreadsheet(tmp_path: Path) -> None:
    write_register(tmp_path / "a.csv", [OptOut("381641234567", 0, evidence="=1+1")])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        header, row = list(csv.reader(file))
    assert (tuple(header), row[0], row[5]) == (EXPORT_HEADER, "'+381641234567", "'=1+1")


def test_what_holds_now_is_written_page_by_page(tmp_path: Path) -> None:
    async def main() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            outs = desk.controller.opt_outs
            await outs.add([OptOut(f"3816412{number:05}", 1) for number in range(1_500)])
            await outs.end("381641200007", reason="again")
            told: list[int] = []
            path = tmp_path / "out.csv"
            assert await export_register(outs, path, told=told.append) == 1_499
            assert told[-1] == 1_499
            assert "381641200007" not in path.read_text(encoding="utf-8-sig")

    asyncio.run(main())
