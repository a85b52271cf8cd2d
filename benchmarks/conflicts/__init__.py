"""What `benchmarks/stability.py` runs: instances, the second ways, measuring, the table."""
