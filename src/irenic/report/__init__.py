"""Answers become documents: terminal text and one self-contained page."""
