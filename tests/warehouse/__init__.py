"""Tests of the landing store and the published warehouse."""
