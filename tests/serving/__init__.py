"""The service: Azure's behaviour, measured, and what is better."""
