"""The command line and the Prefect flows: they conduct the other packages and compute nothing."""
