"""Which network addresses a service may call: public ones, and the exceptions that are set."""

import socket
from collections.abc import Iterable, Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from queue import Empty, SimpleQueue
from threading import Thread

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# What the standard library's idea of "global" leaves open, or learned only in later versions.
_FORBIDDEN = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP_MARKS = frozenset({0x00005EFE, 0x02005EFE})


class NameUnknown(Exception):
    """A host name that has no address, or none in time."""


def parse_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Read networks such as ``10.0.0.0/8`` or single addresses."""
    return tuple(ip_network(text.strip(), strict=False) for text in texts)


def is_callable(address: Address, allowed: Sequence[Network] = ()) -> bool:
    """Say whether an address may be called, judged by the one it really leads to."""
    real = _real_address(address)
    if any(real in network for network in allowed if network.version == real.version):
        return True
    if any(real in network for network in _FORBIDDEN if network.version == real.version):
        return False
    return real.is_global and not real.is_multicast


def find_addresses(host: str, port: int, seconds: float) -> list[Address]:
    """Look a host up once; a literal address stands for itself."""
    answers: SimpleQueue[list[Address] | OSError] = SimpleQueue()
    # The system's resolver cannot be interrupted, so it is left behind when it takes too long.
    Thread(target=_look_up, args=(host, port, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise NameUnknown(f"{host} was not found in time") from None
    if isinstance(answer, OSError) or not answer:
        raise NameUnknown(f"{host} was not found")
    return answer


def _look_up(host: str, port: int, answers: "SimpleQueue[list[Address] | OSError]") -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        answers.put(error if isinstance(error, OSError) else OSError(str(error)))
        return
    texts = dict.fromkeys(str(place[4][0]).split("%")[0] for place in found)
    answers.put([ip_address(text) for text in texts])


def _real_address(address: Address) -> Address:
    """Find the IPv4 address inside an IPv6 one that only wraps it."""
    if isinstance(address, IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and address.teredo:
        inner = address.teredo[1]
    if inner is None and address in _NAT64:
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is None and (int(address) >> 32) & 0xFFFFFFFF in _ISATAP_MARKS:
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address
