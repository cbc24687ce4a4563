"""The tests: one table of samples, one contract, and what each room promises besides."""
