from __future__ import annotations

import pytest
from pydantic import ValidationError

from vox_console.settings.auto_reply import AutoReply, AutoReplyTo


def test_by_itself_nothing_is_answered() -> None:
    answers = AutoReply()
    assert not answers.answers_by_itself
    assert (answers.auto_reply_to, answers.auto_reply_budget) == (AutoReplyTo.FIRST, 3)


@pytest.mark.parametrize("field", ["stop_reply", "auto_reply"])
def test_a_text_turns_answers_on(field: str) -> None:
    assert AutoReply.model_validate({field: "We read this on weekdays."}).answers_by_itself


@pytest.mark.parametrize(
    "fields", [{"auto_reply": "a" * 1_001}, {"auto_reply_budget": 0}, {"auto_reply_to": "x"}]
)
def test_what_is_out_of_bounds_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        AutoReply.model_validate(fields)
