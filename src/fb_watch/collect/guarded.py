"""In: how names are looked up. Out: a transport that connects to public addresses alone."""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv6Address, ip_address

from urllib3.connection import HTTPSConnection
from urllib3.util.connection import create_connection

from fb_watch.collect.patience import Pace, PatientAdapter
from fb_watch.errors import MediaError
from fb_watch.i18n import _

LookUp = Callable[[str], Sequence[str]]  # a name → its IP addresses


def look_up(name: str) -> list[str]:
    """The addresses of a name as this machine sees them; raises OSError."""
    found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet."""
    try:
        told = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = told.ipv4_mapped if isinstance(told, IPv6Address) else None
    one = inner or told
    return one.is_global and not one.is_multicast


class GuardedAdapter(PatientAdapter):
    """
    Refuses, with a MediaError, names that lead to a private address.

    It connects to the very address it has looked at: a second look-up could give another one.
    A proxy of the environment looks names up by itself, and is trusted to.
    """

    def __init__(self, pace: Pace, names: LookUp = look_up) -> None:
        class Connection(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return _connect(self, names(self.host))

        super().__init__(pace, Connection)


def _connect(connection: HTTPSConnection, addresses: Sequence[str]) -> socket.socket:
    for address in addresses:
        if not is_public(address):
            raise MediaError(
                _("{host} leads to {address}, which is no public address.").format(
                    host=connection.host, address=address
                )
            )
    failure = OSError("no address")
    for address in addresses:
        try:
            return create_connection(
                (address, connection.port),
                connection.timeout,
                source_address=connection.source_address,
                socket_options=connection.socket_options,
            )
        except OSError as error:
            failure = error
    raise failure
