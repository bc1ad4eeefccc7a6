"""Secrets never come out: a random password and path token drive every feature, and then are looked for.

Everything the program said, showed or wrote is searched for them, in plain and in every coding. What is
meant to hold the token holds it: the profile's file, and the address that `listen` tells.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import os
import secrets
import signal
import subprocess
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.practice_process import PracticeProcess
from tests.support.program import Program
from tests.support.rest_canary import Cage, CagedLog, everything_logged, forms_of
from tests.support.rest_spine import called_back, free_port, rest_account, until_submits
from tests.support.rest_wire import http_peer
from tests.support.spine import PATIENCE_S, decided, happened, journal_path, order
from tests.support.tls import authority, server_context
from vox_console.domain.errors import LinkError, VoxError
from vox_console.domain.link import Bound, Stopped
from vox_console.domain.message import SubmitState
from vox_console.domain.rest_message import LongMessageMode
from vox_console.domain.secret import Secret
from vox_console.domain.transport_name import TransportName, TransportRule
from vox_console.services.bind_trial import try_account
from vox_console.services.clocks import Clocks, SystemClocks
from vox_console.services.controller import Controller
from vox_console.services.events import Event
from vox_console.services.injection import inject
from vox_console.services.transport_choice import Passwords, callback_listener, transports
from vox_console.settings.folders import Folders
from vox_console.settings.logbook import start_logbook
from vox_console.settings.profiles import Profile, ProfileStore
from vox_console.settings.vault import MemoryVault
from vox_console.storage.backup import back_up
from vox_console.transports.base import Transport
from vox_console.transports.rest import RestTransport
from vox_console.transports.rest_body import SharedText, as_curl, masked, submit_fields

TEXT = "Zdravo"
OVER_REST = ("0010", "0023", "0035", "0076", "0084", "0085", "0081", "0078")
OVER_SMPP = ("0010", "0023", "0035")
PROFILES_FILE, TOLD_ADDRESS = "the folder profiles.toml", "the address that is told"


def number(suffix: str) -> str:
    return f"38164000{suffix}"


class Nest:
    """The secrets of one test, and an account at a provider that knows them."""

    def __init__(self, folder: Path, provider: PracticeProcess) -> None:
        # Eight octets are SMPP's limit; the last ones look different in URLs, forms and JSON.
        self.password = f'{secrets.token_hex(3)[:5]}"&+'
        self.wrong = f'{secrets.token_hex(3)[:5]}"&?'
        self.token = secrets.token_urlsafe(24)
        self.cage = Cage(password=self.password, wrong=self.wrong, token=self.token)
        self.folder = folder
        self.provider = provider
        provider.post("/accounts", system_id="practice", password=self.password)

    def account(self, name: str = "both", **fields: object) -> Profile:
        """Give an account with both ways and a listener for callbacks."""
        told = {"name": name, "callback_port": free_port(), "callback_token": self.token, **fields}
        return rest_account(self.provider.rest_port, smpp_port=self.provider.smpp_port, **told)

    def call_back_to(self, profile: Profile) -> None:
        """Tell the provider where the listener is."""
        url = callback_listener(profile, SystemClocks()).url
        self.provider.post("/callbacks", url=url, method="json")


@pytest.fixture(scope="module")
def provider() -> Iterator[PracticeProcess]:
    with PracticeProcess() as process:
        process.post("/speed", resend_s=0.2)
        yield process


@pytest.fixture
def nest(tmp_path: Path, provider: PracticeProcess) -> Iterator[Nest]:
    yield Nest(tmp_path, provider)
    provider.post("/reset")


@pytest.fixture
def caged_log(nest: Nest) -> Iterator[CagedLog]:
    yield from everything_logged(nest.cage)


@pytest.mark.parametrize("secret", ['ab1cd"&+', "k7Hq2mZr9vXw4tBn-_", "8octets!"])
def test_the_search_finds_a_secret_in_every_form(secret: str) -> None:
    in_sentences = {
        "plain": f"password={secret}.".encode(),
        "JSON": json.dumps({"password": secret}).encode(),
        "JSON in JSON": json.dumps(json.dumps({"password": secret})).encode(),
        "hex": b"00" + secret.encode().hex().encode() + b"00",
        "UTF-16LE": f"the {secret}".encode("utf-16-le"),
        "UTF-16BE": f"the {secret}".encode("utf-16-be"),
        "list of octets": str([0, *secret.encode(), 0]).encode(),
        **{
            f"base64 at {before}": base64.b64encode(b"abc" + b"12"[:before] + secret.encode() + b"behind")
            for before in range(3)
        },
    }
    for form, sentence in in_sentences.items():
        cage = Cage(it=secret)
        cage.keep("here", sentence)
        assert any(form in hit for hit in cage.hits()), form
    assert len(set(forms_of(secret))) == len(forms_of(secret))


class Witnessed:
    """Makes transports as the program does, and puts them and all that made them into the cage."""

    def __init__(self, cage: Cage) -> None:
        self._cage = cage

    def __call__(self, profile: Profile, passwords: Passwords, clocks: Clocks) -> Sequence[Transport]:
        made = transports(profile, passwords, clocks)
        self._cage.keep("values", profile, passwords, passwords.usual, passwords.rest, *made)
        for transport in made:
            self._cage.keep("values", transport.capabilities, vars(transport))
        return made


class Eavesdropper:
    """A listener that keeps every event, and fails at the first, as a bug of ours would."""

    def __init__(self, cage: Cage) -> None:
        self._cage = cage
        self._failed = False

    def __call__(self, event: Event) -> None:
        self._cage.keep("events", event)
        if not self._failed:
            self._failed = True
            raise RuntimeError("a bug of ours")


async def settled(controller: Controller) -> None:
    """Wait until every way is up, or stopped for good."""
    await happened(
        controller, lambda: all(isinstance(state, Bound | Stopped) for state in controller.links.values())
    )


@contextmanager
def logbook(folder: Path) -> Iterator[None]:
    """Write the program's own log, as the window does."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    start_logbook(folder)
    root.setLevel(level)  # more than the program itself would write
    try:
        yield
    finally:
        for handler in [each for each in root.handlers if each not in handlers]:
            root.removeHandler(handler)
            handler.close()


Scene = Callable[[Nest, Folders], Awaitable[None]]


class TestInside:
    """The program from the controller down, in this process, with asyncio's debugging on."""

    def play(self, nest: Nest, *scenes: Scene) -> None:
        folders = Folders.choose(nest.folder)
        folders.make()

        async def run() -> None:
            asyncio.get_running_loop().slow_callback_duration = 0  # every step of the loop is logged
            async with asyncio.timeout(3 * PATIENCE_S):
                for scene in scenes:
                    await scene(nest, folders)

        with logbook(folders.state):
            asyncio.run(run(), debug=True)
        names = nest.cage.keep_files("the folder", nest.folder)
        assert {"journal.db", "vox-console.log", "profiles.toml"} <= set(names)

    def test_no_feature_lets_a_secret_out(self, nest: Nest, caged_log: CagedLog) -> None:
        self.play(nest, at_work, with_a_wrong_password, with_broken_tls, on_trial, shown)
        assert caged_log.records > 1_000, "the loop told of every step"
        assert nest.cage.size > 500_000
        assert nest.cage.hits(allowed=frozenset({(PROFILES_FILE, "token")})) == []


async def at_work(nest: Nest, folders: Folders) -> None:
    """Send, be refused, be left without an answer, ask, be called back, inject; both forms of asking."""
    for query in ("get", "post"):
        profile = nest.account(f"work {query}", rest_query=query, rest_inject=True)
        ProfileStore(folders.config).save(profile)
        await asyncio.to_thread(nest.call_back_to, profile)
        vault = MemoryVault()
        await vault.set(profile, Secret(nest.password))
        async with Controller.open(
            folders, program="command line", vault=vault, make_transports=Witnessed(nest.cage)
        ) as controller:
            controller.subscribe(Eavesdropper(nest.cage))
            await controller.connect(profile, Secret(nest.password))
            await settled(controller)
            await send_all(nest, controller)
            await ask_all(nest, controller)
            await call_back(nest, profile)
            await inject(
                profile,
                Passwords(Secret(nest.password)),
                SystemClocks(),
                sender="381641234567",
                number="38164000",
                text=TEXT,
            )
            nest.cage.keep("values", controller, controller.links, controller.gauge, vault, profile)
            nest.cage.keep_files("the open folder", folders.data)
        back_up(journal_path(nest.folder), folders.data, now=datetime.now(tz=UTC))


async def send_all(nest: Nest, controller: Controller) -> None:
    """Send to numbers that are accepted, refused, and never answered."""
    for suffix in OVER_REST:
        await controller.send(order(TEXT, number(suffix), transport=TransportRule.REST))
        await decided(controller)
        controller.bind()
        await settled(controller)
    for suffix in OVER_SMPP:
        await controller.send(order(TEXT, number(suffix), transport=TransportRule.SMPP))
        await decided(controller)
        controller.bind()
        await settled(controller)
    for message in await controller.messages(await controller.message_ids()):
        nest.cage.keep("values", message, await controller.evidence(message.id))


async def ask_all(nest: Nest, controller: Controller) -> None:
    """Ask about what is known, what is not, and what makes the provider misbehave."""
    for fault in ("close_after_read", "invalid_json", "refuse_requests"):
        await asyncio.to_thread(nest.provider.fault, fault, command="query", count=100)
        nest.cage.keep_fault("a question", await refused(controller))
        await asyncio.to_thread(nest.provider.fault, "clear")
    (message,) = (await controller.newest(100))[-1:]
    await controller.ask_now(message.id)
    nest.cage.keep("values", await controller.query("nobody-knows-it"))


async def refused(controller: Controller) -> LinkError:
    """Ask, and give why it cannot be known."""
    with pytest.raises(LinkError) as told:
        await controller.query("nobody-knows-it")
    return told.value


async def call_back(nest: Nest, profile: Profile) -> None:
    """Post what is welcome and what is not."""
    assert await called_back(profile, {"message_id": "nobody-knows-it", "delivery_status": "DELIVRD"}) == 200
    assert await called_back(profile, {"hello": nest.token[:3]}) == 400
    assert await called_back(profile, {"message_id": "1"}, token=f"{nest.token[:-1]}!") == 404


async def with_a_wrong_password(nest: Nest, folders: Folders) -> None:
    """Be turned away over both ways."""
    profile = nest.account("wrong")
    async with Controller.open(
        folders, program="command line", vault=MemoryVault(), make_transports=Witnessed(nest.cage)
    ) as controller:
        controller.subscribe(Eavesdropper(nest.cage))
        await controller.connect(profile, Secret(nest.wrong), rest_password=Secret(nest.wrong))
        await settled(controller)
        assert all(isinstance(state, Stopped) for state in controller.links.values())
        sent = await controller.send(order(TEXT, number("0010"), transport=TransportRule.REST))
        await until_submits(controller, sent, SubmitState.QUEUED)
        nest.cage.keep("values", controller.links)
        nest.cage.keep_fault("a question with a wrong password", await refused(controller))


async def with_broken_tls(nest: Nest, folders: Folders) -> None:
    """Meet certificates for somebody else, and no TLS at all."""
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # the servers' side of it
    with authority() as (ca, ca_file):
        context = server_context(ca.issue_cert("sms.example.com"))
        async with http_peer(context) as elsewhere, http_peer() as plain:
            plain.greeting = b"HTTP/1.1 400 Bad Request\r\n\r\n"
            for port in (elsewhere.port, plain.port):
                url = f"https://localhost:{port}/api"
                profile = nest.account("tls", rest_url=url, ca_file=ca_file, host="", callback_port=0)
                async with Controller.open(
                    folders, program="command line", vault=MemoryVault(), make_transports=Witnessed(nest.cage)
                ) as controller:
                    controller.subscribe(Eavesdropper(nest.cage))
                    await controller.connect(profile, Secret(nest.password))
                    await settled(controller)
                    assert isinstance(controller.link, Stopped)
                    nest.cage.keep("values", controller.links)
                verdict = await try_account(profile, Passwords(Secret(nest.password)), SystemClocks())
                nest.cage.keep("values", verdict)
    asyncio.get_running_loop().set_exception_handler(None)


async def on_trial(nest: Nest, _folders: Folders) -> None:
    """Test accounts, with the right and the wrong password."""
    for password in (nest.password, nest.wrong):
        secret = Secret(password)
        verdict = await try_account(nest.account(), Passwords(secret, secret), SystemClocks())
        assert verdict.ok == (password == nest.password)
        nest.cage.keep("values", verdict)
    wrong = Passwords(Secret(nest.wrong))
    with pytest.raises(VoxError) as told:
        await inject(nest.account(), wrong, SystemClocks(), sender="1", number="2", text=TEXT)
    nest.cage.keep_fault("an injection", told.value)


async def shown(nest: Nest, _folders: Folders) -> None:
    """Show a person what would leave."""
    profile = nest.account()
    shared = SharedText("Vox", TEXT, 0, LongMessageMode.CUT)
    fields = submit_fields(shared, [number("0010")])
    nest.cage.keep("the truth panel", masked(fields, profile.rest_username))
    nest.cage.keep("the truth panel", as_curl(fields, profile.rest_url))
    passwords = Passwords(Secret(nest.password), Secret(nest.wrong))
    for transport in transports(profile, passwords, SystemClocks()):
        nest.cage.keep("values", passwords.of(TransportName(transport.capabilities.name)))
        if isinstance(transport, RestTransport):
            nest.cage.keep("values", transport._settings, transport._callbacks, transport._settings.client(1))


class Commands:
    """The command line on a data folder; everything it says goes into the cage."""

    def __init__(self, nest: Nest) -> None:
        self._nest = nest
        self._program = Program(nest.folder)

    def words(self, *words: str) -> list[str]:
        return self._program.words(*words)

    def __call__(self, *words: str, password: str = "", code: int = 0) -> str:
        stdin = f"{password}\n{password}\n".encode() if password else b""
        done = self._program(*words, stdin=stdin, env=_talkative())
        self._nest.cage.keep(f"what {words[0]} said", done.out, done.err)
        assert done.code == code, (words, done.out, done.err)
        return done.out


def _talkative() -> dict[str, str]:
    """Give an environment in which asyncio tells more than usual."""
    return {**os.environ, "PYTHONASYNCIODEBUG": "1"}


def test_no_command_lets_a_secret_out(nest: Nest) -> None:
    commands = Commands(nest)
    port = free_port()
    smpp_port = str(nest.provider.smpp_port)
    where = ("--smpp-host", "127.0.0.1", "--smpp-port", smpp_port, "--system-id", "practice")
    rest = ("--rest-url", f"http://127.0.0.1:{nest.provider.rest_port}/api", "--rest-username", "practice")
    more = ("--rest-inject", "--callback-port", str(port), "--password-stdin")
    commands("profile", "add", "work", *where, *rest, *more, password=nest.password)
    store = ProfileStore(Folders.choose(nest.folder).config)
    store.save(store.get("work").model_copy(update={"callback_token": nest.token}))
    commands("profile", "list", "--json")
    commands("profile", "test", "work", "--password-stdin", password=nest.password)
    commands("profile", "test", "work", "--password-stdin", password=nest.wrong, code=1)
    send = ("send", "--profile", "work", "--from", "Vox", "--text", TEXT, "--password-stdin", "--json")
    sent = commands(*send, "--to", number("0017"), "--transport", "rest", password=nest.password)
    commands(*send, "--to", number("0035"), "--transport", "rest", password=nest.password, code=4)
    commands(*send, "--to", number("0017"), password=nest.wrong, code=3)
    (provider_id,) = json.loads(sent)["provider_ids"]
    query = ("query", "--profile", "work", "--password-stdin", "--json")
    commands(*query, provider_id, password=nest.password)
    commands(*query, provider_id, password=nest.wrong, code=1)
    customer = ("inject", "--profile", "work", "--from", "381641234567", "--to", "38164000", "--text", TEXT)
    commands(*customer, "--password-stdin", password=nest.password)
    commands("history", "--json")
    listened(nest, commands, provider_id)
    nest.cage.keep_files("the folder", nest.folder)
    allowed = frozenset({(PROFILES_FILE, "token"), (TOLD_ADDRESS, "token")})
    assert nest.cage.hits(allowed=allowed) == []


def listened(nest: Nest, commands: Commands, provider_id: str) -> None:
    """Listen in a child, post to it, and look at what every process shows of itself meanwhile."""
    with subprocess.Popen(
        commands.words("listen", "--profile", "work", "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_talkative(),
    ) as child:
        assert child.stdout is not None
        nest.cage.keep(TOLD_ADDRESS, child.stdout.readline())
        shown = subprocess.run(["ps", "-ww", "-eo", "args"], capture_output=True, check=True)
        nest.cage.keep("ps", shown.stdout)
        assert b"listen --profile work" in shown.stdout
        profile = ProfileStore(Folders.choose(nest.folder).config).get("work")
        report = {"message_id": provider_id, "delivery_status": "DELIVRD"}
        assert asyncio.run(called_back(profile, report)) == 200
        assert asyncio.run(called_back(profile, report, token=nest.wrong[:5])) == 404
        assert asyncio.run(called_back(profile, {"hello": "you"})) == 400
        child.send_signal(signal.SIGTERM)
        out, err = child.communicate(timeout=60)
        nest.cage.keep("what listen said", out, err)
        assert child.returncode == 0
        assert b'"delivered"' in out
