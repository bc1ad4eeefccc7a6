"""The PDUs this program speaks, as plain values, with the numbers the specification gives them.

Names are those of SMPP 3.4 (Issue 1.2): commands §5.1.2.1, statuses §5.1.3, optional parameters
§5.3.2. Strings are C-octet strings decoded octet by octet (Latin-1), so that every value that can
arrive survives a round trip. Optional parameters are a dict from tag to value octets; a tag that
arrives twice keeps its last value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Final

from vox_console.domain.delivery import Delivery
from vox_console.domain.secret import Secret
from vox_console.domain.submission import WireAddress

HEADER_OCTETS: Final = 16
INTERFACE_VERSION_34: Final = 0x34
MAX_SEQUENCE: Final = 0x7FFFFFFF  # §3.2: 0x00000001 to 0x7FFFFFFF
MAX_SHORT_MESSAGE_OCTETS: Final = 254  # §5.2.22
MAX_ADDRESS_OCTETS: Final = 20  # §5.2.8, 21 with its NUL


class CommandId(IntEnum):
    """command_id values (§5.1.2.1). A response is its request with the top bit set."""

    GENERIC_NACK = 0x80000000
    BIND_RECEIVER = 0x00000001
    BIND_RECEIVER_RESP = 0x80000001
    BIND_TRANSMITTER = 0x00000002
    BIND_TRANSMITTER_RESP = 0x80000002
    QUERY_SM = 0x00000003
    QUERY_SM_RESP = 0x80000003
    SUBMIT_SM = 0x00000004
    SUBMIT_SM_RESP = 0x80000004
    DELIVER_SM = 0x00000005
    DELIVER_SM_RESP = 0x80000005
    UNBIND = 0x00000006
    UNBIND_RESP = 0x80000006
    REPLACE_SM = 0x00000007
    REPLACE_SM_RESP = 0x80000007
    CANCEL_SM = 0x00000008
    CANCEL_SM_RESP = 0x80000008
    BIND_TRANSCEIVER = 0x00000009
    BIND_TRANSCEIVER_RESP = 0x80000009
    OUTBIND = 0x0000000B
    ENQUIRE_LINK = 0x00000015
    ENQUIRE_LINK_RESP = 0x80000015
    SUBMIT_MULTI = 0x00000021
    SUBMIT_MULTI_RESP = 0x80000021
    ALERT_NOTIFICATION = 0x00000102
    DATA_SM = 0x00000103
    DATA_SM_RESP = 0x80000103


RESPONSE_BIT: Final = 0x80000000


class CommandStatus(IntEnum):
    """The command_status values this core itself sends or tells apart (§5.1.3)."""

    ESME_ROK = 0x00
    ESME_RINVMSGLEN = 0x01
    ESME_RINVCMDLEN = 0x02
    ESME_RINVCMDID = 0x03
    ESME_RINVBNDSTS = 0x04
    ESME_RALYBND = 0x05
    ESME_RSYSERR = 0x08
    ESME_RINVSRCADR = 0x0A
    ESME_RINVDSTADR = 0x0B
    ESME_RINVMSGID = 0x0C
    ESME_RBINDFAIL = 0x0D
    ESME_RINVPASWD = 0x0E
    ESME_RINVSYSID = 0x0F
    ESME_RMSGQFUL = 0x14
    ESME_RINVSERTYP = 0x15
    ESME_RINVSYSTYP = 0x53
    ESME_RTHROTTLED = 0x58
    ESME_RINVSCHED = 0x61
    ESME_RINVEXPIRY = 0x62
    ESME_RX_T_APPN = 0x64
    ESME_RINVPARLEN = 0xC2
    ESME_RUNKNOWNERR = 0xFF


class Tag(IntEnum):
    """Optional parameter tags (§5.3.2) that are read or written by name."""

    RECEIPTED_MESSAGE_ID = 0x001E
    USER_MESSAGE_REFERENCE = 0x0204
    SAR_MSG_REF_NUM = 0x020C
    SAR_TOTAL_SEGMENTS = 0x020E
    SAR_SEGMENT_SEQNUM = 0x020F
    SC_INTERFACE_VERSION = 0x0210
    MS_AVAILABILITY_STATUS = 0x0422
    NETWORK_ERROR_CODE = 0x0423
    MESSAGE_PAYLOAD = 0x0424
    MESSAGE_STATE = 0x0427


class BindKind(StrEnum):
    """The three session types (§2.1)."""

    TRX = "trx"
    TX = "tx"
    RX = "rx"


@dataclass(frozen=True, slots=True)
class BindRequest:
    """bind_transceiver, bind_transmitter or bind_receiver (§4.1). The password masks itself."""

    kind: BindKind
    sequence: int
    system_id: str
    password: Secret
    system_type: str = ""
    interface_version: int = INTERFACE_VERSION_34
    addr_ton: int = 0
    addr_npi: int = 0
    address_range: str = ""


@dataclass(frozen=True, slots=True)
class BindResponse:
    """The answer to a bind (§4.1.2). Without status ESME_ROK the body is usually absent."""

    kind: BindKind
    sequence: int
    status: int = CommandStatus.ESME_ROK
    system_id: str = ""
    sc_interface_version: int | None = None


@dataclass(frozen=True, slots=True)
class SubmitSm:
    """submit_sm with every field (§4.4.1)."""

    sequence: int
    source: WireAddress
    destination: WireAddress
    short_message: bytes
    data_coding: int = 0
    esm_class: int = 0
    registered_delivery: int = 0
    validity_period: str = ""
    service_type: str = ""
    protocol_id: int = 0
    priority_flag: int = 0
    schedule_delivery_time: str = ""
    replace_if_present_flag: int = 0
    sm_default_msg_id: int = 0
    tlvs: dict[int, bytes] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        """The message's octets, wherever they travelled: short_message or message_payload."""
        return self.short_message or self.tlvs.get(Tag.MESSAGE_PAYLOAD, b"")


@dataclass(frozen=True, slots=True)
class SubmitSmResp:
    """submit_sm_resp (§4.4.2). message_id is "" when the body was absent or empty."""

    sequence: int
    status: int = CommandStatus.ESME_ROK
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class DeliverSm:
    """deliver_sm (§4.6.1), reduced to what a provider can tell us with it."""

    sequence: int
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class DeliverSmResp:
    """deliver_sm_resp (§4.6.2); its message_id is unused and sent as a single NUL."""

    sequence: int
    status: int = CommandStatus.ESME_ROK


@dataclass(frozen=True, slots=True)
class DataSm:
    """data_sm (§4.7.1), used by some providers for receipts."""

    sequence: int
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class DataSmResp:
    """data_sm_resp (§4.7.2)."""

    sequence: int
    status: int = CommandStatus.ESME_ROK
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class EnquireLink:
    """enquire_link (§4.11.1)."""

    sequence: int


@dataclass(frozen=True, slots=True)
class EnquireLinkResp:
    """enquire_link_resp (§4.11.2)."""

    sequence: int
    status: int = CommandStatus.ESME_ROK


@dataclass(frozen=True, slots=True)
class Unbind:
    """Unbind (§4.2.1)."""

    sequence: int


@dataclass(frozen=True, slots=True)
class UnbindResp:
    """unbind_resp (§4.2.2)."""

    sequence: int
    status: int = CommandStatus.ESME_ROK


@dataclass(frozen=True, slots=True)
class GenericNack:
    """generic_nack (§4.3.1). sequence is 0 when the faulty PDU's own could not be read."""

    sequence: int
    status: int


@dataclass(frozen=True, slots=True)
class Outbind:
    """Outbind (§4.1.7): the provider asks us to bind as a receiver."""

    sequence: int
    system_id: str
    password: Secret


@dataclass(frozen=True, slots=True)
class AlertNotification:
    """alert_notification (§4.12.1): a subscriber is reachable again. It has no response."""

    sequence: int
    source: WireAddress
    esme: WireAddress
    ms_availability_status: int | None = None


@dataclass(frozen=True, slots=True)
class UnknownPdu:
    """Any other command, defined by the specification or not: header and body octets."""

    command_id: int
    sequence: int
    body: bytes = b""
    status: int = CommandStatus.ESME_ROK


Pdu = (
    BindRequest
    | BindResponse
    | SubmitSm
    | SubmitSmResp
    | DeliverSm
    | DeliverSmResp
    | DataSm
    | DataSmResp
    | EnquireLink
    | EnquireLinkResp
    | Unbind
    | UnbindResp
    | GenericNack
    | Outbind
    | AlertNotification
    | UnknownPdu
)
