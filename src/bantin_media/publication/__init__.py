"""The published forms of an edition: its documents (all visible text), its books, and the writers of pages and
lists.
"""
