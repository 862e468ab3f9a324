"""ArchivedPosts in, text and files out."""
