"""One module for each command of `bongsu`. Asking for one brings Django's models up, for the modules import them."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bongsu.boot.settings")
django.setup()
