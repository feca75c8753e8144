"""What happens while somebody is out on a visit: what is overdue, what went wrong, photographs as proof."""
