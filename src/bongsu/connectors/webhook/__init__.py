"""Outlet: a signed webhook to a partner's system, after Standard Webhooks (standardwebhooks.com)."""

from bongsu.connectors.webhook.outlet import WebhookOutlet

__all__ = ["WebhookOutlet"]
