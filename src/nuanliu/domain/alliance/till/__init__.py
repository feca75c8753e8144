"""The moment at the till: one question for what a code is about, one call that has the courtesy."""
