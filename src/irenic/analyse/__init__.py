"""Questions about a case; the only place where names meet arrays."""
