"""A thread of its own for each call, so that a service that hangs does not keep us."""

import logging
import queue
import threading
from urllib.parse import quote, urlencode, urlsplit

import apprise
from apprise.attachment.memory import AttachMemory

from bongsu.core.errors import NotReached
from bongsu.core.ports import CallChannel, Called, CallJob

WITHIN_S = 20.0
#: These name addresses or tokens in their messages; an address is a secret.
TALKATIVE = ("apprise", "urllib3.connectionpool", "requests_oauthlib")


class AppriseCaller:
    """Caller port for `apprise` (any Apprise URL) and `mail`. Content of addresses never appears in errors or logs.

    mail_through   smtp[s]://user:password@host:port of the organisation, for channels that are a bare mail address
    """

    def __init__(self, *, within_s: float = WITHIN_S, mail_through: str = "", mail_from: str = "") -> None:
        self._within_s = within_s
        self._mail_through, self._mail_from = mail_through, mail_from
        for name in TALKATIVE:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)

    def call(self, job: CallJob, *, title: str, body: str) -> Called:
        """Raises NotReached."""
        service = apprise.Apprise()
        if not service.add(self._url(job)):
            raise NotReached(person=job.name, reason="the address is not one that Apprise knows")
        taken = _notify(service, title=title, body=body, within_s=self._within_s)
        if taken is None:
            raise NotReached(person=job.name, reason=f"the service gave no answer within {self._within_s:g} s")
        if not taken:
            raise NotReached(person=job.name, reason="the service did not take it")
        return Called()

    def post(self, job: CallJob, *, title: str, body: str, name: str, content: bytes) -> Called:
        """Poster port, for channels that carry a file: mail. Raises NotReached."""
        service = apprise.Apprise()
        if not service.add(self._url(job)):
            raise NotReached(person=job.name, reason="the address is not one that Apprise knows")
        file = AttachMemory(content=content, name=name, mimetype="application/pdf")  # type: ignore[no-untyped-call]
        attached = apprise.AppriseAttachment(file)
        taken = _notify(service, title=title, body=body, within_s=self._within_s, attached=attached)
        if taken is None:
            raise NotReached(person=job.name, reason=f"the service gave no answer within {self._within_s:g} s")
        if not taken:
            raise NotReached(person=job.name, reason="the service did not take it")
        return Called()

    def _url(self, job: CallJob) -> str:
        channel = job.channel or CallChannel(0, 0, "apprise")
        if not channel.address:
            raise NotReached(person=job.name, reason="there is no address")
        if channel.kind != "mail" or "://" in channel.address:
            return channel.address
        if not self._mail_through:
            raise NotReached(person=job.name, reason="this Bongsu has no mail server (BONGSU_SMTP)")
        return mail_url(channel.address, through=self._mail_through, sender=self._mail_from)


def mail_url(to: str, *, through: str, sender: str) -> str:
    """The Apprise URL that sends to one address through the organisation's own server.

    >>> mail_url("a@example.com", through="smtps://u:p@mail.example.com:465", sender="b@example.com")
    'mailtos://u:p@mail.example.com:465/?to=a%40example.com&from=b%40example.com&smtp=mail.example.com&mode=ssl'
    """
    parts = urlsplit(through)
    host, secure = parts.hostname or "localhost", parts.scheme == "smtps"
    user = f"{parts.username}:{parts.password or ''}@" if parts.username else ""
    port = parts.port or (465 if secure else 587)
    asked = {"to": to, "from": sender, "smtp": host, "mode": "ssl" if secure else "starttls"}
    return f"mailtos://{user}{host}:{port}/?{urlencode(asked, quote_via=quote)}"


def _notify(
    service: apprise.Apprise,
    *,
    title: str,
    body: str,
    within_s: float,
    attached: apprise.AppriseAttachment | None = None,
) -> bool | None:
    """Whether it was taken; None when no answer came in time."""
    answers: queue.SimpleQueue[bool] = queue.SimpleQueue()

    def ask() -> None:
        try:
            taken = bool(
                service.notify(body=body, title=title, notify_type=apprise.NotifyType.WARNING, attach=attached)
            )
        except (TypeError, ValueError, OSError):
            taken = False
        answers.put(taken)

    threading.Thread(target=ask, daemon=True, name="call").start()
    try:
        return answers.get(timeout=within_s)
    except queue.Empty:
        return None
