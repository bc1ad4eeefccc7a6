"""A profile's fields for the callback listener: whether, where, and what the provider calls its parameters.

The path token stands in the profile and not in the keyring: it must outlive restarts also where there is no
keyring, it is handed to the provider in the clear anyway, and who knows it can claim a status, which is
why callbacks are shown as a witness of their own (trust in them ends there). The file is private (0600).
"""

from __future__ import annotations

import ipaddress
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import BaseModel, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from vox_console.settings.rest_access import is_this_machine

# Our name for each fact, and what Vox calls it (provider_interface §5.1; `ani` is the receiver there).
VOX_FIELDS: Final = MappingProxyType(
    {
        "message_id": "message_id",
        "status": "delivery_status",
        "done_date": "delivery_time",
        "recipient": "ani",
        "error_code": "result_code",
        "mcc": "mcc",
        "mnc": "mnc",
        "rate": "rate",
        "country": "country_name",
        "mo_from": "ani",
        "mo_to": "dnis",
        "mo_text": "message",
        "mo_id": "message_id",
        "mo_data_coding": "dataCoding",
    }
)


class CallbackAccess(BaseModel):
    """The part of a profile that is about callbacks; callback_port 0 means that nobody listens.

    callback_address: where to listen; other than loopback only with callback_open, which says that a person
    has read what that means. callback_hosts: names by which a proxy or tunnel calls us, besides loopback's.
    callback_sources: addresses that may post, "" entries none; empty lets any. callback_fields: our name of
    a fact to the provider's, where it differs from Vox's. callback_token: the secret part of the path.
    """

    callback_port: Annotated[int, Field(ge=0, le=65_535)] = 0
    callback_open: bool = False
    callback_address: Annotated[str, Field(validate_default=True)] = "127.0.0.1"
    callback_hosts: tuple[str, ...] = ()
    callback_sources: tuple[str, ...] = ()
    callback_token: Annotated[str, Field(pattern=r"^([A-Za-z0-9_-]{16,128})?$", repr=False)] = ""
    callback_fields: dict[str, str] = Field(default_factory=dict)

    @field_validator("callback_hosts", "callback_sources", mode="before")
    @classmethod
    def _typed_list(cls, value: object) -> object:
        return (
            [each.strip() for each in value.split(",") if each.strip()] if isinstance(value, str) else value
        )

    @field_validator("callback_fields", mode="before")
    @classmethod
    def _typed_pairs(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pairs = (each.partition("=") for each in value.split(",") if each.strip())
        return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}

    @field_validator("callback_address")
    @classmethod
    def _loopback_unless_told(cls, address: str, info: ValidationInfo) -> str:
        try:
            ipaddress.ip_address(address)
        except ValueError:
            if address != "localhost":
                problem = "Give an address of this computer, as in 127.0.0.1."
                raise PydanticCustomError("callback_address", "{problem}", {"problem": problem}) from None
        if not (is_this_machine(address) or info.data.get("callback_open")):
            problem = (
                "Anyone who can reach that address can claim that a message was delivered, because callbacks "
                "are not signed. Allow it first."
            )
            raise PydanticCustomError("callback_address", "{problem}", {"problem": problem})
        return address

    @field_validator("callback_fields")
    @classmethod
    def _known_facts(cls, fields: dict[str, str]) -> dict[str, str]:
        strange = sorted(set(fields) - set(VOX_FIELDS))
        if strange:
            problem = f"There is no fact {strange[0]!r}; known are {', '.join(VOX_FIELDS)}."
            raise PydanticCustomError("callback_fields", "{problem}", {"problem": problem})
        return fields

    @property
    def has_callbacks(self) -> bool:
        """Whether the listener is to run."""
        return self.callback_port > 0
