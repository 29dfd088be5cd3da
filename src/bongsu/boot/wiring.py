"""Chooses an implementation for every port. The only place that knows them all."""

from collections.abc import Mapping
from functools import cache

from bongsu.boot.storm_source import StormSource
from bongsu.connectors.newsroom import NewsroomOutlet
from bongsu.connectors.rss import RssSource
from bongsu.connectors.webhook import WebhookOutlet
from bongsu.core.ports import Caller, Outlet, Ports, Source
from bongsu.flows.listen import Listener
from bongsu.relay.local import LocalWake
from bongsu.store.clock import OrgClock
from bongsu.store.mentions.keep import DjangoInbox, DjangoMentions
from bongsu.store.newsroom import DjangoNewsroom
from bongsu.store.rooms import DjangoStore
from bongsu.store.sources import DjangoShelf


@cache
def wake() -> LocalWake:
    return LocalWake()


@cache
def clock() -> OrgClock:
    return OrgClock()


def ports(*, caller: Caller | None = None) -> Ports:
    """The ports of this process. Call after Django is up; `caller` only where people are called from."""
    outlets: Mapping[str, Outlet] = {"newsroom": NewsroomOutlet(DjangoNewsroom()), "webhook": WebhookOutlet()}
    sources: Mapping[str, Source] = {"rss": RssSource(), "storm": StormSource()}
    return Ports(
        store=DjangoStore(),
        mentions=DjangoMentions(),
        inbox=DjangoInbox(),
        clock=clock(),
        wake=wake(),
        outlets=outlets,
        caller=caller,
        sources=sources,
        shelf=DjangoShelf(),
    )


def drain(house: Ports) -> None:
    """Analyse everything that waits in the inbox, here and now."""
    listener = Listener(house)
    while listener.work():
        pass
