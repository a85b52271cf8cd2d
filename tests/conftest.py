"""Marks this folder as importable, so that every test may use the oracles."""
