"""Benchmarks: ratios measured side by side in one run, interleaved, medians. Not part of the tests."""
