"""What the editor laid down → `Settings` and `EditionFolder`: TOML files, and which files belong together."""
