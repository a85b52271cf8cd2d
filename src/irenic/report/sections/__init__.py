"""The parts of a report, one a file: an analysis made into plain data for drawing."""
