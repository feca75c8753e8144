"""Pure decisions about what may be published."""
