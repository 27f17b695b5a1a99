"""The HTTP plane: pages, APIs and gateway webhooks."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mep.settings")

application = get_wsgi_application()
