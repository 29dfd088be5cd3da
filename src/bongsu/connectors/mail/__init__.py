"""Mirror: a room's journal as a digest by mail."""

from bongsu.connectors.mail.mirror import MailMirror

__all__ = ["MailMirror"]
