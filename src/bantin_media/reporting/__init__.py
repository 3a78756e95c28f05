"""What a build says: how far it is, and what it leaves for the editor to know."""
