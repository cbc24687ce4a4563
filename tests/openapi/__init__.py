"""Documents: rewrites, options, validators, clients."""
