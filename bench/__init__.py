"""Benchmarks: each prints ratios and percentiles measured in one run; none is a test."""
