"""The ports of this process, handed over once by boot; screens take them from here.

>>> from bongsu.web import house
>>> house.ports()  # doctest: +SKIP
"""

from bongsu.core.ports import Ports

_installed: list[Ports] = []


def install(ports: Ports) -> None:
    """Called by boot (and by tests) before the first request."""
    _installed[:] = [ports]


def ports() -> Ports:
    """Everything a flow asks for. Raises RuntimeError before `install`."""
    if not _installed:
        raise RuntimeError("bongsu.web.house.install(ports) must run before the first request")
    return _installed[0]
