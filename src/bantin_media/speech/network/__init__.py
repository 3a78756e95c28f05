"""The common parts of voices on a server: retry policy, rate limit, circuit breaker, client pool, deadline."""
