"""A profile's fields for answers that the program gives by itself; none unless somebody wrote a text."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

LONGEST_CHARACTERS = 1_000


class AutoReplyTo(StrEnum):
    """Which of a customer's messages is answered."""

    FIRST = "first"  # of a conversation
    EVERY = "every"


class AutoReply(BaseModel):
    """The part of a profile that is about automatic answers.

    stop_reply: confirms a refusal once it is on the register. auto_reply: answers the first message of a
    conversation, or every one. auto_reply_budget: the most answers, both kinds together, that one number gets
    in 24 hours; whoever asks for more gets none until a person says so.
    """

    stop_reply: Annotated[str, Field(max_length=LONGEST_CHARACTERS)] = ""
    auto_reply: Annotated[str, Field(max_length=LONGEST_CHARACTERS)] = ""
    auto_reply_to: AutoReplyTo = AutoReplyTo.FIRST
    auto_reply_budget: Annotated[int, Field(ge=1, le=20)] = 3

    @property
    def answers(self) -> dict[str, str | int]:
        """These fields alone, by their names."""
        return self.model_dump(include=set(AutoReply.model_fields))

    @property
    def answers_by_itself(self) -> bool:
        """Whether anything is answered automatically."""
        return bool(self.stop_reply or self.auto_reply)
