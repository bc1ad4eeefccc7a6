"""Every PDU <-> bytes. The only importer of smpplib.

Theory of operation. smpplib's PDU classes know the order and kind of every field of SMPP 3.4, and
that knowledge is what is used of them. They do not guard themselves, so this module does:

* before encoding, each string is measured, because smpplib cuts long ones silently (a password!);
* before decoding, the mandatory part is walked by smpplib's own field tables, because smpplib reads
  past a missing NUL and into a truncated body without noticing;
* sequence numbers are always assigned afterwards, because smpplib ignores the argument;
* optional parameters are read and written here, because smpplib raises on tags it does not know.

The PDUs that grow with traffic go to :mod:`vox_console.smpp.fast_codec` instead. submit_sm is
encoded here all the same when it carries fields the fast path has no room for.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from smpplib import command as smpplib_command
from smpplib.ptypes import ostr

from vox_console.domain.delivery import Delivery
from vox_console.domain.secret import Secret
from vox_console.domain.submission import WireAddress
from vox_console.smpp import fast_codec
from vox_console.smpp.faults import PduFault
from vox_console.smpp.fields import FIELD_STATUS, c_octets, decode_tlvs, encode_tlvs, unencodable
from vox_console.smpp.pdus import (
    HEADER_OCTETS,
    RESPONSE_BIT,
    AlertNotification,
    BindKind,
    BindRequest,
    BindResponse,
    CommandId,
    CommandStatus,
    DataSm,
    DataSmResp,
    DeliverSm,
    DeliverSmResp,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
    Outbind,
    Pdu,
    SubmitSm,
    SubmitSmResp,
    Tag,
    Unbind,
    UnbindResp,
    UnknownPdu,
)

_HEADER: Final = struct.Struct(">LLLL")

# Some hosts issue longer names and passwords than §5.2.1 and §5.2.2 allow (15 and 8 octets). The
# profile decides whether that is wanted; the codec only makes sure that nothing is ever cut.
_MAX_CREDENTIAL_OCTETS: Final = 63


class _Bind(smpplib_command.BindTransmitter):  # type: ignore[misc]  # smpplib ships no types
    params: Final = {
        **smpplib_command.BindTransmitter.params,
        "system_id": smpplib_command.Param(type=str, max=_MAX_CREDENTIAL_OCTETS + 1),
        "password": smpplib_command.Param(type=str, max=_MAX_CREDENTIAL_OCTETS + 1),
    }


class _Outbind(smpplib_command.Command):  # type: ignore[misc]  # smpplib ships no types
    params: Final = {name: _Bind.params[name] for name in ("system_id", "password")}
    params_order = ("system_id", "password")


_BINDS: Final = {
    CommandId.BIND_TRANSCEIVER: BindKind.TRX,
    CommandId.BIND_TRANSMITTER: BindKind.TX,
    CommandId.BIND_RECEIVER: BindKind.RX,
}
_BIND_COMMANDS: Final = {kind: command for command, kind in _BINDS.items()}

_CLASSES: Final[dict[CommandId, Any]] = {
    **dict.fromkeys(_BINDS, _Bind),
    CommandId.BIND_TRANSCEIVER_RESP: smpplib_command.BindTransceiverResp,
    CommandId.BIND_TRANSMITTER_RESP: smpplib_command.BindTransmitterResp,
    CommandId.BIND_RECEIVER_RESP: smpplib_command.BindReceiverResp,
    CommandId.OUTBIND: _Outbind,
    CommandId.SUBMIT_SM: smpplib_command.SubmitSM,
    CommandId.DATA_SM: smpplib_command.DataSM,
    CommandId.DATA_SM_RESP: smpplib_command.DataSMResp,
    CommandId.ALERT_NOTIFICATION: smpplib_command.AlertNotification,
    CommandId.ENQUIRE_LINK: smpplib_command.EnquireLink,
    CommandId.ENQUIRE_LINK_RESP: smpplib_command.EnquireLinkResp,
    CommandId.UNBIND: smpplib_command.Unbind,
    CommandId.UNBIND_RESP: smpplib_command.UnbindResp,
    CommandId.GENERIC_NACK: smpplib_command.GenericNAck,
}


def encode(pdu: Pdu) -> bytes:  # noqa: C901, PLR0911, PLR0912 - one flat case per PDU reads best
    """Give the octets of a PDU. Raises UnencodableField; nothing is ever cut to fit."""
    match pdu:
        case SubmitSm():
            return _encode_submit_sm(pdu)
        case SubmitSmResp(sequence, status, message_id):
            return fast_codec.encode_submit_sm_resp(sequence, status, message_id)
        case DeliverSm(sequence, delivery):
            return fast_codec.encode_deliver_sm(sequence, delivery)
        case DeliverSmResp(sequence, status):
            return fast_codec.encode_deliver_sm_resp(sequence, status)
        case EnquireLink(sequence):
            return _generate(CommandId.ENQUIRE_LINK, sequence)
        case EnquireLinkResp(sequence, status):
            return _generate(CommandId.ENQUIRE_LINK_RESP, sequence, status)
        case Unbind(sequence):
            return _generate(CommandId.UNBIND, sequence)
        case UnbindResp(sequence, status):
            return _generate(CommandId.UNBIND_RESP, sequence, status)
        case GenericNack(sequence, status):
            return _generate(CommandId.GENERIC_NACK, sequence, status)
        case BindRequest():
            return _encode_bind(pdu)
        case BindResponse():
            return _encode_bind_resp(pdu)
        case DataSm(sequence, delivery):
            return _encode_data_sm(sequence, delivery)
        case DataSmResp(sequence, status, message_id):
            if status and not message_id:
                return _packed(CommandId.DATA_SM_RESP, status, sequence, b"")
            return _generate(CommandId.DATA_SM_RESP, sequence, status, message_id=message_id)
        case Outbind(sequence, system_id, password):
            return _generate(CommandId.OUTBIND, sequence, system_id=system_id, password=password.reveal())
        case AlertNotification():
            return _encode_alert(pdu)
        case UnknownPdu(command_id, sequence, body, status):
            return _packed(command_id, status, sequence, body)


def decode(octets: bytes) -> Pdu:
    """Give the PDU that stands in `octets`, which must be exactly one whole PDU.

    Answers without a body are understood. Raises PduFault.
    """
    if len(octets) < HEADER_OCTETS:
        raise PduFault(
            CommandStatus.ESME_RINVCMDLEN, sequence=0, command_id=0, text="A PDU shorter than its header."
        )
    length, command_id, status, sequence = _HEADER.unpack_from(octets)
    if length != len(octets):
        raise PduFault(
            CommandStatus.ESME_RINVCMDLEN,
            sequence=sequence,
            command_id=command_id,
            text=f"command_length says {length} octets, {len(octets)} are there.",
        )
    decoder = _DECODERS.get(command_id)
    if decoder is None:
        return UnknownPdu(command_id, sequence, octets[HEADER_OCTETS:], status)
    return decoder(octets, sequence, status)


def _packed(command_id: int, status: int, sequence: int, body: bytes) -> bytes:
    return _HEADER.pack(HEADER_OCTETS + len(body), command_id, status, sequence) + body


def _generate(
    command_id: CommandId,
    sequence: int,
    status: int = CommandStatus.ESME_ROK,
    *,
    tlvs: Mapping[int, bytes] | None = None,
    **fields: Any,  # noqa: ANN401 - str, int or bytes, as smpplib's table for the field says
) -> bytes:
    """Let smpplib write a PDU whose values were checked, and append the optional parameters."""
    cls = _CLASSES[command_id]
    pdu = cls(command_id.name.lower(), sequence=sequence)
    for name, value in fields.items():
        param = cls.params[name]
        if isinstance(value, str):
            c_octets(name, value, param.max - 1)
        elif isinstance(value, int) and not 0 <= value < 1 << 8 * param.size:
            raise unencodable(name, f"does not fit {param.size} octet(s)")
        setattr(pdu, name, value)
    pdu.status = status
    pdu.sequence = sequence
    try:
        octets: bytes = pdu.generate()
    except struct.error as error:
        raise unencodable("sequence_number", "is not a 32-bit number") from error
    if not tlvs:
        return octets
    return _packed(command_id, status, sequence, octets[HEADER_OCTETS:] + encode_tlvs(tlvs))


def _encode_submit_sm(pdu: SubmitSm) -> bytes:
    if len(pdu.short_message) > 254:
        raise unencodable("short_message", f"{len(pdu.short_message)} octets, at most 254")
    if pdu.short_message and Tag.MESSAGE_PAYLOAD in pdu.tlvs:
        raise unencodable("short_message", "given together with message_payload (§5.3.2.32)")
    return _generate(
        CommandId.SUBMIT_SM,
        pdu.sequence,
        tlvs=pdu.tlvs,
        service_type=pdu.service_type,
        **_addresses("source_addr", pdu.source),
        **_addresses("dest_addr", pdu.destination),
        esm_class=pdu.esm_class,
        protocol_id=pdu.protocol_id,
        priority_flag=pdu.priority_flag,
        schedule_delivery_time=pdu.schedule_delivery_time,
        validity_period=pdu.validity_period,
        registered_delivery=pdu.registered_delivery,
        replace_if_present_flag=pdu.replace_if_present_flag,
        data_coding=pdu.data_coding,
        sm_default_msg_id=pdu.sm_default_msg_id,
        short_message=pdu.short_message,
    )


def _addresses(prefix: str, address: WireAddress) -> dict[str, Any]:
    name = "destination_addr" if prefix == "dest_addr" else prefix
    return {f"{prefix}_ton": address.ton, f"{prefix}_npi": address.npi, name: address.digits}


def _encode_bind(pdu: BindRequest) -> bytes:
    return _generate(
        _BIND_COMMANDS[pdu.kind],
        pdu.sequence,
        system_id=pdu.system_id,
        password=pdu.password.reveal(),
        system_type=pdu.system_type,
        interface_version=pdu.interface_version,
        addr_ton=pdu.addr_ton,
        addr_npi=pdu.addr_npi,
        address_range=pdu.address_range,
    )


def _encode_bind_resp(pdu: BindResponse) -> bytes:
    command = CommandId(_BIND_COMMANDS[pdu.kind] | RESPONSE_BIT)
    if pdu.status:
        return _packed(command, pdu.status, pdu.sequence, b"")  # §4.1.2: no body with an error
    version = pdu.sc_interface_version
    tlvs = {} if version is None else {int(Tag.SC_INTERFACE_VERSION): bytes((version,))}
    return _generate(command, pdu.sequence, pdu.status, tlvs=tlvs, system_id=pdu.system_id)


def _encode_data_sm(sequence: int, delivery: Delivery) -> bytes:
    tlvs = delivery.tlvs
    if delivery.short_message and Tag.MESSAGE_PAYLOAD not in tlvs:
        tlvs = {**tlvs, Tag.MESSAGE_PAYLOAD: delivery.short_message}  # data_sm has no short_message
    source = WireAddress(delivery.source_ton, delivery.source_npi, delivery.source)
    destination = WireAddress(delivery.destination_ton, delivery.destination_npi, delivery.destination)
    return _generate(
        CommandId.DATA_SM,
        sequence,
        tlvs=tlvs,
        **_addresses("source_addr", source),
        **_addresses("dest_addr", destination),
        esm_class=delivery.esm_class,
        data_coding=delivery.data_coding,
    )


def _encode_alert(pdu: AlertNotification) -> bytes:
    status = pdu.ms_availability_status
    return _generate(
        CommandId.ALERT_NOTIFICATION,
        pdu.sequence,
        tlvs={} if status is None else {int(Tag.MS_AVAILABILITY_STATUS): bytes((status,))},
        **_addresses("source_addr", pdu.source),
        **_addresses("esme_addr", pdu.esme),
    )


def _parse(octets: bytes, sequence: int) -> tuple[dict[str, Any], dict[int, bytes]]:
    """Let smpplib read the mandatory part, once it is known to be all there; read the rest here.

    Raises PduFault. An answer may break off at any field: what is missing stays None.
    """
    command_id = int.from_bytes(octets[4:8])
    cls = _CLASSES[CommandId(command_id)]
    pdu = cls(CommandId(command_id).name.lower(), sequence=sequence)
    end, missing = _mandatory_end(pdu, octets)
    if missing and not command_id & RESPONSE_BIT:
        raise PduFault(
            FIELD_STATUS.get(missing, CommandStatus.ESME_RINVCMDLEN),
            sequence=sequence,
            command_id=command_id,
            text=f"{missing} is missing, too long or has no end.",
        )
    pdu.parse(octets[:end])
    fields = {
        name: value.decode("latin-1") if isinstance(value, bytes) and cls.params[name].type is str else value
        for name in cls.params
        if (value := getattr(pdu, name, None)) is not None
    }
    return fields, {} if missing else decode_tlvs(octets, end)


def _mandatory_end(pdu: Any, octets: bytes) -> tuple[int, str]:  # noqa: ANN401 - smpplib ships no types
    """Give where the mandatory part ends and "", or where it breaks off and the field it breaks in."""
    position = HEADER_OCTETS
    for name in pdu.params_order:
        param = pdu.params[name]
        if pdu.field_is_optional(name) or param.type is ostr:
            break
        if param.type is int:
            end = position + param.size
        else:
            end = octets.find(0, position) + 1
            if not position < end <= position + param.max:
                return position, name
        if end > len(octets):
            return position, name
        position = end
    return position, ""


def _decode_bind(octets: bytes, sequence: int, _status: int) -> Pdu:
    fields, _ = _parse(octets, sequence)
    password = Secret(fields.pop("password"))
    return BindRequest(
        kind=_BINDS[CommandId(int.from_bytes(octets[4:8]))], sequence=sequence, password=password, **fields
    )


def _decode_bind_resp(octets: bytes, sequence: int, status: int, *, kind: BindKind) -> Pdu:
    fields, tlvs = _parse(octets, sequence)
    version = tlvs.get(Tag.SC_INTERFACE_VERSION, b"")
    return BindResponse(
        kind, sequence, status, fields.get("system_id", ""), version[0] if len(version) == 1 else None
    )


def _decode_outbind(octets: bytes, sequence: int, _status: int) -> Pdu:
    fields, _ = _parse(octets, sequence)
    return Outbind(sequence, fields["system_id"], Secret(fields["password"]))


def _decode_data_sm(octets: bytes, sequence: int, _status: int) -> Pdu:
    fields, tlvs = _parse(octets, sequence)
    delivery = Delivery(
        source=fields["source_addr"],
        destination=fields["destination_addr"],
        esm_class=fields["esm_class"],
        data_coding=fields["data_coding"],
        short_message=tlvs.get(Tag.MESSAGE_PAYLOAD, b""),
        tlvs=tlvs,
        source_ton=fields["source_addr_ton"],
        source_npi=fields["source_addr_npi"],
        destination_ton=fields["dest_addr_ton"],
        destination_npi=fields["dest_addr_npi"],
        raw=octets,
    )
    return DataSm(sequence, delivery)


def _decode_data_sm_resp(octets: bytes, sequence: int, status: int) -> Pdu:
    fields, _ = _parse(octets, sequence)
    return DataSmResp(sequence, status, fields.get("message_id", ""))


def _decode_alert(octets: bytes, sequence: int, _status: int) -> Pdu:
    fields, tlvs = _parse(octets, sequence)
    availability = tlvs.get(Tag.MS_AVAILABILITY_STATUS, b"")
    return AlertNotification(
        sequence,
        WireAddress(fields["source_addr_ton"], fields["source_addr_npi"], fields["source_addr"]),
        WireAddress(fields["esme_addr_ton"], fields["esme_addr_npi"], fields["esme_addr"]),
        availability[0] if len(availability) == 1 else None,
    )


_DECODERS: Final[dict[int, Callable[[bytes, int, int], Pdu]]] = {
    **dict.fromkeys(_BINDS, _decode_bind),
    **{command | RESPONSE_BIT: partial(_decode_bind_resp, kind=kind) for command, kind in _BINDS.items()},
    CommandId.SUBMIT_SM: lambda octets, _sequence, _status: fast_codec.decode_submit_sm(octets),
    CommandId.SUBMIT_SM_RESP: lambda octets, _sequence, _status: SubmitSmResp(
        *fast_codec.decode_submit_sm_resp(octets)
    ),
    CommandId.DELIVER_SM: lambda octets, _sequence, _status: DeliverSm(*fast_codec.decode_deliver_sm(octets)),
    CommandId.DELIVER_SM_RESP: lambda _octets, sequence, status: DeliverSmResp(sequence, status),
    CommandId.DATA_SM: _decode_data_sm,
    CommandId.DATA_SM_RESP: _decode_data_sm_resp,
    CommandId.ENQUIRE_LINK: lambda _octets, sequence, _status: EnquireLink(sequence),
    CommandId.ENQUIRE_LINK_RESP: lambda _octets, sequence, status: EnquireLinkResp(sequence, status),
    CommandId.UNBIND: lambda _octets, sequence, _status: Unbind(sequence),
    CommandId.UNBIND_RESP: lambda _octets, sequence, status: UnbindResp(sequence, status),
    CommandId.GENERIC_NACK: lambda _octets, sequence, status: GenericNack(sequence, status),
    CommandId.OUTBIND: _decode_outbind,
    CommandId.ALERT_NOTIFICATION: _decode_alert,
}
