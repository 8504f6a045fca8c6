"""What the full-text index costs and finds, measured. Run by hand."""
