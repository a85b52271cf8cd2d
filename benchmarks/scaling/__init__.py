"""What `benchmarks/scale.py` runs: rows, instances, the programs compared, tables, the plot."""
