"""Where a request comes from: the network address of the client, as far as proxies that we trust tell it."""

import functools
import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
# What one household or one device has of IPv6: it may take any address of it at will.
IPV6_PREFIX = 64
UNKNOWN = "unknown"


@functools.cache
def network(written: str) -> Network:
    """Return the network of an address or a CIDR range. Raises ValueError."""
    return ipaddress.ip_network(written, strict=False)


def client_address(meta: Mapping[str, Any], proxies: Sequence[str]) -> str:
    """Return the client's address from a WSGI environment: IPv4 whole, of IPv6 the /64; UNKNOWN where there is none.

    X-Forwarded-For is read from its end, for as long as who says it is one of our `proxies` (addresses or ranges);
    what stands before is the client's own word and counts for nothing.
    """
    address = str(meta.get("REMOTE_ADDR", ""))
    forwarded = [each.strip() for each in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",") if each.strip()]
    while forwarded and is_within(address, proxies):
        address = forwarded.pop()
    found = _parsed(address)
    if found is None:
        return UNKNOWN
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network(f"{found}/{IPV6_PREFIX}", strict=False))
    return str(found)


def is_within(address: str, ranges: Sequence[str]) -> bool:
    """Tell whether the address lies in one of the ranges."""
    found = _parsed(address)
    return found is not None and any(found in network(each) for each in ranges)


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, ipaddress.IPv6Address) else found
