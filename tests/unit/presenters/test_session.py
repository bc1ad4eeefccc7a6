"""The session badge: each state of the link in words, the countdown, and the card's facts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.desk import ORDER, PROFILE, ActionRunner, Desk, open_desk
from tests.support.fake_clocks import run_story
from tests.support.fake_rest import BOTH, REST_ONLY, URL, TwoWays, open_two_ways
from tests.support.fake_transport import ADDRESS, FakeTransport, receipt
from vox_console.domain.errors import LinkError
from vox_console.domain.link import Binding, Bound, Connecting, LinkState, Stopped, Waiting, Wanted
from vox_console.domain.message import MessageState
from vox_console.presenters.session import NO_CALLBACKS, SessionPresenter
from vox_console.presenters.session_state import SessionState
from vox_console.presenters.tone import Tone
from vox_console.resource_files import resource
from vox_console.settings.profiles import Profile, ProfileKind


def utc(us: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)


class Badge:
    """A presenter that hears its controller, and the states it gave."""

    def __init__(self, desk: Desk, run: ActionRunner) -> None:
        self.desk = desk
        self.run = run
        self.states: list[SessionState] = []
        self.presenter = SessionPresenter(
            desk.controller, run, monotonic_s=desk.clocks.monotonic_s, to_local=utc
        )
        self.presenter.on_state = self.states.append
        desk.controller.subscribe(self.presenter.heard)

    @property
    def state(self) -> SessionState:
        return self.presenter.state

    @property
    def facts(self) -> dict[str, str]:
        return dict(self.state.facts)


Story = Callable[[Badge], Awaitable[None]]
Play = Callable[..., None]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    def run(story: Story, *, profile: Profile | None = PROFILE, binds: bool = True) -> None:
        async def whole() -> None:
            async with (
                open_desk(tmp_path, FakeTransport(binds=binds), profile=None) as desk,
                asyncio.TaskGroup() as tasks,
            ):
                badge = Badge(desk, ActionRunner(tasks))
                if profile is not None:
                    badge.presenter.profile_opened(profile)
                    await desk.connect(profile)
                    await badge.run.rest()
                await story(badge)
                await badge.run.rest()
                assert badge.run.failures == []

        run_story(whole())

    return run


def tell(badge: Badge, state: LinkState) -> SessionState:
    badge.desk.transport._tell(state)
    return badge.state


class TestLink:
    def test_without_an_account(self, play: Play) -> None:
        async def story(badge: Badge) -> None:
            state = badge.state
            assert (state.word, state.detail, state.tone) == ("Offline", "No account chosen", Tone.WAITING)
            assert (state.can_bind, state.can_unbind, state.facts, state.account) == (False, False, (), "")

        play(story, profile=None)

    def test_bound(self, play: Play) -> None:
        async def story(badge: Badge) -> None:
            state = badge.state
            assert (state.word, state.detail, state.tone) == ("Bound", ADDRESS, Tone.DELIVERED)
            assert (state.can_bind, state.can_unbind, state.encrypted) == (False, True, True)
            assert (state.rate, state.window_used, state.window_limit) == ("1000/s", 0, 10)
            assert state.account == "work"
            assert badge.facts == {
                "Account": "work",
                "Address": "provider.example:2876",
                "Bound since": "2026-11-22 12:00:00.000",
                "Provider": "Vox",
                "Encryption": "TLS",
            }

        play(story)

    def test_on_the_way_there(self, play: Play) -> None:
        async def story(badge: Badge) -> None:
            connecting = tell(badge, Connecting(ADDRESS))
            assert (connecting.word, connecting.detail, connecting.tone) == (
                "Connecting",
                ADDRESS,
                Tone.PROGRESS,
            )
            binding = tell(badge, Binding(ADDRESS))
            assert (binding.word, binding.can_bind, binding.can_unbind) == ("Binding", False, True)
            assert (binding.rate, binding.window_limit, binding.encrypted) == ("", 0, None)

        play(story, binds=False)

    def test_waiting_counts_down(self, play: Play) -> None:
        async def story(badge: Badge) -> None:
            badge.desk.transport.lost("The connection was reset.")  # tries again 7.4 s from now
            state = badge.state
            assert (state.word, state.detail, state.tone) == (
                "Waiting",
                "The connection was reset.",
                Tone.UNKNOWN,
            )
            assert (state.can_bind, state.can_unbind) == (True, True)
            counted = [state.retry_in_s]
            for _ in range(9):
                badge.desk.clocks.advance(1.0)
                badge.presenter.tick()
                counted.append(badge.state.retry_in_s)
            assert counted == [7, 6, 5, 4, 3, 2, 1, 0, 0, 0]
            assert badge.facts["Attempt"] == "1"
            assert badge.facts["Last error"] == "The connection was reset."

        play(story)

    @pytest.mark.parametrize(
        ("reason", "detail"), [("Wrong password.", "Refused: Wrong password."), ("", "Refused")]
    )
    def test_stopped_says_what_to_do(self, reason: str, detail: str, play: Play) -> None:
        async def story(badge: Badge) -> None:
            state = tell(badge, Stopped(ADDRESS, "Refused", reason, "Type the password again."))
            assert (state.word, state.detail, state.hint, state.tone) == (
                "Stopped",
                detail,
                "Type the password again.",
                Tone.FAILED,
            )
            assert state.can_bind

        play(story)

    @pytest.mark.parametrize(
        ("refused", "brief", "label", "wanted"),
        [
            (Wanted.PASSWORD, "Wrong password", "Enter password…", ["smpp password"]),
            (Wanted.USER_NAME, "Wrong system ID", "Accounts…", ["accounts"]),
            (Wanted.NOTHING, "Refused", "Bind", []),
        ],
    )
    def test_refused_credentials_are_asked_for_and_not_tried_again(
        self, refused: Wanted, brief: str, label: str, wanted: list[str], play: Play
    ) -> None:
        async def story(badge: Badge) -> None:
            asked: list[str] = []
            badge.presenter.on_password_wanted = lambda way: asked.append(f"{way} password")
            badge.presenter.on_accounts_wanted = lambda: asked.append("accounts")
            state = tell(badge, Stopped(ADDRESS, "Refused", "No.", "Do this.", refused))
            assert (state.brief, state.bind_label) == (brief, label)
            before = badge.desk.transport.bind_requests
            badge.presenter.bind_pressed()
            await badge.run.rest()
            assert asked == wanted
            assert badge.desk.transport.bind_requests - before == (0 if wanted else 1)

        play(story)

    def test_unbound_by_the_operator(self, play: Play) -> None:
        async def story(badge: Badge) -> None:
            badge.presenter.unbind_pressed()
            await badge.run.rest()
            state = badge.state
            assert (state.word, state.detail) == ("Offline", "Not connected")
            assert (state.can_bind, state.can_unbind) == (True, False)
            badge.presenter.bind_pressed()
            await badge.run.rest()
            await badge.desk.until(lambda: badge.state.word == "Bound")

        play(story)

    def test_every_state_has_an_icon_that_exists(self, play: Play) -> None:
        async def story(badge: Badge) -> None:
            for state in (Connecting(ADDRESS), Waiting(ADDRESS, 1, 0.0, "x"), Stopped(ADDRESS, "x", "", "")):
                assert resource(f"icons/{tell(badge, state).icon}.svg").is_file()
            badge.presenter.unbind_pressed()
            await badge.run.rest()
            assert resource(f"icons/{badge.state.icon}.svg").is_file()

        play(story)


class TestNumbers:
    @pytest.mark.parametrize(
        ("milliseconds", "words"), [(0.42, "0.4 ms"), (9.94, "9.9 ms"), (12.4, "12 ms"), (1_234.5, "1234 ms")]
    )
    def test_the_round_trip(self, milliseconds: float, words: str, play: Play) -> None:
        async def story(badge: Badge) -> None:
            assert badge.state.round_trip == ""
            badge.desk.transport.measure(milliseconds)
            badge.presenter.tick()
            assert badge.state.round_trip == words

        play(story)

    def test_the_gauge_is_drawn_as_it_moves(self, play: Play) -> None:
        async def story(badge: Badge) -> None:
            badge.desk.transport.answers = False
            await badge.desk.controller.send(ORDER)
            await badge.desk.until(lambda: bool(badge.desk.transport.open))
            await badge.desk.settled()
            badge.desk.clocks.advance(0.3)
            await badge.desk.until(lambda: badge.state.window_used == 1)
            badge.desk.transport.accept(list(badge.desk.transport.open.values()))

        play(story)

    @pytest.mark.parametrize(
        ("parts_per_s", "words"), [(0.5, "0.5/s"), (6.48436, "6.5/s"), (100_000.0, "100000/s")]
    )
    def test_a_rate_is_rounded_to_tenths(self, parts_per_s: float, words: str, play: Play) -> None:
        async def story(badge: Badge) -> None:
            assert badge.state.rate == words

        play(story, profile=PROFILE.model_copy(update={"parts_per_s": parts_per_s}))

    def test_being_throttled_is_told(self, play: Play) -> None:
        async def story(badge: Badge) -> None:
            badge.desk.transport.answers = False
            await badge.desk.controller.send(ORDER)
            await badge.desk.until(lambda: bool(badge.desk.transport.open))
            (request,) = badge.desk.transport.open.values()
            badge.desk.transport.refuse([request], 0x58)
            await badge.desk.until(lambda: badge.desk.controller.gauge.slowed)
            badge.presenter.tick()
            assert badge.state.detail == f"{ADDRESS}, slowed down by the provider"
            assert badge.state.rate == "500/s, slowed"
            await badge.desk.controller.unbind()  # it would wait out the pause

        play(story)


class TestCard:
    def test_a_link_in_the_clear_says_so(self, play: Play) -> None:
        async def story(badge: Badge) -> None:
            tell(badge, Bound(ADDRESS, "s", 0, encrypted=False))
            assert badge.state.encrypted is False
            assert badge.facts["Encryption"] == "none: plain text on the network"
            assert badge.facts["Provider"] == "gave no name"

        play(story)

    def test_how_ids_come_back_is_told_once_it_is_known(self, play: Play) -> None:
        async def story(badge: Badge) -> None:
            assert "Message ids" not in badge.facts
            (message,) = await badge.desk.controller.send(ORDER)
            await badge.desk.until_state(MessageState.ACCEPTED, message)
            badge.desk.transport.push(receipt("ID-1"))
            await badge.desk.until_state(MessageState.DELIVERED, message)
            badge.desk.transport.lost()
            badge.desk.transport.bound()
            await badge.run.rest()
            assert badge.facts["Message ids"] == "in another letter case in receipts (so far)"

        play(story)

    def test_the_last_error_stays_on_the_card_after_binding_again(self, play: Play) -> None:
        async def story(badge: Badge) -> None:
            badge.desk.transport.lost("The connection was reset.")
            badge.desk.transport.bound()
            assert badge.state.word == "Bound"
            assert badge.facts["Last error"] == "The connection was reset."
            badge.desk.transport.note(LinkError("Strange octets", detail="12 of them"))
            assert badge.facts["Last error"] == "Strange octets: 12 of them"
            badge.presenter.profile_opened(PROFILE)
            assert "Last error" not in badge.facts

        play(story)

    def test_practice_is_marked(self, play: Play) -> None:
        async def story(badge: Badge) -> None:
            assert badge.state.practice

        play(story, profile=PROFILE.model_copy(update={"kind": ProfileKind.PRACTICE}))


class Both(Badge):
    """A badge whose account has two ways."""

    def __init__(self, desk: TwoWays, run: ActionRunner) -> None:
        super().__init__(desk, run)
        self.rest = desk.rest

    def section(self, name: str) -> dict[str, str]:
        return next(dict(way.facts) for way in self.state.ways if way.name == name)


@pytest.fixture
def play_both(tmp_path: Path) -> Play:
    def run(story: Callable[[Both], Awaitable[None]], *, profile: Profile = BOTH) -> None:
        async def whole() -> None:
            async with open_two_ways(tmp_path, profile=None) as desk, asyncio.TaskGroup() as tasks:
                badge = Both(desk, ActionRunner(tasks))
                badge.presenter.profile_opened(profile)
                await desk.connect(profile)
                await badge.run.rest()
                await story(badge)
                await badge.run.rest()
                assert badge.run.failures == []

        run_story(whole())

    return run


class TestTwoWays:
    def test_while_all_is_well_the_usual_way_speaks(self, play_both: Play) -> None:
        async def story(badge: Both) -> None:
            assert (badge.state.word, badge.state.brief, badge.state.window_limit) == ("Bound", "", 10)
            assert [(way.name, way.word) for way in badge.state.ways] == [
                ("SMPP", "Bound"),
                ("REST", "Ready"),
            ]
            assert badge.facts == {"Account": "work"}
            assert badge.section("REST")["Address"] == URL
            assert not badge.state.can_bind

        play_both(story)

    def test_one_that_is_down_is_told_and_counted_down(self, play_both: Play) -> None:
        async def story(badge: Both) -> None:
            badge.desk.transport.lost("The connection was reset.")
            state = badge.state
            assert (state.word, state.tone) == ("REST only", Tone.UNKNOWN)
            assert state.brief == "SMPP down, next try in 7 s"
            assert state.detail == "SMPP is down: The connection was reset."
            assert (state.retry_in_s, state.window_limit, state.encrypted) == (7, 0, True)
            assert state.can_bind
            badge.desk.clocks.advance(1.0)
            badge.presenter.tick()
            assert badge.state.brief == "SMPP down, next try in 6 s"
            assert badge.section("SMPP")["Next try"] == "in 6 s"
            badge.desk.transport.bound()
            assert (badge.state.word, badge.state.brief) == ("Bound", "")
            badge.rest.lost("No answer.")
            assert badge.state.word == "SMPP only"
            assert badge.section("REST")["Last error"] == "No answer."
            assert badge.section("SMPP")["Last error"] == "The connection was reset."

        play_both(story)

    def test_bind_asks_for_the_password_of_the_way_that_was_refused(self, play_both: Play) -> None:
        async def story(badge: Both) -> None:
            asked: list[str] = []
            badge.presenter.on_password_wanted = asked.append
            badge.rest._tell(Stopped(URL, "Refused", "No.", "Type it again.", Wanted.PASSWORD))
            assert (badge.state.word, badge.state.bind_label) == ("SMPP only", "Enter REST password…")
            badge.presenter.bind_pressed()
            badge.presenter.remedy_pressed("rest")
            assert asked == ["rest", "rest"]

        play_both(story)

    def test_what_stopped_for_another_reason_is_tried_again(self, play_both: Play) -> None:
        async def story(badge: Both) -> None:
            badge.rest._tell(Stopped(URL, "The certificate is not trusted", "No.", ""))
            before = badge.rest.bind_requests
            badge.presenter.remedy_pressed("rest")
            await badge.run.rest()
            assert badge.rest.bind_requests == before + 1

        play_both(story)

    def test_an_account_with_rest_alone_is_ready(self, play_both: Play) -> None:
        async def story(badge: Both) -> None:
            assert (badge.state.word, badge.state.detail, badge.state.ways) == ("Ready", URL, ())
            assert badge.facts["Address"] == URL
            assert "Message ids" not in badge.facts

        play_both(story, profile=REST_ONLY)


class TestCallbacks:
    LISTENING = BOTH.model_copy(update={"callback_port": 8_012, "callback_token": "t" * 32})

    def test_the_card_says_where_they_are_received_without_the_secret(self, play_both: Play) -> None:
        async def story(badge: Both) -> None:
            assert badge.facts["Callbacks"] == "received at http://127.0.0.1:8012/…"
            badge.presenter.unbind_pressed()
            await badge.run.rest()
            assert badge.facts["Callbacks"] == "not received while offline"

        play_both(story, profile=self.LISTENING)

    def test_why_they_are_not_received_is_told_until_it_is_tried_again(self, play_both: Play) -> None:
        async def story(badge: Both) -> None:
            badge.rest.note(LinkError(NO_CALLBACKS, detail="Port taken.", hint="Choose another."))
            assert badge.facts["Callbacks"] == "not received: Port taken. Choose another."
            assert badge.state.can_bind
            badge.presenter.bind_pressed()
            await badge.run.rest()
            badge.presenter.tick()
            assert badge.facts["Callbacks"].startswith("received at")

        play_both(story, profile=self.LISTENING.model_copy(update={"callback_address": "::1"}))
