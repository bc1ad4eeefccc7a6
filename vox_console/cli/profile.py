"""`vox-console profile`: the accounts, their passwords, and a bind to try them."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from secrets import token_urlsafe

from vox_console.cli.exit_codes import FAILED, WRONG_USAGE
from vox_console.cli.output import complain, print_json, print_text
from vox_console.cli.password import asked_password, find_passwords, piped_passwords
from vox_console.domain.errors import VaultError
from vox_console.domain.transport_name import TransportName
from vox_console.services.bind_trial import try_account
from vox_console.services.clocks import SystemClocks
from vox_console.services.transport_choice import Passwords
from vox_console.settings.folders import Folders
from vox_console.settings.profiles import Profile, ProfileStore, password_problem, validate_profile
from vox_console.settings.vault import CredentialVault, open_vault


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
    before = next((known for known in store.list() if known.name == arguments.name), None)
    profile = validate_profile(_form(arguments, before))
    if isinstance(profile, list):
        for problem in profile:
            complain(f"{problem.field}: {problem.text}")
        return WRONG_USAGE
    passwords = _typed_passwords(profile, from_stdin=arguments.password_stdin)
    wrong = (
        passwords
        and profile.has_smpp
        and password_problem(passwords.usual, allow_long=profile.allow_long_credentials)
    )
    if wrong:
        complain(f"{wrong.field}: {wrong.text}")
        return WRONG_USAGE
    profile = _with_own_password(_with_consent(profile), passwords, before)
    store.save(profile)
    if before is not None and before != profile:
        # A script that sets up an account may run twice; what it changed is told, never silent.
        complain(f'changed the account "{profile.name}", which was {_where(before)}')
    if passwords is not None:
        asyncio.run(_keep_in_keyring(profile, passwords))
    return 0


def _form(arguments: Namespace, before: Profile | None) -> dict[str, str]:
    """Give what was typed by the names of the profile's fields. A path token, once given out, stays."""
    token = before.callback_token if before else ""
    if arguments.callback_port not in {"", "0"} and not token:
        token = token_urlsafe(24)
    return {
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
        "rest_url": arguments.rest_url,
        "rest_username": arguments.rest_username,
        "rest_query": arguments.rest_query,
        "rest_own_ids": str(arguments.rest_own_ids).lower(),
        "rest_memory_h": arguments.rest_memory_h,
        "rest_inject": str(arguments.rest_inject).lower(),
        "transport": arguments.transport,
        "callback_port": arguments.callback_port,
        "callback_address": arguments.callback_address,
        "callback_open": str(arguments.callback_open).lower(),
        "callback_hosts": arguments.callback_hosts,
        "callback_sources": arguments.callback_sources,
        "callback_fields": arguments.callback_fields,
        "callback_token": token,
        "stop_reply": arguments.stop_reply,
        "auto_reply": arguments.auto_reply,
        "auto_reply_to": arguments.auto_reply_to,
        "auto_reply_budget": arguments.auto_reply_budget,
    }


def _typed_passwords(profile: Profile, *, from_stdin: bool) -> Passwords | None:
    if from_stdin:
        return piped_passwords(profile)
    password = asked_password(f"Password of {profile.name} (empty: ask each time): ")
    return Passwords(password) if password else None


def _with_own_password(profile: Profile, passwords: Passwords | None, before: Profile | None) -> Profile:
    """Note whether REST has a password of its own; where none was given, that stays as it was."""
    own = bool(before and before.rest_own_password) if passwords is None else passwords.rest is not None
    return profile.model_copy(update={"rest_own_password": own and profile.has_smpp and profile.has_rest})


def _with_consent(profile: Profile) -> Profile:
    """Warn of everything that others can read or claim, and note that it was told."""
    if profile.needs_plain_text_consent:
        complain(
            f"without --tls, everyone on the way to {profile.host} can read the password and the texts; "
            "this is noted as accepted"
        )
        profile = profile.model_copy(update={"plain_text_accepted": True})
    if profile.needs_rest_consent:
        complain(
            f"with http: instead of https:, everyone on the way to {profile.rest_host} can read the password "
            "and the texts; this is noted as accepted"
        )
        profile = profile.model_copy(update={"rest_plain_text_accepted": True})
    if profile.has_callbacks and profile.callback_open:
        complain(
            f"whoever can reach {profile.callback_address} and knows the path can claim that a message was "
            "delivered: callbacks are not signed, and not encrypted"
        )
    return profile


def _where(profile: Profile) -> str:
    """Say where an account is and who it is there, for every way it has."""
    ways = []
    if profile.has_smpp:
        ways.append(f"{profile.host}:{profile.port}, {profile.system_id}")
    if profile.has_rest:
        ways.append(f"{profile.rest_url}, {profile.rest_username}")
    return " and ".join(ways)


async def _keep_in_keyring(profile: Profile, passwords: Passwords) -> None:
    await _keep(profile, passwords, await open_vault())


async def _keep(profile: Profile, passwords: Passwords, vault: CredentialVault) -> None:
    if not vault.lasting:
        complain(f"{await vault.describe()}: give it with --password-stdin when you send")
        return
    try:
        await vault.set(profile, passwords.usual)
        if passwords.rest is not None:
            await vault.set(profile, passwords.rest, TransportName.REST)
        elif profile.has_smpp and profile.has_rest:
            await vault.remove(profile, TransportName.REST)  # an earlier one; now it is the same
    except VaultError as fault:
        complain(f"the account is saved, its password is not. {fault}. {fault.hint}")


def _list(profiles: tuple[Profile, ...], *, as_json: bool) -> int:
    if as_json:
        # The path token is a secret of the callback listener; `listen` tells it.
        hidden = {"name", "callback_token"}
        print_json({"name": each.name, **each.model_dump(mode="json", exclude=hidden)} for each in profiles)
        return 0
    for profile in profiles:
        if profile.has_smpp:
            lock = "TLS" if profile.tls else "plain text"
            where = f"{profile.host}:{profile.port}\t{profile.system_id}"
            print_text(f"{profile.name}\t{where}\t{profile.bind}\t{lock}")
        if profile.has_rest:
            lock = "TLS" if profile.rest_url.startswith("https:") else "plain text"
            print_text(f"{profile.name}\t{profile.rest_url}\t{profile.rest_username}\trest\t{lock}")
    if not profiles:
        complain("there is no account yet; add one with: vox-console profile add NAME --smpp-host HOST ...")
    return 0


async def _test(profile: Profile, *, from_stdin: bool) -> int:
    vault = await open_vault()
    passwords = await find_passwords(profile, vault, from_stdin=from_stdin)
    verdict = await try_account(profile, passwords, SystemClocks())
    if verdict.ok:
        print_text(verdict.words)
        return 0
    complain(verdict.words)
    return FAILED


async def _remove(store: ProfileStore, name: str) -> int:
    profile = store.get(name)
    vault = await open_vault()
    try:
        for way in profile.transports:
            await vault.remove(profile, way)
    except VaultError as fault:
        complain(f"its password may still be in the keyring. {fault}")
    store.remove(name)
    return 0
