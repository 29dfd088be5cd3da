"""The site as a Django app: found for its template tags and words."""

from django.apps import AppConfig


class Web(AppConfig):
    name = "bongsu.web"
    label = "web"
