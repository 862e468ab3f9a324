"""Changes in, ArchivedPosts out. The only room that knows SQLite."""
