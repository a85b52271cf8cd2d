"""The graph model for conflict resolution: states, moves and who is better off where.

Decision makers are i = 0 .. n-1 and states s = 0 .. N-1; ``rank[i][s]`` is a whole number, greater
is better.  K. W. Hipel, D. M. Kilgour, L. Fang: "Interactive Decision Making" (1993).
"""
