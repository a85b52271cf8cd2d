"""Borders to other programs: their files become a case, a case becomes their files."""
