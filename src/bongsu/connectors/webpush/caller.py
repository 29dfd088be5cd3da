"""Encrypts for each device (pywebpush), proves who sends (VAPID), and sends through the guarded client."""

import base64
import binascii
import hashlib
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02
from pywebpush import WebPusher, WebPushException

from bongsu.connectors.kit.guard import Allowed, PrivateAddress
from bongsu.connectors.kit.http import client, said
from bongsu.core.errors import NotReached
from bongsu.core.ports import Called, CallJob, Device

WITHIN_S = 10.0
TTL_S = 3600  # an hour: after that somebody else has come
TEXT_MOST = 600  # characters: the whole must fit into 4,096 bytes, and Hangul takes three
PROOF_S = 12 * 3600  # at most 24 h (RFC 8292 §2)
#: The subscription is no more: the browser forgot it, or its user said no (RFC 8030 §7.3).
GONE = (404, 410)


def new_key() -> str:
    """A fresh VAPID key (P-256), PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def public_key(pem: str) -> str:
    """What a browser is given to subscribe with: the uncompressed point, base64url."""
    point = Vapid02.from_pem(pem.encode()).public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


class WebPushCaller:
    """Caller port for `push`. All devices of the person are tried at once; one that takes it is enough.

    key       gives this installation's VAPID key, PEM
    contact   mailto: or https: address for the push service's people (RFC 8292 §2.1)
    """

    def __init__(
        self,
        *,
        key: Callable[[], str],
        contact: str,
        allowed: Allowed | None = None,
        within_s: float = WITHIN_S,
    ) -> None:
        self._key, self._contact = key, contact
        self._allowed, self._within_s = allowed or Allowed(), within_s

    def call(self, job: CallJob, *, title: str, body: str) -> Called:
        """Raises NotReached; `gone` names the devices whose subscription has ended."""
        devices = job.channel.devices if job.channel else ()
        if not devices:
            raise NotReached(person=job.name, reason="there is no device")
        message = {
            "title": title[:200],
            "body": body.replace(job.link, "").strip()[:TEXT_MOST],
            "link": f"/rooms/{job.room}/" if job.room else "/",
            "tag": job.tag,
        }
        data = json.dumps(message, ensure_ascii=False).encode()
        proof = Vapid02.from_pem(self._key().encode())
        with ThreadPoolExecutor(max_workers=len(devices)) as hands:
            said = list(hands.map(lambda d: self._send(d, data, proof, job.tag), devices))
        gone = tuple(device.id for device, why in zip(devices, said, strict=True) if why == "gone")
        if "" in said:
            return Called(gone=gone)
        if len(gone) == len(devices):
            raise NotReached(person=job.name, reason="the device no longer takes notifications", gone=gone)
        raise NotReached(person=job.name, reason="; ".join(sorted({why for why in said if why != "gone"})), gone=gone)

    def _send(self, device: Device, data: bytes, proof: Any, tag: str) -> str:
        """Why it was not taken; "" when it was, "gone" when the subscription has ended."""
        try:
            subscription = json.loads(device.subscription)
            endpoint = str(subscription["endpoint"])
            content = WebPusher(subscription).encode(data, content_encoding="aes128gcm")["body"]
            parts = urlsplit(endpoint)
            claims = {
                "aud": f"{parts.scheme}://{parts.netloc}",
                "exp": int(time.time()) + PROOF_S,
                "sub": self._contact,
            }
            headers = {
                **proof.sign(claims),
                "TTL": str(TTL_S),
                "Urgency": "high",
                "Topic": topic(tag),
                "Content-Encoding": "aes128gcm",
                # pywebpush leaves it out, and services refuse a body without one.
                "Content-Type": "application/octet-stream",
            }
        except (WebPushException, binascii.Error, ValueError, KeyError, TypeError):
            return "gone"  # what a browser gave us is damaged: it will never work
        try:
            with (
                client(allowed=self._allowed, timeout_s=self._within_s) as http,
                http.stream("POST", endpoint, content=content, headers=headers) as answer,
            ):
                status = answer.status_code
        except PrivateAddress as problem:
            return str(problem)
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            return said(problem)
        if 200 <= status < 300:
            return ""
        return "gone" if status in GONE else f"HTTP {status}"


def topic(tag: str) -> str:
    """A later call of one person replaces the earlier that their device has not fetched yet (RFC 8030 §5.4)."""
    return hashlib.sha256(tag.encode()).hexdigest()[:32]
