"""An edition → what is published: its documents (all visible text), its books, and the writers of pages and lists."""
