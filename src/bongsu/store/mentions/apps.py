from django.apps import AppConfig


class MentionsConfig(AppConfig):
    name = "bongsu.store.mentions"
    label = "mentions"
    default_auto_field = "django.db.models.BigAutoField"
