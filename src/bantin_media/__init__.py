"""bantin_media: provincial bulletins as EPUB editions and Vietnamese narration."""

__version__ = "0.1.0"
