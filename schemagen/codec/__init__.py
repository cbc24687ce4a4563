"""JSON bytes to parsed JSON, the judge of what is valid, and values to JSON bytes."""
