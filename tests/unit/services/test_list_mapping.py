"""A mapping is remembered whole."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.support.desk import open_desk
from tests.support.fake_clocks import START_US, run_story
from vox_console.imports.table import Wanted
from vox_console.services.list_mapping import ListMapping

WORDS = st.none() | st.text(max_size=3)


@given(
    st.builds(
        ListMapping,
        st.lists(st.integers(0, 300), max_size=4).map(tuple),
        st.text(max_size=2),
        st.builds(Wanted, WORDS, WORDS, WORDS, st.none() | st.booleans(), WORDS),
    )
)
def test_it_is_read_as_it_was_written(mapping: ListMapping) -> None:
    kept = ListMapping.from_json(mapping.to_json(), saved_at_us=7)
    assert (kept, kept.saved_at_us) == (mapping, 7)


def test_the_desk_recalls_what_it_was_told_and_when(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk:
            bulk = desk.controller.bulk
            assert await bulk.mapping("a") is None
            await bulk.remember_mapping("a", ListMapping((2, 1), "RS"))
            found = await bulk.mapping("a")
            assert found == ListMapping((2, 1), "RS")
            assert found is not None
            assert found.saved_at_us == START_US

    run_story(story())
