"""Sends a digest over SMTP; the message id is the same for a repeat."""

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from bongsu.core.errors import MaybeSent, Refused, TryLater
from bongsu.core.ports import MirrorJob

LOCAL = ("localhost", "127.0.0.1", "::1")
LATER_S = 60.0


class MailMirror:
    """Mirror port. Settings: to (addresses, by comma); smtp? (else the organisation's own server).

    through   smtp[s]://user:password@host:port; plain SMTP must offer STARTTLS unless the server is on this machine
    """

    def __init__(
        self, *, through: str = "", sender: str = "", within_s: float = 15.0, trust: ssl.SSLContext | None = None
    ) -> None:
        self._through, self._sender, self._within_s, self._trust = through, sender, within_s, trust

    def post(self, job: MirrorJob) -> None:
        through = job.settings.get("smtp") or self._through
        if not through:
            raise Refused(reason="this Bongsu has no mail server (BONGSU_SMTP)")
        parts = urlsplit(through)
        host = parts.hostname or "localhost"
        try:
            message = digest(job, sender=self._sender)
            with self._connect(host, parts.port, secure=parts.scheme == "smtps") as server:
                if parts.scheme != "smtps":
                    self._secure(server, host)
                if parts.username:
                    server.login(unquote(parts.username), unquote(parts.password or ""))
                refused = server.send_message(message)
        except smtplib.SMTPResponseException as problem:
            _judge(problem.smtp_code, problem)
        except smtplib.SMTPRecipientsRefused as problem:
            _judge(min((code for code, _ in problem.recipients.values()), default=550), problem)
        except smtplib.SMTPNotSupportedError as problem:
            raise Refused(reason="the mail server offers no way to sign in") from problem
        except smtplib.SMTPException as problem:
            raise MaybeSent(reason="the answer broke off") from problem
        except (OSError, ssl.SSLError) as problem:
            raise TryLater(after_s=LATER_S, reason="no connection") from problem
        except ValueError as problem:
            raise Refused(reason="this is not an address") from problem
        else:
            if refused:
                raise Refused(reason="the mail server refused some of the addresses")

    def _connect(self, host: str, port: int | None, *, secure: bool) -> smtplib.SMTP:
        if secure:
            context = self._trust or ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port or 465, timeout=self._within_s, context=context)
        return smtplib.SMTP(host, port or 587, timeout=self._within_s)

    def _secure(self, server: smtplib.SMTP, host: str) -> None:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=self._trust or ssl.create_default_context())
            server.ehlo()
        elif host not in LOCAL:
            raise Refused(reason="the mail server offers no STARTTLS")


def _judge(code: int, problem: Exception) -> None:
    """4xx is for later, 5xx for good (RFC 5321 §4.2.1)."""
    if 400 <= code < 500:
        raise TryLater(after_s=LATER_S, reason=f"SMTP {code}") from problem
    raise Refused(reason=f"SMTP {code}") from problem


def digest(job: MirrorJob, *, sender: str) -> EmailMessage:
    """Plain text. Raises ValueError where an address is none."""
    message = EmailMessage()
    message["Subject"] = " ".join(job.head.split())
    message["From"] = sender or "bongsu@localhost"
    to = [_address(one) for one in job.settings.get("to", "").split(",") if one.strip()]
    if not to:
        raise ValueError("no address")
    message["To"] = to
    message["Message-ID"] = f"<{job.key}@bongsu.invalid>"
    message["Auto-Submitted"] = "auto-generated"
    rows = [f"{line.at}  {line.who + ': ' if line.who else ''}{line.words}\n      {line.link}" for line in job.lines]
    message.set_content("\n".join([job.head, job.link, "", *rows, ""]))
    return message


def _address(text: str) -> Address:
    name, spec = parseaddr(text.strip())
    user, at, domain = spec.rpartition("@")
    if not (at and user and domain and text.strip().isprintable()):
        raise ValueError("this is not an address")
    return Address(display_name=name, username=user, domain=domain)
