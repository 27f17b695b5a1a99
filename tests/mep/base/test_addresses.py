import socket
import threading
from ipaddress import ip_address

import pytest

from mep.base.addresses import NameUnknown, find_addresses, is_callable, parse_networks


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"]
)
def test_public_addresses_may_be_called(address):
    assert is_callable(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104
        "10.1.2.3",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.8.8.8",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.7",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "100::1",
        "2001:0:53aa:64c:0:0:f5ff:fffe",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:a00:1::",
        "2a00:1450::5efe:127.0.0.1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_other_addresses_may_not(address):
    assert not is_callable(ip_address(address))


def test_allowed_networks_are_exceptions():
    allowed = parse_networks(["127.0.0.0/8", "fd00::1"])

    assert is_callable(ip_address("127.0.0.1"), allowed)
    assert is_callable(ip_address("::ffff:127.0.0.1"), allowed)
    assert is_callable(ip_address("fd00::1"), allowed)
    assert not is_callable(ip_address("fd00::2"), allowed)
    assert not is_callable(ip_address("10.0.0.1"), allowed)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "017700000001"])
def test_looks_up_every_way_of_writing_an_address(host):
    assert find_addresses(host, 80, 5) == [ip_address("127.0.0.1")]


@pytest.mark.parametrize("host", ["nowhere.invalid", "a" * 300, "xn--\ud800", ".."])
def test_says_when_a_name_has_no_address(host):
    with pytest.raises(NameUnknown):
        find_addresses(host, 80, 5)


def test_gives_up_on_a_slow_resolver(monkeypatch):
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answered.wait(5) and [])

    with pytest.raises(NameUnknown, match="in time"):
        find_addresses("slow.example", 80, 0.05)
    answered.set()
