"""Power BI: rules on what its connector reads, and a client that calls a service as it does.

The connector's source is not public. What is here was documented or seen; the rest says that it
is inferred. Nothing here is Power BI.
"""
