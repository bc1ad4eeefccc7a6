"""Connection profiles: what is known about an account except its password, and the file that keeps them.

Theory of operation. One model, :class:`Profile`, holds the limits; both doors lead through it. A form
(the wizard, the command line) brings strings and gets either a Profile or one problem per wrong field,
in words. The file ``profiles.toml`` brings tables, one per profile, and a wrong one is a SettingsError.

The file belongs to the user. It is replaced as a whole and atomically, never written when it could not
be read, and keys that this version does not know (a newer version put them there) are carried over.
A password is never in it: see :mod:`vox_console.settings.vault`.

An account has SMPP, REST or both. What belongs to REST, to its callbacks and to automatic answers stands in
models of its own (:mod:`.rest_access`, :mod:`.callback_access`, :mod:`.auto_reply`), which Profile is made
of; in the file it is one flat table.
"""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import tomli_w
from pydantic import ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from vox_console.domain.errors import FieldProblem, SettingsError, UnknownProfile
from vox_console.domain.secret import Secret
from vox_console.domain.segmentation import LongMethod
from vox_console.domain.text_encoding import DefaultAlphabet
from vox_console.domain.transport_name import TransportName, TransportRule
from vox_console.settings.auto_reply import AutoReply, AutoReplyTo
from vox_console.settings.callback_access import CallbackAccess
from vox_console.settings.rest_access import RestAccess, RestQuery, is_this_machine

FILE_NAME = "profiles.toml"
SMPP_PORT = 2876  # Vox's own; 2775 is the registered one
SYSTEM_ID_OCTETS = 15
PASSWORD_OCTETS = 8


class ProfileKind(StrEnum):
    """Whether messages cost money: a real account, or the practice provider on this machine."""

    ACCOUNT = "account"
    PRACTICE = "practice"


class BindMode(StrEnum):
    """One transceiver bind, or a transmitter and a receiver used as one account (SMPP 3.4 §4.1)."""

    TRX = "trx"
    TX_RX = "tx+rx"


class Profile(RestAccess, CallbackAccess, AutoReply):
    """One account, without its password.

    host: name or address, IPv6 without brackets; "" when the account has no SMPP. system_type: SMPP 3.4
    §5.2.3. default_region: ISO 3166 code of the country whose national numbers may be typed, "" for none.
    part_limit: longest message in parts. window: unanswered requests at a time. hold_s: undo-send.
    utc_offset_min: of the times in receipts, which carry no zone. plain_text_accepted: the operator has
    read that without TLS anyone on the path can read along.
    """

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True, extra="ignore")

    name: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]
    kind: ProfileKind = ProfileKind.ACCOUNT
    host: Annotated[str, Field(max_length=253, pattern=r"^[^\s/@]*$", validate_default=True)] = ""
    port: Annotated[int, Field(ge=1, le=65_535)] = SMPP_PORT
    allow_long_credentials: bool = False  # before system_id, whose check looks at it
    system_id: Annotated[str, Field(validate_default=True)] = ""
    bind: BindMode = BindMode.TRX
    tls: bool = False
    ca_file: str = ""
    system_type: Annotated[str, Field(max_length=12, pattern=r"^[\x20-\x7e]*$")] = ""
    default_region: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    default_sender: Annotated[str, Field(max_length=20)] = ""
    default_alphabet: DefaultAlphabet = DefaultAlphabet.GSM7
    long_method: LongMethod = LongMethod.UDH8
    part_limit: Annotated[int, Field(ge=1, le=255)] = 10
    window: Annotated[int, Field(ge=1, le=1_000)] = 10
    parts_per_s: Annotated[float, Field(gt=0, le=100_000)] = 10.0
    enquire_link_s: Annotated[float, Field(ge=1, le=3_600)] = 20.0
    response_timeout_s: Annotated[float, Field(ge=1, le=600)] = 30.0
    hold_s: Annotated[float, Field(ge=0, le=30)] = 5.0
    detect_receipts_by_text: bool = True
    utc_offset_min: Annotated[int, Field(ge=-720, le=840)] = 0
    plain_text_accepted: bool = False

    @field_validator("host")
    @classmethod
    def _host_alone(cls, host: str, info: ValidationInfo) -> str:
        if not (host or info.data.get("rest_url")):
            raise PydanticCustomError("host", "{problem}", {"problem": _RULES["host"]})
        host = host.removeprefix("[").removesuffix("]")
        if host.count(":") == 1:
            raise PydanticCustomError("port_in_host", "The port belongs in its own field.")
        return host

    @field_validator("default_region", mode="before")
    @classmethod
    def _upper_case(cls, region: object) -> object:
        return region.strip().upper() if isinstance(region, str) else region

    @field_validator("system_id")
    @classmethod
    def _fits_its_field(cls, system_id: str, info: ValidationInfo) -> str:
        if not system_id and info.data.get("host") != "":  # also when the host itself is wrong
            raise PydanticCustomError("system_id", "{problem}", {"problem": _RULES["system_id"]})
        allow_long = bool(info.data.get("allow_long_credentials"))
        problem = _credential_problem("system_id", system_id, limit=SYSTEM_ID_OCTETS, allow_long=allow_long)
        if problem is not None:
            raise PydanticCustomError("system_id", "{problem}", {"problem": problem})
        return system_id

    @property
    def practice(self) -> bool:
        """Whether this is the bundled provider: nothing reaches a real handset."""
        return self.kind is ProfileKind.PRACTICE

    @property
    def has_smpp(self) -> bool:
        """Whether the account can be used over SMPP."""
        return bool(self.host)

    @property
    def transports(self) -> tuple[TransportName, ...]:
        """The ways to the provider this account has, the usual one first."""
        had = ((TransportName.SMPP, self.has_smpp), (TransportName.REST, self.has_rest))
        return tuple(name for name, there in had if there)

    @property
    def needs_plain_text_consent(self) -> bool:
        """Whether SMPP would send the password in the clear over a network, not yet agreed to."""
        return self.has_smpp and not (self.tls or self.plain_text_accepted or is_this_machine(self.host))


# What a wrong value is answered with, whichever of its limits it broke.
_RULES = {
    "name": "Give the profile a name of 1 to 40 characters.",
    "kind": 'The kind is "account" or "practice".',
    "host": "Give the provider's host name or address alone, as in smpp.example.com.",
    "port": "The port is a whole number from 1 to 65535.",
    "system_id": "Give the system_id the provider assigned to you.",
    "bind": 'The bind is "trx" (one connection) or "tx+rx" (two).',
    "tls": "TLS is either on or off.",
    "system_type": "The system_type has at most 12 plain characters; most providers want it empty.",
    "default_region": "Give the country as two letters, as in RS or DE, or leave it empty.",
    "default_sender": "A sender has at most 20 characters over SMPP.",
    "default_alphabet": f"The default alphabet is one of: {', '.join(DefaultAlphabet)}.",
    "long_method": f"The method for long messages is one of: {', '.join(LongMethod)}.",
    "part_limit": "The longest message is a whole number of parts from 1 to 255.",
    "window": "The window is a whole number of requests from 1 to 1000.",
    "parts_per_s": "The rate is above 0 and at most 100000 parts per second.",
    "enquire_link_s": "The link is checked every 1 to 3600 seconds.",
    "response_timeout_s": "An answer is waited for 1 to 600 seconds.",
    "hold_s": "Undo-send holds a message for 0 to 30 seconds.",
    "utc_offset_min": "The offset of receipt times is a whole number of minutes from -720 to 840.",
    "rest_username": "The user name has at most 64 characters.",
    "rest_query": f"The status is asked for by one of: {', '.join(RestQuery)}.",
    "rest_memory_h": "The provider's memory is a whole number of hours from 1 to 72.",
    "transport": f"Messages are sent over one of: {', '.join(TransportRule)}.",
    "stop_reply": "An automatic answer has at most 1000 characters.",
    "auto_reply": "An automatic answer has at most 1000 characters.",
    "auto_reply_to": f"The automatic answer goes to one of: {', '.join(AutoReplyTo)}.",
    "auto_reply_budget": "The automatic answers to one number in 24 hours are 1 to 20.",
    "callback_port": "The port of the callback listener is 1 to 65535, or 0 for none.",
    "callback_token": "The path token has 16 to 128 letters, digits, - or _.",
}

# Faults whose own words say more than the field's rule.
_OWN_WORDS = frozenset(
    {"port_in_host", "host", "system_id", "rest_url", "rest_username", "callback_address", "callback_fields"}
)


def validate_profile(form: Mapping[str, str]) -> Profile | list[FieldProblem]:
    """Give the profile a form describes, or what is wrong with it, at most one problem per field.

    form: field name to typed text; an empty or missing text means the field's default. Truth is
    typed as "true" or "false". Fields this version does not know are ignored.
    """
    typed = {field: text for field, text in form.items() if text.strip()}
    try:
        return Profile.model_validate(typed)
    except ValidationError as fault:
        return _problems(fault, typed)


def validate_answers(form: Mapping[str, str]) -> AutoReply | list[FieldProblem]:
    """Give the automatic answers a form describes, or what is wrong; as :func:`validate_profile` does."""
    typed = {field: text.strip() for field, text in form.items() if text.strip()}
    try:
        return AutoReply.model_validate(typed)
    except ValidationError as fault:
        return _problems(fault, typed)


def password_problem(password: Secret, *, allow_long: bool) -> FieldProblem | None:
    """Say what is wrong with a password, never the password itself."""
    problem = _credential_problem("password", password.reveal(), limit=PASSWORD_OCTETS, allow_long=allow_long)
    return None if problem is None else FieldProblem(field="password", code="password", text=problem)


class ProfileStore:
    """The profiles in ``profiles.toml`` in a folder. Reads the file anew each time; keeps nothing."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    def list(self) -> tuple[Profile, ...]:
        """Give all profiles in file order; none when there is no file. Raises SettingsError."""
        return tuple(self._profile(name, table) for name, table in _tables(self._document()).items())

    def get(self, name: str) -> Profile:
        """Give one profile. Raises UnknownProfile, and SettingsError when the file is unreadable."""
        tables = _tables(self._document())
        if name not in tables:
            known = ", ".join(tables) or "none yet"
            raise UnknownProfile("There is no such profile", detail=f'"{name}"', hint=f"Profiles: {known}.")
        return self._profile(name, tables[name])

    def save(self, profile: Profile) -> None:
        """Add the profile, or replace the one of its name. Raises SettingsError."""
        document = self._document()
        tables = _tables(document)
        values = profile.model_dump(mode="json", exclude={"name"})
        tables[profile.name] = {**tables.get(profile.name, {}), **values}
        self._replace({**document, "profile": tables})

    def remove(self, name: str) -> None:
        """Remove the profile; its password stays in the keyring until removed there. Raises SettingsError."""
        self.get(name)
        document = self._document()
        tables = _tables(document)
        del tables[name]
        self._replace({**document, "profile": tables})

    def _document(self) -> dict[str, Any]:
        try:
            document = tomllib.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as fault:
            raise self._unreadable(fault.strerror or "the file cannot be read") from fault
        except UnicodeDecodeError as fault:
            raise self._unreadable("it is not UTF-8 text") from fault
        except tomllib.TOMLDecodeError as fault:
            raise self._unreadable(str(fault)) from fault
        profiles = document.get("profile", {})
        if not isinstance(profiles, dict) or not all(isinstance(table, dict) for table in profiles.values()):
            raise self._unreadable('"profile" must be a group of tables, as in [profile.work]')
        return document

    def _profile(self, name: str, table: Mapping[str, Any]) -> Profile:
        try:
            return Profile.model_validate({**table, "name": name})
        except ValidationError as fault:
            told = "; ".join(f"{problem.field}: {problem.text}" for problem in _problems(fault, table))
            raise self._unreadable(f'profile "{name}": {told}') from fault

    def _unreadable(self, detail: str) -> SettingsError:
        return SettingsError(
            "The profiles cannot be read",
            detail=detail,
            hint=f"Correct {self.path} or move it away; it was not changed.",
        )

    def _replace(self, document: Mapping[str, Any]) -> None:
        """Put the new file in the old one's place in one step: a reader sees either, never half."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(prefix=".profiles-", dir=self.path.parent)  # mode 0600
            try:
                with os.fdopen(handle, "wb") as file:
                    tomli_w.dump(document, file)
                    file.flush()
                    os.fsync(file.fileno())
                Path(partial).replace(self.path)
            finally:
                Path(partial).unlink(missing_ok=True)
        except OSError as fault:
            raise SettingsError(
                "The profiles cannot be saved",
                detail=fault.strerror or "the file cannot be written",
                hint=f"Check that you may write to {self.path.parent} and that the disk is not full.",
            ) from fault


def _tables(document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return dict(document.get("profile", {}))


def _problems(fault: ValidationError, typed: Mapping[str, object]) -> list[FieldProblem]:
    found: dict[str, FieldProblem] = {}
    for error in fault.errors(include_url=False, include_input=False):
        field = str(error["loc"][0])
        text = (
            error["msg"]
            if error["type"] in _OWN_WORDS
            else _RULES.get(field, f"The value is not valid: {error['msg']}.")
        )
        fix = str(typed[field]).partition(":")[0] if error["type"] == "port_in_host" else ""
        found.setdefault(field, FieldProblem(field=field, code=error["type"], text=text, fix=fix))
    return list(found.values())


def _credential_problem(what: str, value: str, *, limit: int, allow_long: bool) -> str | None:
    """Say why a credential does not fit its field (SMPP 3.4 §5.2.1 system_id, §5.2.2 password)."""
    if not value.isascii() or not value.isprintable():
        return f"The {what} may have plain ASCII characters only (SMPP 3.4 §3.1, C-Octet String)."
    if len(value) > limit and not allow_long:
        return (
            f"The {what} has {len(value)} characters and the protocol allows {limit}: its field has "
            f"{limit + 1} octets and the last one must be zero (SMPP 3.4 §5.2). "
            "If your provider really gave you a longer one, allow long credentials."
        )
    return None
