"""What somebody reports: that money was asked for, that hours are false. Who looks into it, and what came of it."""
