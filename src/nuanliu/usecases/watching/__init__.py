"""While somebody is out: reporting what went wrong and seeing to it, adding a photograph."""
