//! Rebuilds what a change can affect, as soon as it is saved.
