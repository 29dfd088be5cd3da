"""Chooses an implementation for every port. The only place that knows them all."""

import time
from collections.abc import Mapping
from functools import cache

from django.conf import settings

from bongsu.boot.storm_source import StormSource
from bongsu.connectors.apprise_call import AppriseCaller
from bongsu.connectors.gateway import GatewayCaller
from bongsu.connectors.imap import ImapSource
from bongsu.connectors.mail import MailMirror
from bongsu.connectors.mastodon import MastodonSource
from bongsu.connectors.matrix import MatrixMirror
from bongsu.connectors.naver import NaverSource
from bongsu.connectors.newsroom import NewsroomOutlet
from bongsu.connectors.rss import RssSource
from bongsu.connectors.slack import SlackMirror
from bongsu.connectors.teams import TeamsMirror
from bongsu.connectors.webhook import WebhookOutlet
from bongsu.connectors.webpush import WebPushCaller, new_key
from bongsu.core.errors import AlreadyKept
from bongsu.core.ports import Caller, Mirror, Outlet, Ports, Poster, Source
from bongsu.flows.listen import Listener
from bongsu.relay.local import LocalWake
from bongsu.relay.watching import WATCH, WATCH_TTL_S, new_holder
from bongsu.store.budget import DjangoBudget
from bongsu.store.clock import OrgClock
from bongsu.store.house_keys import house_key
from bongsu.store.mentions.keep import DjangoInbox, DjangoMentions
from bongsu.store.mirrors import DjangoMirrors
from bongsu.store.newsroom import DjangoNewsroom
from bongsu.store.packets import DjangoPackets
from bongsu.store.rooms import DjangoStore
from bongsu.store.scores import DjangoScores
from bongsu.store.silences import DjangoSilences
from bongsu.store.sources import DjangoShelf
from bongsu.web.packet.build import pack
from bongsu.web.reach.mirror_words import tell


@cache
def wake() -> LocalWake:
    return LocalWake()


@cache
def clock() -> OrgClock:
    return OrgClock()


def reach_by() -> Mapping[str, Caller]:
    """Ways to reach people, by kind of channel."""
    apprise = AppriseCaller(mail_through=settings.EMAIL_URL, mail_from=settings.DEFAULT_FROM_EMAIL)
    gateway = GatewayCaller()
    contact = settings.URL if settings.HTTPS else f"mailto:{settings.DEFAULT_FROM_EMAIL}"
    push = WebPushCaller(key=lambda: house_key("vapid", new_key), contact=contact)
    return {"apprise": apprise, "mail": apprise, "push": push, **dict.fromkeys(("sms", "alimtalk", "voice"), gateway)}


def posters() -> Mapping[str, Poster]:
    """Ways to bring people a file."""
    return {"mail": AppriseCaller(mail_through=settings.EMAIL_URL, mail_from=settings.DEFAULT_FROM_EMAIL)}


def mirrors() -> Mapping[str, Mirror]:
    mail = MailMirror(through=settings.EMAIL_URL, sender=settings.DEFAULT_FROM_EMAIL)
    return {"slack": SlackMirror(), "teams": TeamsMirror(), "matrix": MatrixMirror(), "mail": mail}


def ports(*, callers: Mapping[str, Caller] | None = None) -> Ports:
    """The ports of this process. Call after Django is up."""
    outlets: Mapping[str, Outlet] = {"newsroom": NewsroomOutlet(DjangoNewsroom()), "webhook": WebhookOutlet()}
    mastodon, imap = MastodonSource(), ImapSource()
    sources: Mapping[str, Source] = {
        "rss": RssSource(),
        "mastodon": mastodon,
        "naver": NaverSource(budget=DjangoBudget()),
        "imap": imap,
        "storm": StormSource(),
    }
    return Ports(
        store=DjangoStore(clock()),
        mentions=DjangoMentions(),
        inbox=DjangoInbox(),
        clock=clock(),
        wake=wake(),
        outlets=outlets,
        callers=reach_by() if callers is None else callers,
        sources=sources,
        bells={"mastodon": mastodon, "imap": imap},
        silences=DjangoSilences(),
        shelf=DjangoShelf(),
        mirrors=mirrors(),
        mirror_shelf=DjangoMirrors(),
        tell=tell,
        scores=DjangoScores(),
        packets=DjangoPackets(),
        pack=pack,
        posters=posters(),
    )


def drain(house: Ports) -> None:
    """Analyse everything that waits in the inbox, here and now, or wait while somebody else does.

    One analyser at a time: two would each forget what the other has learned.
    """
    holder = new_holder()
    while house.inbox.take(limit=1):
        if not house.store.lease(WATCH, holder=holder, ttl_s=WATCH_TTL_S):
            time.sleep(0.1)
            continue
        listener = Listener(house)
        try:
            while listener.work() and house.store.lease(WATCH, holder=holder, ttl_s=WATCH_TTL_S):
                pass
        except AlreadyKept:
            continue  # our duty had lapsed in the middle; what the other stored stands
        finally:
            house.store.release(WATCH, holder=holder)
