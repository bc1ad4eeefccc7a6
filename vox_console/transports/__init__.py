"""Ways to a provider: asyncio shells behind one interface (:mod:`vox_console.transports.base`).

``smpp`` binds and keeps a session (``smpp_link``, ``tls``, ``backoff``). ``rest`` posts requests and asks
for what became of them (``rest_client`` alone knows httpx; ``rest_body`` says what is posted,
``rest_answers`` what an answer decides, ``rest_submit`` is one request's way). ``callbacks`` is a transport
that only receives: the provider's HTTP callbacks, screened (``callback_screen``), taken apart
(``callback_fields``) and answered after the commit (``callback_intake``). It runs inside ``rest``, or alone
for ``vox-console listen``.
"""
