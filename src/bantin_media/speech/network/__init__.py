"""What every voice on a server shares: retry policy, rate limit, circuit breaker, client pool, deadline."""
