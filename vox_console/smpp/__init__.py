"""The SMPP 3.4 protocol core, sans-IO: no socket, task, sleep, clock or log.

Bytes go in with the present time, values come out, and the bytes to send are asked for::

    framing.Framer      bytes -> whole PDUs, with a size limit
    codec, fast_codec   PDUs <-> bytes; codec is the only module that knows smpplib
    session.Session     one bound connection: bind, window, enquire_link, time-outs, unbind
    anatomy             any PDU field by field, for a person who wants to see its octets

Every time is a number of seconds of one monotonic clock, passed in by whoever owns the socket.
"""
