"""The practice provider: a provider on this computer that behaves like Vox, also when it misbehaves.

It speaks SMPP 3.4 and the REST API on ports of their own, with one ledger behind both. It is a working peer
in its own process, used to learn, to demonstrate and to test. It shares the codec
(:mod:`vox_console.smpp`), the HTTP server (:mod:`vox_console.http1`) and the rules
(:mod:`vox_console.domain`) with the console and nothing else, and it listens on loopback only.

Try it
------
``vox-console practice`` prints one JSON line with its ports. Bind any SMPP client to the smpp_port with
system_id ``practice`` and password ``practice``, send to 381640000010, and a receipt comes after one to
three seconds. The last four digits of the destination choose what happens (``--help`` lists them, the
tables are in :mod:`~vox_console.practice.behaviours` and :mod:`~vox_console.practice.rest_behaviours`):
381640000011 is undeliverable, 381640000031 is accepted but never answered, and so on. The rest_port takes
the same name and password, for instance as http://127.0.0.1:PORT/api with the query::

    username=practice&password=practice&command=submit&dnis=381640000010&message=Hello
    username=practice&password=practice&command=query&messageId=ID

``--rest-tls`` serves that over TLS with a certificate made for this run; ``rest_ca_file`` in the line of
JSON names the authority to trust.

How it works
------------
Everything below is one direction of imports, from the wire to the command line::

    smsc_session   one connection, sans-IO: what is legal now, what is unanswered
    state          what the parts share: accounts, ledger, faults, statuses, tuning, timetable
    intake         submit_sm -> verdict and answer            behaviours, message_ids, tries
    rest_intake    submit over REST -> the same               rest_request, rest_submit, rest_behaviours
    reporter       accepted message -> reports, in time       receipts, callback_requests, inbound
    customer_desk  customers who write by themselves, or answer   customer
    pusher         receipts and customers' messages -> sessions, until acknowledged
    callbacks      the same -> listeners over HTTP
    rest_desk      a request -> its answer, now, later or never   exchange, rest_replies, statuses
    provider       connections, binds and the link; owns the parts above
    smsc           the SMPP sockets: one write per event, one timer
    rest_port      the REST socket                            certificates
    callback_sender   a task per account that sends callbacks     callback_client
    orders, views  control commands and what can be seen      fields, faults, rest_orders
    control        HTTP around them; scenario: a file of them
    server         a running service; command: ``vox-console practice``

Nothing reads the clock except smsc and server; nothing random happens except the first message id and
the certificate.

REST
----
What it takes and answers is interface reference §1 to §3: GET, POST of JSON or of a form; commands
submit, query and mo. These are decisions where the reference leaves room:

* A row of the ledger is one number, and one segment where the mode gives an id to each. A request that
  cannot be read (400 for a mode, a coding, a list too long) and one with a wrong password have no row.
* A status other than 200 and 400, silence and a broken body concern the whole request, so one number of
  that kind decides for all; a 400 leaves its number out of the array, and is the answer when no number is
  left.
* The copies of a repeated number have ids, of which nothing is ever heard but ENROUTE.
* A query says ENROUTE until the first report is due and its word from then on, also about messages that
  came over SMPP. A message over REST has no SMPP receipt and one over SMPP no callback, unless ordered.
* A customer's message put in with command=mo goes to a session where one receives, else to the account's
  listener; where there is neither, it waits for a session.

Control port
------------
HTTP/1.1 with JSON bodies, on loopback, for tests and demonstrations. A refused command answers
400 with ``{"error": "..."}`` and changes nothing.

=========================  ====================================================================
GET /status                sessions, accounts, open REST requests, faults, tuning and all counts
GET /ledger                ``kind=submits|pushes|copies``, ``since=N``, ``limit=N``, ``<field>=<value>``
                           (``transport=rest``, ``via=callback``)
GET /wait                  ``<count>=N...``, ``bound=N``, ``timeout_s=10``: 200 once reached, else 408
POST /faults               ``{"fault": "<name>", ...}``, see below
POST /mo                   a customer's message: ``from``, ``to``, ``text``, ``data_coding``, ``method``
                           (udh8, udh16, sar, payload), ``reference``, ``order`` ([2, 1] misplaces
                           parts, [1] loses one); or ``hex`` with ``esm_class``; ``data_sm`` true
                           pushes it so; ``via`` "callback" tells the account's listener instead
POST /customer             "write to me as a customer": ``scene`` (plain, shuffled, gap, storm, stop,
                           right_to_left, binary), ``from``, ``to``, ``text`` (the scene's own),
                           ``count`` (of customers with neighbouring numbers)
POST /receipt              a receipt out of nowhere: ``message_id``, ``stat``, ``from``, ``to``, ``form``;
                           ``via`` as above
POST /callbacks            where an account's callbacks go: ``url`` (http on loopback), ``method`` (get,
                           form, json, array), ``account``; ``on`` false: nowhere
POST /rest                 what every request gets whose number has no behaviour of its own: ``form``
                           (object, array, shuffled, segment_text, segment_number, trailing_blank,
                           missing, error_item: the last two spoil one number of each request),
                           ``query`` (object, array, unknown, word, status_only, unavailable);
                           ``reports`` (own, smpp, callback, both): which way reports go
POST /speed                ``speed`` (0: no delay), ``resend_s``, ``late_answer_s``,
                           ``enquire_link_s``, ``push_window`` (the last two: new connections)
POST /accounts             ``system_id``, ``password``, ``max_sessions``
POST /scenario             ``{"step": [{"at_s": 1, "post": "/mo", "body": {...}}]}``
POST /reset                forget messages, queues, faults, scenarios, callback addresses and ledger;
                           sessions stay, and REST requests without an answer are closed
POST /shutdown             end
=========================  ====================================================================

Faults. Those on a connection take ``session`` (its name) or concern every bound one, and REST with them
where both are named.

=================================  ============================================================
refuse_binds, refuse_submits       the next ``count`` with ``status`` (0x05, 0x58)
refuse_connections                 close each new connection at once; ``on`` false takes it back
stop_enquire_link, stop_unbind     do not answer it; ``on`` false takes it back
hold_answers                       keep submit_sm_resp and answers to a REST submit back;
                                   release_answers (``backwards`` true: last first) or drop_answers
                                   (REST: connections are closed) ends it
hold_pushes                        keep receipts, customers' messages and callbacks back; ``on``
                                   false lets go
enquire_link, unbind, outbind,     the provider sends one
alert_notification,
unknown_command
garbage                            octets that are no PDU (``hex``; an HTTP answer by default)
truncated_pdu, oversized_pdu       a deliver_sm that ends too early; one that announces 2 GiB
stall, resume                      half a PDU and then silence, until resume
disconnect, reset                  close the connections, those of REST too; cut SMPP with a TCP reset
clear                              take every standing fault and form back
=================================  ============================================================

Faults of REST alone. ``count`` (1) says how many requests, ``command`` (any) of which kind.

=================================  ============================================================
refuse_requests                    with ``status`` (503), ``text``, ``retry_after_s``, ``wrapped`` true
                                   (in JSON); every number of a submit is refused
close_after_read                   no answer; ``accept`` true does what was asked all the same
empty_body, invalid_json           200 with nothing or nonsense in it, though accepted
giant_body                         200 with two million octets in it, though accepted
echo                               500 that repeats the request, password and all, though accepted
drip                               the answer comes an octet at a time and never ends, though accepted
redirect                           302 to ``location``, not accepted
slow                               every answer comes ``seconds`` later; 0 takes it back
refuse_rest_connections            close each new connection at once; ``on`` false takes it back
rest_disconnect                    break every open connection
forget_statuses                    queries answer UNKNOWN, as after a day
=================================  ============================================================
"""
