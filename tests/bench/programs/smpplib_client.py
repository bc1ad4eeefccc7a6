"""smpplib's blocking client as its users write it: send a window of messages, read their answers, again.

With receipts each answer of the server may be a receipt, which smpplib acknowledges by itself.
"""

from __future__ import annotations

import logging

from smpplib.client import Client

from tests.bench.programs.client_run import SENDER, TEXT, ClientRun, Meter, recipient


def main() -> None:
    """Run until the time is over."""
    run = ClientRun.from_command_line()
    logging.disable(logging.CRITICAL)
    client = Client("127.0.0.1", run.port, allow_unknown_opt_params=True)
    answered = received = 0

    def sent(pdu: object) -> None:  # noqa: ARG001 - smpplib calls it by keyword
        nonlocal answered
        answered += 1

    def arrived(pdu: object) -> None:  # noqa: ARG001 - smpplib calls it by keyword
        nonlocal received
        received += 1

    client.set_message_sent_handler(sent)
    client.set_message_received_handler(arrived)
    client.connect()
    client.bind_transceiver(system_id="practice", password="practice")  # noqa: S106 - a known account
    meter = Meter(run)
    number = 0
    going_on = True
    while going_on:
        for _ in range(run.window):
            number += 1
            client.send_message(
                source_addr_ton=5,
                source_addr_npi=0,
                source_addr=SENDER,
                dest_addr_ton=1,
                dest_addr_npi=1,
                destination_addr=recipient(number),
                short_message=TEXT,
                data_coding=0,
                registered_delivery=1,
            )
        while answered < number or (run.receipts and received < number):
            client.read_once()
        going_on = meter.add(run.window)
    meter.tell()
    client.unbind()
    client.disconnect()


if __name__ == "__main__":
    main()
