"""Will a deal be kept: collapse values, temptation, exposure, orders and guarantees.

Parties are i = 0 .. n-1, steps k = 0 .. m-1; a set of steps is a whole number whose bit k is set.
The one quantity behind everything is the *collapse value* b_i(S): what party i ends up with when
the process stops after the steps in S.
"""
