"""The `nuanliu` command: Django's management commands with our settings."""

import os
import sys


def main() -> None:
    """Run one management command, e.g. `nuanliu check-books`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanliu.config.settings")
    from django.core.management import execute_from_command_line

    if sys.argv[1:2] == ["run"]:
        from nuanliu.jobs import serving

        serving.begin_web()
    argv = [sys.argv[0], *(part.replace("-", "_") if i == 0 else part for i, part in enumerate(sys.argv[1:]))]
    execute_from_command_line(argv)


if __name__ == "__main__":
    main()
