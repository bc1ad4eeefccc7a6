"""When a person is told that customers have written, and how much of it: with a clock that a test moves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from tests.support.desk import ActionRunner, Desk, open_desk
from tests.support.inbound_parts import pushed
from vox_console.domain.contact import Contact
from vox_console.domain.delivery import Delivery
from vox_console.presenters.inbox_alerts import (
    FOR_GOOD_US,
    HOUR_US,
    PAUSE_S,
    Alert,
    AlertChoices,
    InboxAlerts,
    masked,
)

ANA, IVO, OURS = "381641234567", "381657654321", "381600000000"
WHO = "New message from 381•••••••67"


class Stage:
    """The alerts over a real inbox, and what they had drawn."""

    def __init__(self, desk: Desk, run: ActionRunner, choices: AlertChoices) -> None:
        self.desk, self.run = desk, run
        self.alerts: list[Alert] = []
        self.sounds = 0
        self.waits: list[float] = []
        self.is_attended = False
        clocks = desk.clocks
        self.presenter = InboxAlerts(
            desk.controller.inbox,
            run,
            self,
            choices=choices,
            now_us=clocks.now_us,
            monotonic_s=clocks.monotonic_s,
            name_of=desk.controller.contacts.name_of,
        )
        desk.controller.subscribe(self.presenter.heard)

    def alert(self, alert: Alert) -> None:
        self.alerts.append(alert)

    def sound(self) -> None:
        self.sounds += 1

    def wake_after(self, seconds: float) -> None:
        self.waits.append(seconds)

    def attended(self) -> bool:
        return self.is_attended

    async def write(self, *sources: str, text: str = "Hello") -> None:
        octets = text.encode()
        self.desk.transport.push(*[Delivery(source, OURS, 0, 0, octets, raw=octets) for source in sources])
        await self.desk.settled()
        await self.run.rest()

    def wake(self) -> None:
        """Let the last time that was waited for come."""
        self.desk.clocks.advance(self.waits[-1])
        self.presenter.due()


Story = Callable[[Stage], Awaitable[None]]


def play(
    path: Path, story: Story, choices: AlertChoices | None = None, *, before: Sequence[Delivery] = ()
) -> None:
    """Play a story on an inbox in which something lies already."""

    async def run() -> None:
        async with open_desk(path) as desk, asyncio.TaskGroup() as tasks:
            stage = Stage(desk, ActionRunner(tasks), choices or AlertChoices())
            stage.desk.transport.push(*before)
            await stage.desk.settled()
            await stage.presenter.begin()
            await story(stage)

    asyncio.run(run())


def test_what_lay_there_is_no_news_nor_is_a_late_part_of_it(tmp_path: Path) -> None:
    parts = pushed("One text in three parts. " * 16)

    async def story(stage: Stage) -> None:
        stage.desk.transport.push(*parts[1:])
        await stage.desk.settled()
        await stage.run.rest()
        assert stage.alerts == []

    play(tmp_path, story, before=parts[:1])


@pytest.mark.parametrize(("content", "text"), [(False, ""), (True, "one⏎two")])
def test_a_notice_tells_who_and_only_when_chosen_what(*, tmp_path: Path, content: bool, text: str) -> None:
    async def story(stage: Stage) -> None:
        await stage.write(ANA, text="one\ntwo")
        assert stage.alerts == [Alert(WHO, text)]
        assert stage.sounds == 0

    play(tmp_path, story, AlertChoices(content=content))


def test_under_load_there_is_one_notice_a_while_with_all_that_came(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.write(ANA)
        for number in range(12):
            await stage.write(f"3816400000{number % 9:02}", text=f"text {number}")
        assert [alert.title for alert in stage.alerts] == [WHO]
        assert stage.waits[-1] == pytest.approx(PAUSE_S)
        stage.wake()
        assert [alert.title for alert in stage.alerts] == [WHO, "12 new messages from 9 people"]
        await stage.write(IVO, IVO)
        stage.wake()
        assert stage.alerts[-1] == Alert("2 new messages from 381•••••••21")
        assert stage.sounds == 3

    play(tmp_path, story, AlertChoices(sound=True))


@pytest.mark.parametrize("until_us", [HOUR_US, FOR_GOOD_US])
def test_while_it_is_quiet_nothing_is_told_then_or_later(tmp_path: Path, until_us: int) -> None:
    async def story(stage: Stage) -> None:
        until = min(stage.desk.clocks.now_us() + until_us, FOR_GOOD_US)
        stage.presenter.chosen(AlertChoices(sound=True, quiet_until_us=until))
        await stage.write(ANA)
        assert (stage.alerts, stage.sounds) == ([], 0)
        stage.desk.clocks.advance(HOUR_US / 1_000_000)
        await stage.write(IVO)
        told = [alert.title for alert in stage.alerts]
        assert told == ([] if until_us == FOR_GOOD_US else ["New message from 381•••••••21"])

    play(tmp_path, story)


def test_who_looks_at_the_inbox_is_not_told_of_it(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        stage.is_attended = True
        await stage.write(ANA)
        assert stage.alerts == []
        stage.is_attended = False
        await stage.write(IVO)
        assert len(stage.alerts) == 1

    play(tmp_path, story)


def test_without_desktop_notices_there_is_still_a_sound(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.write(ANA)
        assert (stage.alerts, stage.sounds) == ([], 1)

    play(tmp_path, story, AlertChoices(desktop=False, sound=True))


@pytest.mark.parametrize(
    ("name", "hidden", "told"),
    [
        ("Ana Petrović", "A•••", "Ana Petrović"),
        ("e\u0301va", "e\u0301•••", "e\u0301va"),
        ("\u202egnp", "⟨•••", "⟨202E⟩gnp"),
        ("שרה", "ש•••", "שרה"),
        ("x" * 200, "x•••", "x" * 40 + "…"),
    ],
)
def test_a_name_is_told_when_texts_are_and_else_only_how_it_begins(
    tmp_path: Path, name: str, hidden: str, told: str
) -> None:
    async def story(stage: Stage) -> None:
        contacts = stage.desk.controller.contacts
        await contacts.load_names()
        await contacts.save(Contact(name, (f"+{ANA}",)))
        await stage.write(ANA)
        stage.desk.clocks.advance(PAUSE_S + 1)
        stage.presenter.chosen(AlertChoices(content=True))
        await stage.write(ANA)
        number = "\u2068381•••••••67\u2069"
        assert [alert.title for alert in stage.alerts] == [
            f"New message from \u2068{shown}\u2069, {number}" for shown in (hidden, told)
        ]

    play(tmp_path, story)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("381641234567", "381•••••••67"),
        ("+12", "•••"),
        ("Vox Bank", "Vox•••••"),
        ("", "somebody"),
        ("\u202eevil", "⟨20•••••••"),
    ],
)
def test_a_masked_address_gives_little_away(address: str, shown: str) -> None:
    assert masked(address) == shown
