//! Checks of a whole draft: coverage of fonts, unused exhibits, what only the finished tree shows.
