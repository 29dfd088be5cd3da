"""Outlet: the organisation's own newsroom page, kept by whoever implements `Newsroom`."""

from typing import Protocol

from bongsu.core.ports import DeliveryJob, Posted


class Newsroom(Protocol):
    """Keeps the public page. Publishing twice under one `job.key` leaves one post."""

    def publish(self, job: DeliveryJob) -> str:
        """Path of the post, new or already there."""
        ...

    def find(self, key: str) -> str | None:
        """Path of the post made under this key, or None."""
        ...


class NewsroomOutlet:
    """Speaks in the newsroom. `site` goes before the path when the newsroom has an address of its own."""

    def __init__(self, newsroom: Newsroom, *, site: str = "") -> None:
        self._newsroom = newsroom
        self._site = site.rstrip("/")

    def post(self, job: DeliveryJob) -> Posted:
        return Posted(self._site + self._newsroom.publish(job))

    def find(self, job: DeliveryJob) -> Posted | None:
        path = self._newsroom.find(job.key)
        return None if path is None else Posted(self._site + path)
