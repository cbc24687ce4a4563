"""The room of the old library's names."""
