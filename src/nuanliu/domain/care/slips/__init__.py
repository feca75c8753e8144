"""Numbered three-part service slips: printed in ranges, each number counting once."""
