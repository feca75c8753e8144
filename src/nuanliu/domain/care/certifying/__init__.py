"""What a certifier looks at: what is unusual about a visit, and what she asks before she decides."""
