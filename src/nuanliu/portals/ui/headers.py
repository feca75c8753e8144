"""Headers of every answer, errors and files included, that Django does not set by itself."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ALWAYS = {
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), publickey-credentials-get=(self), publickey-credentials-create=(self), "
        "screen-wake-lock=(), usb=()"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}
"""What a page of ours never needs is off, so that nothing that slipped in could use it."""


def allow_asking_place(response: HttpResponse) -> None:
    """This one page may ask the browser where it is; its own script does so when somebody presses."""
    response.headers["Permissions-Policy"] = ALWAYS["Permissions-Policy"].replace(
        "geolocation=()", "geolocation=(self)"
    )


class SecurityHeaders:
    """Sets them where nobody has."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        return response
