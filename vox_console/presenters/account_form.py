"""The account dialog's texts as a profile, and a profile as texts. Pure.

Every value of the form is a text; a checked box is "yes" and another one "". A way whose box is not checked
is left out whole, whatever was typed in its fields. The names of callback parameters are a value each, called
"callback_field." and our name of the fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vox_console.domain.errors import FieldProblem
from vox_console.domain.secret import Secret
from vox_console.settings.callback_access import VOX_FIELDS
from vox_console.settings.profiles import BindMode, Profile, password_problem, validate_profile
from vox_console.settings.rest_access import RestQuery, is_this_machine, rest_url_of

CALLBACK_FIELD: Final = "callback_field."
NO_PASSWORD: Final = "Type the password the provider gave you."  # noqa: S105 - words about one

_NUMBERS = ("parts_per_s", "window", "hold_s", "part_limit")
_COMMON = ("name", "default_region", "default_sender", *_NUMBERS)
_SMPP = ("host", "port", "tls", "system_id", "bind")
_REST = (
    "rest_url",
    "rest_username",
    "rest_query",
    "rest_own_ids",
    "rest_memory_h",
    "rest_inject",
    "rest_plain_text_accepted",
    "transport",
)
_CALLBACKS = ("callback_port", "callback_address", "callback_open", "callback_hosts", "callback_sources")
_BOXES = frozenset({"tls", "rest_own_ids", "rest_inject", "rest_plain_text_accepted", "callback_open"})
_SHOWN = (*_COMMON, *_SMPP, *_REST, *_CALLBACKS)
_NO_WAY = FieldProblem("use_smpp", "no_way", "Choose SMPP, REST or both.")
_TAKEN = FieldProblem("name", "taken", "There is already an account of that name.")


def new_values(name: str) -> dict[str, str]:
    """Give what an empty form begins with."""
    usual = {field: _text(Profile.model_fields[field].default) for field in (*_NUMBERS, "rest_memory_h")}
    ways = {"use_smpp": "yes", "port": "2876", "bind": BindMode.TRX.value, "transport": "auto"}
    return {"name": name, **ways, **usual}


def values_of(profile: Profile) -> dict[str, str]:
    """Give a saved account as the form shows it; passwords are not in it."""
    values = {field: _text(getattr(profile, field)) for field in _SHOWN}
    values["use_smpp"] = _text(profile.has_smpp)
    values["use_rest"] = _text(profile.has_rest)
    values["rest_post"] = _text(profile.rest_query is RestQuery.POST)
    values["callback_port"] = str(profile.callback_port or "")
    for ours, theirs in profile.callback_fields.items():
        values[CALLBACK_FIELD + ours] = theirs
    return values


def read_form(
    values: Mapping[str, str], *, token: str, edited: Profile | None, taken: frozenset[str]
) -> Profile | list[FieldProblem]:
    """Give the account the form describes, or everything that is wrong with it.

    token: the secret part of the callback address. edited: what it was before; what the form does not show
    stays. taken: the names of the other accounts.
    """
    uses_smpp, uses_rest = bool(values.get("use_smpp")), bool(values.get("use_rest"))
    if not (uses_smpp or uses_rest):
        return [_NO_WAY]
    allow_long = edited is not None and edited.allow_long_credentials
    result = validate_profile(_profile_form(values, token=token, allow_long=allow_long))
    problems = [] if isinstance(result, Profile) else list(result)
    if not uses_smpp:  # a profile without REST's address looks to be one without any way
        problems = [problem for problem in problems if problem.field not in _SMPP]
    typed = {way: Secret(values.get(f"{prefix}password", "")) for way, prefix in _PREFIXES.items()}
    if uses_smpp:
        wrong = password_problem(typed["smpp"], allow_long=allow_long)
        problems += [wrong] if wrong is not None else []
    problems += _missing_addresses(values)
    problems += _wrong_names(values) if uses_rest else []
    usual = "smpp" if uses_smpp else "rest"
    if edited is None and not typed[usual]:
        problems.append(FieldProblem(f"{_PREFIXES[usual]}password", "empty", NO_PASSWORD))
    if edited is None and isinstance(result, Profile) and result.name in taken:
        problems.append(_TAKEN)
    if problems or not isinstance(result, Profile):
        return problems
    return result if edited is None else _changed(edited, result)


def completed_url(typed: str) -> str | FieldProblem:
    """Give the whole URL for what was typed as REST's address, or why there is none."""
    try:
        return rest_url_of(typed)
    except ValueError as fault:
        return FieldProblem("rest_url", "rest_url", str(fault))


def goes_in_clear(values: Mapping[str, str]) -> bool:
    """Say whether REST would go readable through a network; what is no address does not go at all."""
    url = completed_url(values.get("rest_url", ""))
    if not values.get("use_rest") or isinstance(url, FieldProblem) or not url.startswith("http:"):
        return False
    return not is_this_machine(Profile.model_construct(rest_url=url).rest_host)


def with_edit(values: Mapping[str, str], field: str, text: str) -> dict[str, str]:
    """Give the values after an edit; what was agreed to for one address is not for another."""
    changed = {**values, field: text}
    if field == "rest_url":
        before, after = completed_url(values.get(field, "")), completed_url(text)
        if before != after:
            changed["rest_plain_text_accepted"] = ""
    return changed


def callback_url(values: Mapping[str, str], token: str) -> str:
    """Give the address to tell the provider, "" while nobody would listen."""
    from vox_console.transports.callback_screen import PATH  # noqa: PLC0415 - brings the HTTP server along

    port = values.get("callback_port", "").strip()
    if not (values.get("use_rest") and port.isdigit() and int(port) and token):
        return ""
    host = values.get("callback_address", "").strip() or "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/{PATH}/{token}"


_PREFIXES: Final = {"smpp": "", "rest": "rest_"}


def _profile_form(values: Mapping[str, str], *, token: str, allow_long: bool) -> dict[str, str]:
    """Give the texts as profile fields; a checked box is "yes" here and "true" there."""
    fields = list(_COMMON)
    fields += _SMPP if values.get("use_smpp") else ()
    fields += (*_REST, *_CALLBACKS) if values.get("use_rest") else ()
    form = {
        field: ("true" if values.get(field) else "false") if field in _BOXES else values.get(field, "")
        for field in fields
    }
    form["allow_long_credentials"] = "true" if allow_long else "false"
    form["callback_token"] = token  # once given out it stays, also while nobody listens
    if values.get("use_rest"):
        form["rest_query"] = (RestQuery.POST if values.get("rest_post") else RestQuery.GET).value
        names = {ours: values.get(CALLBACK_FIELD + ours, "").strip() for ours in VOX_FIELDS}
        pairs = (f"{ours}={theirs}" for ours, theirs in names.items() if theirs and not _wrong(theirs))
        form["callback_fields"] = ",".join(pairs)
    if not (values.get("use_smpp") and values.get("use_rest")):
        form["transport"] = ""  # there is nothing to choose
    return form


def _missing_addresses(values: Mapping[str, str]) -> list[FieldProblem]:
    """Tell of a way that is wanted and has no address: to a profile that means that there is no such way."""
    wanted = (
        ("use_smpp", "host", "Give the provider's host name or address alone, as in smpp.example.com."),
        ("use_rest", "rest_url", "Give the provider's address, as in https://sms.example.com:8002/api."),
    )
    uses_both = bool(values.get("use_smpp") and values.get("use_rest"))
    return [
        FieldProblem(field, "empty", words)
        for use, field, words in wanted
        if values.get(use) and not values.get(field, "").strip() and (uses_both or field == "rest_url")
    ]


def _wrong_names(values: Mapping[str, str]) -> list[FieldProblem]:
    typed = {CALLBACK_FIELD + ours: values.get(CALLBACK_FIELD + ours, "") for ours in VOX_FIELDS}
    return [
        FieldProblem(field, "name", "A parameter's name has no comma and no equals sign.")
        for field, name in typed.items()
        if _wrong(name)
    ]


def _wrong(name: str) -> bool:
    return "," in name or "=" in name


def _changed(edited: Profile, result: Profile) -> Profile:
    """Give the edited account with what the form shows taken from the result."""
    fields = (*_SHOWN, "callback_fields", "callback_token")
    return edited.model_copy(update={field: getattr(result, field) for field in fields})


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)
