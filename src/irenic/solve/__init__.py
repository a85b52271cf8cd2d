"""Mathematics: arrays and graphs in, result objects out.  Knows no names.

Rows are packages (or points), columns are parties, everywhere in this package.
"""
