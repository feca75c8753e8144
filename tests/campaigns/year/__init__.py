"""A simulated year: people, shops and night jobs through the real use cases, beside a tally that knows no ledger."""
