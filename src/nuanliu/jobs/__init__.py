"""Background tasks, the schedule and management commands: all thin, each calls one use case."""
