"""A browser without JavaScript, signed in as one of the cast."""

from django.contrib.auth import get_user_model
from django.test import Client

from bongsu.store import setup
from bongsu.web import house
from tests.kit.world import World

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(world: World, person: str) -> Client:
    house.install(world.ports)
    client = Client(headers={"accept-language": "ko"})
    account = get_user_model().objects.get(pk=setup.user_for(world.org, person))
    client.force_login(account, backend=BACKEND)
    return client


def make_operator(world: World, person: str = "doyun") -> Client:
    """The same, with the operator's role beside their own."""
    people = list(world.store.people(world.org))
    setup.upsert_people(
        world.org,
        [p if p.key != person else type(p)(**{**_fields(p), "roles": (*p.roles, "operator")}) for p in people],
    )
    return signed_in(world, person)


def _fields(person: object) -> dict[str, object]:
    return {name: getattr(person, name) for name in type(person).__slots__}  # type: ignore[attr-defined]
