"""Tasks → their results: in processes of this machine, on a cluster, or in threads that send requests to a server."""
