"""The practice provider: an SMPP 3.4 SMSC on this computer that behaves like Vox, also when it misbehaves.

It is a working peer in its own process, used to learn, to demonstrate and to test. It shares the codec
(:mod:`vox_console.smpp`) and the rules (:mod:`vox_console.domain`) with the console and nothing else,
and it listens on loopback only.

Try it
------
``vox-console practice`` prints one JSON line with its ports. Bind any SMPP client to the smpp_port with
system_id ``practice`` and password ``practice``, send to 381640000010, and a receipt comes after one to
three seconds. The last four digits of the destination choose what happens (``--help`` lists them, the
table is in :mod:`~vox_console.practice.behaviours`): 381640000011 is undeliverable, 381640000031 is
accepted but never answered, and so on.

How it works
------------
Everything below is one direction of imports, from the wire to the command line::

    smsc_session   one connection, sans-IO: what is legal now, what is unanswered
    state          what the parts share: accounts, ledger, faults, tuning, timetable
    intake         submit_sm -> verdict and answer            behaviours, message_ids
    reporter       accepted message -> receipts, in time      receipts, inbound
    pusher         receipts and customers' messages -> sessions, until acknowledged
    provider       connections, binds and the link; owns the parts above
    smsc           the sockets: one write per event, one timer
    orders, views  control commands and what can be seen      fields, faults
    control        HTTP around them; scenario: a file of them
    server         a running service; command: ``vox-console practice``

Nothing reads the clock except smsc and server; nothing random happens except the first message id.

Control port
------------
HTTP/1.1 with JSON bodies, on loopback, for tests and demonstrations. A refused command answers
400 with ``{"error": "..."}`` and changes nothing.

=========================  ====================================================================
GET /status                sessions, accounts, faults, tuning and all counts
GET /ledger                ``kind=submits|pushes|copies``, ``since=N``, ``limit=N``, ``<field>=<value>``
GET /wait                  ``<count>=N...``, ``bound=N``, ``timeout_s=10``: 200 once reached, else 408
POST /faults               ``{"fault": "<name>", ...}``, see below
POST /mo                   a customer's message: ``from``, ``to``, ``text``, ``data_coding``, ``method``
                           (udh8, udh16, sar, payload), ``reference``, ``order`` ([2, 1] misplaces
                           parts, [1] loses one); or ``hex`` with ``esm_class``
POST /receipt              a receipt out of nowhere: ``message_id``, ``stat``, ``from``, ``to``, ``form``
POST /speed                ``speed`` (0: no delay), ``resend_s``, ``late_answer_s``,
                           ``enquire_link_s``, ``push_window`` (the last two: new connections)
POST /accounts             ``system_id``, ``password``, ``max_sessions``
POST /scenario             ``{"step": [{"at_s": 1, "post": "/mo", "body": {...}}]}``
POST /reset                forget messages, queues, faults, scenarios and ledger; sessions stay
POST /shutdown             end
=========================  ====================================================================

Faults. Those on a connection take ``session`` (its name) or concern every bound one.

=================================  ============================================================
refuse_binds, refuse_submits       the next ``count`` with ``status`` (0x05, 0x58)
refuse_connections                 close each new connection at once; ``on`` false takes it back
stop_enquire_link, stop_unbind     do not answer it; ``on`` false takes it back
hold_answers                       keep submit_sm_resp back; release_answers (``backwards`` true:
                                   last first) or drop_answers ends it
hold_pushes                        keep receipts and customers' messages back; ``on`` false lets go
enquire_link, unbind, outbind,     the provider sends one
alert_notification,
unknown_command
garbage                            octets that are no PDU (``hex``; an HTTP answer by default)
truncated_pdu, oversized_pdu       a deliver_sm that ends too early; one that announces 2 GiB
stall, resume                      half a PDU and then silence, until resume
disconnect, reset                  close the connection; cut it with a TCP reset
clear                              take every standing fault back
=================================  ============================================================
"""
