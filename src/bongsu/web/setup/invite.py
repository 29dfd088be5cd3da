"""The link by which somebody sets their first password. It works once: setting the password makes it stale."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse


def link(user: int) -> str:
    """Absolute address for an account without, or with a forgotten, password."""
    account = get_user_model().objects.get(pk=user)
    key = default_token_generator.make_token(account)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(account), "key": key})
    return f"{settings.URL}{path}"
