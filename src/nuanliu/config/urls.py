"""Where each portal stands."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

PORTALS = {
    "elder/": "elder",
    "family/": "family",
    "hotline/": "hotline",
    "me/": "volunteer",
    "desk/": "desk",
    "shop/": "merchant",
    "bureau/": "bureau",
    "ui/": "ui",
    "": "public",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(f"nuanliu.portals.{name}.urls"))
    for prefix, name in PORTALS.items()
    if find_spec(f"nuanliu.portals.{name}.urls")
]
