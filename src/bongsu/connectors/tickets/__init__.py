"""Customer-service tickets as others send them: where each field lies is set for each source."""

from bongsu.connectors.tickets.mapping import FIELDS, is_path, item_of, tickets_in

__all__ = ["FIELDS", "is_path", "item_of", "tickets_in"]
