"""Tasks → their results: in processes here, on a cluster, or by threads that ask a server."""
