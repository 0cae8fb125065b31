//! Deadlines: a period from rule data, counted over weekends and holidays, with its trace.
