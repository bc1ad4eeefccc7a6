"""`vox-console profile`: the accounts, their passwords, and a bind to try them."""

from __future__ import annotations

import asyncio
from argparse import Namespace

from vox_console.cli.output import complain, print_json, print_text
from vox_console.cli.password import asked_password, find_password, piped_password
from vox_console.domain.errors import VaultError
from vox_console.domain.secret import Secret
from vox_console.services.bind_trial import try_bind
from vox_console.services.clocks import SystemClocks
from vox_console.services.transport_choice import smpp_transport
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile, ProfileStore, password_problem, validate_profile
from vox_console.settings.vault import open_vault

FAILED = 1
WRONG_USAGE = 2


def run(arguments: Namespace) -> int:
    """Do one of add, list, test, remove. Raises SettingsError."""
    store = ProfileStore(Folders.choose(arguments.data_dir).config)
    match arguments.action:
        case "add":
            return _add(arguments, store)
        case "list":
            return _list(store.list(), as_json=arguments.json)
        case "remove":
            return asyncio.run(_remove(store, arguments.name))
        case _:
            return asyncio.run(_test(store.get(arguments.name), from_stdin=arguments.password_stdin))


def _add(arguments: Namespace, store: ProfileStore) -> int:
    profile = validate_profile(
        {
            "name": arguments.name,
            "host": arguments.smpp_host,
            "port": arguments.smpp_port,
            "system_id": arguments.system_id,
            "bind": arguments.bind,
            "tls": str(arguments.tls).lower(),
            "ca_file": arguments.ca_file,
            "system_type": arguments.system_type,
            "default_region": arguments.country,
            "default_sender": arguments.sender,
            "default_alphabet": arguments.alphabet,
            "long_method": arguments.method,
            "part_limit": arguments.part_limit,
            "window": arguments.window,
            "parts_per_s": arguments.rate,
            "hold_s": arguments.hold,
            "allow_long_credentials": str(arguments.allow_long_credentials).lower(),
        }
    )
    if isinstance(profile, list):
        for problem in profile:
            complain(f"{problem.field}: {problem.text}")
        return WRONG_USAGE
    prompt = f"Password of {profile.name} (empty: ask each time): "
    password = piped_password() if arguments.password_stdin else asked_password(prompt)
    wrong = password and password_problem(password, allow_long=profile.allow_long_credentials)
    if wrong:
        complain(f"{wrong.field}: {wrong.text}")
        return WRONG_USAGE
    if profile.needs_plain_text_consent:
        complain(
            f"without --tls, everyone on the way to {profile.host} can read the password and the texts; "
            "this is noted as accepted"
        )
        profile = profile.model_copy(update={"plain_text_accepted": True})
    before = next((known for known in store.list() if known.name == profile.name), None)
    store.save(profile)
    if before is not None and before != profile:
        # A script that sets up an account may run twice; what it changed is told, never silent.
        complain(
            f'changed the account "{profile.name}", which was {before.host}:{before.port}, {before.system_id}'
        )
    if password is not None:
        asyncio.run(_keep(profile, password))
    return 0


async def _keep(profile: Profile, password: Secret) -> None:
    vault = await open_vault()
    if not vault.lasting:
        complain(f"{await vault.describe()}: give it with --password-stdin when you send")
        return
    try:
        await vault.set(profile, password)
    except VaultError as fault:
        complain(f"the account is saved, its password is not. {fault}. {fault.hint}")


def _list(profiles: tuple[Profile, ...], *, as_json: bool) -> int:
    if as_json:
        print_json(profile.model_dump(mode="json") for profile in profiles)
        return 0
    for profile in profiles:
        lock = "TLS" if profile.tls else "plain text"
        print_text(
            f"{profile.name}\t{profile.host}:{profile.port}\t{profile.system_id}\t{profile.bind}\t{lock}"
        )
    if not profiles:
        complain("there is no account yet; add one with: vox-console profile add NAME --smpp-host HOST ...")
    return 0


async def _test(profile: Profile, *, from_stdin: bool) -> int:
    vault = await open_vault()
    password = await find_password(lambda: vault.get(profile), from_stdin=from_stdin, account=profile.name)
    verdict = await try_bind(smpp_transport(profile, password, SystemClocks()))
    if verdict.ok:
        print_text(verdict.words)
        return 0
    complain(verdict.words)
    return FAILED


async def _remove(store: ProfileStore, name: str) -> int:
    profile = store.get(name)
    vault = await open_vault()
    try:
        await vault.remove(profile)
    except VaultError as fault:
        complain(f"its password may still be in the keyring. {fault}")
    store.remove(name)
    return 0
