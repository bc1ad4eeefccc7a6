"""Which column of a list says what about who wants no messages."""

from __future__ import annotations

import pytest

from vox_console.domain.errors import SettingsError
from vox_console.imports.opening import table_of_text
from vox_console.services.opt_out_columns import EXPORT_HEADER, OptOutColumns, find_columns

LIST = "Date\tPhone\tReason\n2026-11-01\t+381641234567\tSTOP\n"


def test_columns_are_known_by_their_names() -> None:
    found = find_columns(table_of_text(LIST))
    assert found == OptOutColumns(1, since=0, evidence=2)
    assert found.known == ("since", "evidence")


def test_the_number_can_be_named_or_counted() -> None:
    table = table_of_text("A\tB\nx\t+381641234567\n")
    assert find_columns(table, number_column="b").number == 1
    assert find_columns(table, number_column="2").number == 1
    with pytest.raises(SettingsError, match="no such column"):
        find_columns(table, number_column="C")


def test_without_numbers_there_is_no_guess() -> None:
    with pytest.raises(SettingsError, match="No column"):
        find_columns(table_of_text("A\tB\nx\ty\n"))


def test_a_list_without_names_has_a_number_all_the_same() -> None:
    assert find_columns(table_of_text("+381641234567\n+381641234568\n")) == OptOutColumns(0)


def test_our_own_export_is_recognised() -> None:
    table = table_of_text("\t".join(EXPORT_HEADER) + "\n+381641234567" + "\t" * 6 + "\n")
    assert find_columns(table).ours
