"""An independent checker: confirms results without calling any solver."""
