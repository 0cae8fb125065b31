//! The disk: reading under a root, and replacing files whole or not at all.
