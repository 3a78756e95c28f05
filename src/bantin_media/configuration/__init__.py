"""The editor's TOML files and folders → `Settings` and `EditionFolder`."""
