"""The catalogue as a menu: what a service is from which day, and what a site does not offer."""
