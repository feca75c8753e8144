"""Invitations: helpers who are asked for one need until a moment; the first to say yes goes."""
