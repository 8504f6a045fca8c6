"""The story behind an entry: HTML to blocks, blocks to lines."""
