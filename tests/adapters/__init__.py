"""What the contract cannot say of one library."""
