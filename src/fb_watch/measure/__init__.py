"""What people say of posts → agreement, quality, samples, terms; pure."""
