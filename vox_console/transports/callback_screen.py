"""Who may bring callbacks, decided by the head of the request alone, before a body is read.

Theory of operation. Callbacks are not signed, so the secret part of the path is what counts. The rest keeps
out the browser on this computer, which can be made to ask anything of any address: a page can neither choose
its Host (so names that merely resolve to us are refused) nor leave out its Origin when it posts, and what it
fetches without one is marked by Sec-Fetch-Site. There is no CORS, and nothing is decompressed. A list of
sources, when given, is compared with the address of the connection; what a proxy says is not believed.

Reasons are constants, and never name the token, a number or a text.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from collections.abc import Iterable
from typing import Final

from vox_console.domain.secret import Secret
from vox_console.http1.messages import Refused, Request, host_name, is_loopback_name

PATH: Final = "callback"
MOST_HEAD_OCTETS: Final = 16_384

_HOST: Final = re.compile(r"[\w.:\[\]-]+", re.ASCII)  # what is none of a URL's other marks, nor a blank

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class CallbackScreen:
    """Looks at heads. hosts: names we are called by, besides loopback's. sources: addresses or networks.

    An empty `sources` lets every address in; entries that are none let nobody in.
    """

    def __init__(self, *, token: Secret, hosts: Iterable[str], sources: Iterable[str]) -> None:
        self._token = token
        self._hosts = frozenset(filter(None, (_own_name(host) for host in hosts)))
        given = [source.strip() for source in sources if source.strip()]
        self._any_source = not given
        self._sources = [network for network in map(_network, given) if network is not None]

    def refusal(self, head: Request) -> Refused | None:
        """Give why a request is not heard, None for one that is."""
        # First and always, so that how long it takes says nothing about how far a guess came.
        is_known = self._has_token(head.path)
        reason = self._reason_against(head)
        if reason:
            return Refused(403, reason)
        if not is_known:
            return Refused(404, "not found")
        if _octets(head) > MOST_HEAD_OCTETS:  # the parser refuses only what comes in several portions
            return Refused(431, f"more than {MOST_HEAD_OCTETS} octets before the body")
        if head.headers.get("content-encoding", ""):
            return Refused(415, "no content coding is read")
        return None

    def _reason_against(self, head: Request) -> str:
        """Give why whoever asks is not to be heard, "" for one who is."""
        if not self._is_ours(head.headers.get("host", "")):
            return "the Host is none of the names allowed"
        if "origin" in head.headers or "sec-fetch-site" in head.headers:
            return "not for web pages"
        if not self._any_source and not self._is_source(head.peer):
            return "not from this address"
        return ""

    def _has_token(self, path: str) -> bool:
        """Compare the token of /callback/TOKEN, which may have more behind it."""
        empty, name, given, *_ = (*path.split("/", 3), "", "", "")
        same = hmac.compare_digest(given.encode(), self._token.reveal().encode())
        return same and bool(self._token) and (empty, name) == ("", PATH)

    def _is_ours(self, host: str) -> bool:
        name = host_name(host) if _HOST.fullmatch(host) else ""
        return is_loopback_name(name) or (name != "" and name in self._hosts)

    def _is_source(self, peer: str) -> bool:
        network = _network(peer)
        return network is not None and any(
            network.version == source.version and network.network_address in source
            for source in self._sources
        )


class RequestBucket:
    """How many requests may still come: `burst` at once, `per_s` in the long run. It is told the time."""

    def __init__(self, *, per_s: float, burst: float, now_s: float) -> None:
        self._per_s = per_s
        self._burst = burst
        self._left = burst
        self._at_s = now_s

    def take(self, now_s: float) -> bool:
        """Take one; False when there is none."""
        self._left = min(self._burst, self._left + max(0.0, now_s - self._at_s) * self._per_s)
        self._at_s = now_s
        if self._left < 1:
            return False
        self._left -= 1
        return True


def _octets(head: Request) -> int:
    return (
        len(head.path) + len(head.query) + sum(len(name) + len(text) for name, text in head.headers.items())
    )


def _own_name(host: str) -> str:
    """Give a configured name as host_name() gives one; an IPv6 address may stand without its brackets."""
    try:
        address = ipaddress.ip_address(host.strip())
    except ValueError:
        return host_name(host.strip())
    return "" if address.is_unspecified else str(address)


def _network(text: str) -> _Network | None:
    """Read an address or a network; an IPv4 address inside an IPv6 one is the IPv4 address."""
    try:
        network = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None
    if isinstance(network, ipaddress.IPv6Network) and network.network_address.ipv4_mapped is not None:
        return ipaddress.IPv4Network(network.network_address.ipv4_mapped)
    return network
