"""Source: a mailbox over IMAP (alert mails of other listeners, complaints)."""

from bongsu.connectors.imap.source import ImapSource

__all__ = ["ImapSource"]
