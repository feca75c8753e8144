"""Proving who one is: cards, passwords, one-time codes, second steps; what was tried; where somebody is signed in."""
