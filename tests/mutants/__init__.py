"""Mutation testing of one room by its own tests."""
