"""Tests of settings, errors and word lists."""
