"""Names while they are typed: what was typed last counts, and each number is a choice of its own."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.support.desk import ActionRunner, open_desk
from vox_console.domain.contact import Contact
from vox_console.presenters.name_completion import NameChoice, NameCompletion

ANA = Contact("Ana\u202e Petrović", ("+381641234567", "+381601111111", "vox bank"))


def test_what_was_typed_last_is_answered_with_each_number(tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, profile=None) as desk, asyncio.TaskGroup() as tasks:
            run = ActionRunner(tasks)
            await desk.controller.contacts.save(ANA)
            completion = NameCompletion(desk.controller.contacts, run)
            told: list[tuple[str, tuple[NameChoice, ...]]] = []
            completion.on_choices = lambda typed, choices: told.append((typed, choices))
            completion.typed("P")
            completion.typed("PE")
            await run.rest()
            name = "Ana⟨202E⟩ Petrović"
            assert told == [
                (
                    "PE",
                    (
                        NameChoice(name, "+381 60 1111111", "+381601111111"),
                        NameChoice(name, "+381 64 1234567", "+381641234567"),
                    ),
                )
            ]
            completion.typed("064 1")
            assert told[1:] == [("064 1", ())]
            completion.typed("Ivo")
            await run.rest()
            assert told[2:] == [("Ivo", ())]

    asyncio.run(story())
