"""Pictures drawn as SVG text, one chart a file; no plotting library, no script."""
