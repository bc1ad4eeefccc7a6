"""`vox-console auto-reply`, and the account's settings of it, as a shell sees them."""

from __future__ import annotations

import asyncio

from tests.support.desk import open_desk
from tests.unit.cli.conftest import Shell
from tests.unit.services.test_auto_replies import EVERY, THEIRS, hear, said


def test_what_was_held_is_listed_and_reset(shell: Shell) -> None:
    async def story() -> None:
        async with open_desk(shell.folder, profile=EVERY) as desk:
            await hear(desk, *[said(f"text {number}") for number in range(4)])

    asyncio.run(story())
    (held,) = shell("auto-reply", "held", "--json").objects
    assert held.pop("held_since")
    assert held == {"number": THEIRS, "profile": "work", "message_id": 4}
    assert shell("auto-reply", "held").out.startswith(f"+{THEIRS}\t")
    assert shell("auto-reply", "reset", "12").code == 2
    reset = ("auto-reply", "reset", f"+{THEIRS}")
    assert shell(*reset).out == f"+{THEIRS}\tis answered again\n"
    told = shell(*reset, "--json")
    assert (told.code, told.objects) == (3, [{"number": THEIRS, "reset": False}])
    assert shell("auto-reply", "held").out == ""


def test_an_account_is_given_its_texts(shell: Shell) -> None:
    account = (
        "profile",
        "add",
        "work",
        "--smpp-host",
        "127.0.0.1",
        "--system-id",
        "acme",
        "--auto-reply",
        "Thanks.",
    )
    assert shell(*account, "--auto-reply-budget", "21").code == 2
    texts = ("--stop-reply", "Done.", "--auto-reply-to", "every", "--auto-reply-budget", "5")
    assert shell(*account, *texts).code == 0
    (profile,) = shell("profile", "list", "--json").objects
    assert (profile["stop_reply"], profile["auto_reply"]) == ("Done.", "Thanks.")
    assert (profile["auto_reply_to"], profile["auto_reply_budget"]) == ("every", 5)
