"""The backend: from an order to bytes on the wire, and from a receipt back to the record. No Qt.

How a message travels::

    controller.send -> outbox.enqueue (commit)            QUEUED: stored, cut, octet-exact
    dispatcher.pump -> outbox.reserve (commit)            RESERVED: the intent is durable
                    -> transport.submit                   bytes may leave from here on, not before
    transport       -> dispatcher.outcomes -> settle      ACCEPTED, REFUSED, UNKNOWN or QUEUED again
    transport       -> dispatcher.arrivals -> store       a receipt is durable, and only then
                    -> transport.confirm                  acknowledged to the provider
    harvester       -> transport.query -> record          what nobody pushes is asked for, as long as
                                                          the provider knows it

A single message is a batch of one; there is no second path for many. An account may have SMPP, REST or both
(:mod:`.account_links`): each way has a dispatcher of its own over the one journal, and a message belongs to
the way it was stored for, because over SMPP we cut and encode it and over REST the provider does.

A bulk job is many single messages: its rows are judged and stored first (:mod:`.bulk_import`), then fed to
the outbox a little ahead of what leaves (:mod:`.bulk_runner`), so that pause and stop take effect at once.

Two decisions differ from the first sketch of this program's architecture. There is no ledger of
message ids in memory: receipts are matched inside the transaction that records them (see
:mod:`vox_console.storage.receipts`), because a map beside the database is a second truth that a crash
or a long night can make wrong. And events carry message ids, not messages: at thousands of changes a
second only the few rows on screen are worth reading, and only the list knows which those are.

One decision about REST: what waits for SMPP is not sent over REST when SMPP falls. It was cut and shown as
SMPP would send it, part of it may have left, and whoever waits can take it back and write it again.
"""
