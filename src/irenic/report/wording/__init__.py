"""Facts to plain sentences, one topic a file; neutral towards every party."""
