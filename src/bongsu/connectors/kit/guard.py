"""Keeps requests to addresses that strangers chose out of the private network (server-side request forgery).

The name is resolved here and the request goes to the very address that was judged, so a name that answers
differently the second time gains nothing. Redirects pass through the same gate.
"""

import ipaddress
import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import httpcore
import httpx

from bongsu.connectors.kit.head import HeadLimit
from bongsu.core.errors import BongsuError


class NoSuchHost(httpx.ConnectError):
    """The name of the server leads nowhere: it is misspelt, or names are not looked up from here."""


Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class PrivateAddress(BongsuError):
    """{host} leads into a private network. Allow it in the settings if that is meant."""

    code = "private_address"


@dataclass(frozen=True, slots=True)
class Allowed:
    """Which private places may be reached: all of them, or named hosts ("host" or "host:port")."""

    everything: bool = False
    hosts: frozenset[str] = frozenset()

    @classmethod
    def from_settings(cls, settings: Mapping[str, str]) -> "Allowed":
        """Reads `allow_private`: "true" for all, or hosts separated by commas or spaces; empty for none."""
        words = settings.get("allow_private", "").lower().replace(",", " ").split()
        if words in (["true"], ["1"], ["yes"]):
            return cls(everything=True)
        return cls(hosts=frozenset(words))

    def covers(self, host: str, port: int) -> bool:
        host = host.lower()
        return self.everything or host in self.hosts or f"{host}:{port}" in self.hosts


def is_public(address: Address) -> bool:
    """Whether an address belongs to the open internet.

    >>> [is_public(ipaddress.ip_address(a)) for a in ("8.8.8.8", "10.1.2.3", "::ffff:127.0.0.1", "64:ff9b::a00:1")]
    [True, False, False, False]
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolve(host: str, port: int, allowed: Allowed) -> Sequence[str]:
    """Addresses of `host`, every one of them judged.

    Raises:
        PrivateAddress: one of them is not on the open internet, and `allowed` does not cover the host.
        OSError: the name does not resolve.
    """
    found = list(dict.fromkeys(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    if not allowed.covers(host, port) and not all(is_public(ipaddress.ip_address(a.split("%")[0])) for a in found):
        raise PrivateAddress(host=host)
    return found


@cache
def _trust() -> ssl.SSLContext:
    """Whose certificates are believed. Read once: it takes longer than a request."""
    return httpx.create_ssl_context(trust_env=False)


class GuardedTransport(httpx.HTTPTransport):
    """Sends each request, redirected ones too, to an address judged a moment before.

    head_within_s    how long the head of an answer may take, however slowly it comes
    """

    def __init__(self, allowed: Allowed, *, head_within_s: float) -> None:
        super().__init__(verify=_trust(), trust_env=False)
        self._allowed = allowed
        self._head = HeadLimit(head_within_s)
        # As httpx makes it, but with a limit that httpx has no word for.
        self._pool = httpcore.ConnectionPool(ssl_context=_trust(), network_backend=self._head)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        if url.scheme not in ("http", "https"):
            raise httpx.UnsupportedProtocol(f"only http and https, not {url.scheme}", request=request)
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            addresses = resolve(url.host, port, self._allowed)
        except (OSError, UnicodeError) as problem:
            raise NoSuchHost(f"{url.host} does not resolve", request=request) from problem
        extensions = {**request.extensions, "sni_hostname": url.host}
        last: httpx.ConnectError | httpx.ConnectTimeout | None = None
        for address in addresses[:4]:
            pinned = httpx.Request(
                request.method,
                url.copy_with(host=address),
                headers=request.headers,  # the Host header names the host that was asked for
                stream=request.stream,
                extensions=extensions,
            )
            self._head.begin()
            try:
                return super().handle_request(pinned)
            except (httpx.ConnectError, httpx.ConnectTimeout) as problem:
                last = problem
            finally:
                self._head.end()
        raise last or httpx.ConnectError(f"{url.host} has no address", request=request)
