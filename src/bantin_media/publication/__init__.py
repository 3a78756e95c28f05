"""An edition → what is published: its documents (all visible text), and the writers of books, pages and lists."""
