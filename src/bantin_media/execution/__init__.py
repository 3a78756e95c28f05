"""Tasks → their results: in processes here, on a cluster, or in threads that ask a server."""
