"""A small HTTP/1.1 server on h11, bounded in every direction, for what providers and programs post to us.

Who uses it: the listener for the provider's callbacks, and the practice provider's control and REST ports.
It is not a web server. One request is read whole, screened, handled, answered; nothing is decompressed,
nothing is streamed, and everything has a limit (:class:`~vox_console.http1.server.Limits`): octets of
headers and of body, the time a request may take to arrive, the age and number of connections.

h11 parses; no other code here looks at the syntax of HTTP. A package of its own, because the practice
provider may not import the console's transports, and a second parser loop would be a second set of bugs.
"""
