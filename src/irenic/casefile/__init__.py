"""Case files: YAML to model and back, with every problem found in one pass."""
