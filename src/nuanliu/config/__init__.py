"""Settings, URLs, WSGI: how the rooms of the house are put together."""
