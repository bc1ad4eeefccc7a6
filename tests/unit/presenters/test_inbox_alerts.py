"""When a person is told that customers have written, and how much of it: with a clock that a test moves."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.desk import ActionRunner, Desk, open_desk
from tests.support.fake_clocks import START_US, FakeClocks
from tests.support.inbound_parts import pushed
from tests.support.inbox_scene import utc
from vox_console.domain.contact import Contact
from vox_console.domain.delivery import Delivery
from vox_console.presenters.inbox_alerts import (
    LOOK_EVERY_S,
    PAUSE_S,
    Alert,
    AlertChoices,
    InboxAlerts,
    masked,
    without_codes,
)
from vox_console.presenters.quiet import FOR_GOOD_US, HOUR_US

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
        self.quiets: list[str] = []
        self.quiets_over = 0
        clocks = desk.clocks
        self.presenter = InboxAlerts(
            desk.controller.inbox,
            run,
            self,
            choices=choices,
            now_us=clocks.now_us,
            monotonic_s=clocks.monotonic_s,
            name_of=desk.controller.contacts.name_of,
            to_local=utc,
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

    def quiet(self, words: str) -> None:
        self.quiets.append(words)

    def quiet_over(self) -> None:
        self.quiets_over += 1

    async def be_quiet(self, until_us: int) -> None:
        """Choose to be quiet until then, as the menu tells it."""
        now_us = self.desk.clocks.now_us()
        choices = replace(self.presenter.choices, quiet_until_us=until_us, quiet_from_us=now_us)
        self.presenter.chosen(choices)
        await self.run.rest()

    async def write(self, *sources: str, text: str = "Hello") -> None:
        octets = text.encode()
        self.desk.transport.push(*[Delivery(source, OURS, 0, 0, octets, raw=octets) for source in sources])
        await self.desk.settled()
        await self.run.rest()

    def wake(self) -> None:
        """Let the last time that was waited for come."""
        self.desk.clocks.advance(self.waits[-1])
        self.presenter.due()

    async def later(self, seconds: float) -> None:
        """Let time pass, and what is due be told."""
        self.desk.clocks.advance(seconds)
        self.presenter.due()
        await self.run.rest()

    @property
    def titles(self) -> list[str]:
        return [alert.title for alert in self.alerts]


Story = Callable[[Stage], Awaitable[None]]


def play(
    path: Path,
    story: Story,
    choices: AlertChoices | None = None,
    *,
    before: Sequence[Delivery] = (),
    clocks: FakeClocks | None = None,
) -> None:
    """Play a story on an inbox in which something lies already."""

    async def run() -> None:
        async with open_desk(path, clocks=clocks) as desk, asyncio.TaskGroup() as tasks:
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


@pytest.mark.parametrize("sound", [False, True])
def test_what_a_quiet_hour_held_back_is_told_once_afterwards(*, tmp_path: Path, sound: bool) -> None:
    async def story(stage: Stage) -> None:
        await stage.be_quiet(stage.desk.clocks.now_us() + HOUR_US)
        assert stage.quiets[-1] == "Quiet till 13:00"
        for number in range(20):
            await stage.write(ANA, text=f"text {number}")
        await stage.write(IVO)
        await stage.later(1_800)
        assert (stage.alerts, stage.sounds, stage.quiets_over) == ([], 0, 0)
        await stage.later(1_800)
        assert stage.alerts == [Alert("While it was quiet: 21 messages in 2 conversations")]
        assert (stage.sounds, stage.quiets_over, stage.quiets[-1]) == (int(sound), 1, "")
        await stage.later(HOUR_US / 1_000_000)
        await stage.write(IVO, text="afterwards")
        assert stage.titles[1:] == ["New message from 381•••••••21"], "and then as before"

    play(tmp_path, story, AlertChoices(sound=sound))


def test_a_quiet_until_told_otherwise_ends_when_told(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.be_quiet(FOR_GOOD_US)
        assert (stage.quiets[-1], stage.waits) == ("Quiet till you say", [])
        await stage.write(ANA)
        await stage.later(100 * HOUR_US / 1_000_000)
        assert stage.alerts == []
        stage.presenter.chosen(replace(stage.presenter.choices, quiet_until_us=0))
        await stage.run.rest()
        assert stage.titles == ["While it was quiet: 1 message in 1 conversation"]
        assert stage.presenter.choices == AlertChoices()

    play(tmp_path, story)


def test_the_end_of_a_quiet_is_looked_for_again_and_again_because_computers_sleep(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.be_quiet(stage.desk.clocks.now_us() + 90_000_000)
        assert stage.waits == [LOOK_EVERY_S]
        await stage.later(LOOK_EVERY_S)
        assert stage.waits == [LOOK_EVERY_S, pytest.approx(30)]
        await stage.later(30)
        assert (stage.quiets_over, stage.alerts) == (1, []), "nothing came, so nothing is told"

    play(tmp_path, story)


def test_what_was_read_meanwhile_or_is_being_read_is_not_told(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        inbox = stage.desk.controller.inbox
        for attended in (False, True):
            await stage.be_quiet(stage.desk.clocks.now_us() + HOUR_US)
            await stage.write(ANA)
            if attended:
                stage.is_attended = True
            else:
                for thread_id in await inbox.thread_ids():
                    await inbox.mark_read(thread_id)
            await stage.later(HOUR_US / 1_000_000)
        assert (stage.alerts, stage.quiets_over) == ([], 2)

    play(tmp_path, story)


def test_what_was_about_to_be_told_when_the_quiet_began_is_held_back_too(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.write(ANA)
        stage.desk.clocks.advance(1)
        await stage.write(IVO)
        stage.desk.clocks.advance(1)
        await stage.be_quiet(stage.desk.clocks.now_us() + HOUR_US)
        await stage.later(HOUR_US / 1_000_000)
        assert stage.titles == [WHO, "While it was quiet: 1 message in 1 conversation"]

    play(tmp_path, story)


def test_a_quiet_survives_a_restart_and_what_it_held_back_is_told_after_it(tmp_path: Path) -> None:
    now_us = START_US
    choices = AlertChoices(quiet_until_us=now_us + HOUR_US, quiet_from_us=now_us)

    async def first(stage: Stage) -> None:
        assert stage.quiets == ["Quiet till 13:00"]
        await stage.write(ANA, IVO)
        assert stage.alerts == []

    async def second(stage: Stage) -> None:
        await stage.run.rest()
        assert stage.titles == ["While it was quiet: 2 messages in 2 conversations"]
        assert stage.quiets_over == 1

    play(tmp_path, first, choices)
    later = FakeClocks()
    later.sleep(HOUR_US / 1_000_000)
    play(tmp_path, second, choices, clocks=later)


def test_a_storm_of_a_thousand_gives_two_notices(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        for hundred in range(10):
            await stage.write(*(f"38164{hundred:02}{number:05}" for number in range(100)))
        assert len(stage.alerts) == 1
        stage.wake()
        told = sum(int(title.split()[0].replace(",", "")) for title in stage.titles)
        assert (len(stage.alerts), told) == (2, 1_000)
        assert (stage.sounds, len(stage.desk.events) > 0) == (2, True)

    play(tmp_path, story, AlertChoices(sound=True))


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
    ("text", "shown"),
    [
        ("Your code is 482913.", "Your code is ••••••."),
        ("G-482913, or 482 913 or 482-913", "G-••••••, or ••• ••• or •••-•••"),
        ("Card 4111 1111 1111 1111 until 12/27", "Card •••• •••• •••• •••• until 12/27"),
        ("At 12:30 I take 3 of 150", "At 12:30 I take 3 of 150"),
        ("رمزك ٤٨٢٩١٣", "رمزك ••••••"),
        ("Call +381641234567", "Call +••••••••••••"),
        ("", ""),
    ],
)
def test_the_digits_of_codes_are_hidden_in_a_preview(text: str, shown: str) -> None:
    assert without_codes(text) == shown


@given(st.text(alphabet=st.sampled_from("0123456789٤ -a.\u00a0"), max_size=60))
def test_no_four_digits_together_are_ever_shown_and_nothing_else_changes(text: str) -> None:
    shown = without_codes(text)
    assert re.search(r"\d{4}", shown) is None
    assert len(shown) == len(text)
    changed = {(was, now) for was, now in zip(text, shown, strict=True) if was != now}
    assert all(was.isdecimal() and now == "•" for was, now in changed)


def test_a_notice_that_shows_texts_shows_no_code_also_where_it_is_cut(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.write(ANA, text="x" * 115 + " 482913")
        assert stage.alerts[0].text == "x" * 115 + " ••••"

    play(tmp_path, story, AlertChoices(content=True))


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
