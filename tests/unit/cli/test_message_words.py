from __future__ import annotations

from tests.support.message_samples import message, part
from vox_console.cli.message_words import message_line
from vox_console.domain.message import SubmitState


def test_state_number_sender_and_text_are_told() -> None:
    line = message_line(message([part()]))
    for words in ("accepted", "+381641234567", "Vox", "Hello"):
        assert words in line


def test_an_error_stands_at_the_end() -> None:
    refused = message([part(submit=SubmitState.REFUSED, command_status=0x0B)])
    assert message_line(refused).endswith("The number is not accepted.)")


def test_a_strangers_text_stays_on_its_line() -> None:
    """Neither a line break nor a change of direction makes a second message out of one."""
    line = message_line(message([part()], text="one\ntwo\u202ethree", sender="V\rx"))
    assert not {"\n", "\r", "\u202e"} & set(line)
