"""The records that flow, in the order one post meets them; frozen, no I/O."""
