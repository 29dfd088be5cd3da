"""Accounts: the user row that a person signs in with."""

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from bongsu.store.operations.models import Person


def user_for(org: int, person: int) -> int:
    """Id of the person's account; made without a usable password if there is none yet. Twice at once: one account."""
    with transaction.atomic():
        row = Person.objects.select_for_update().get(org_id=org, pk=person)
        if row.user_id is not None:
            return row.user_id
        users = get_user_model().objects
        name = f"{org}-{row.key}"
        try:
            with transaction.atomic():
                user = users.create_user(username=name, email=row.email)
        except IntegrityError:
            user = users.get(username=name)
        row.user = user
        row.save(update_fields=["user"])
        return int(user.pk)
