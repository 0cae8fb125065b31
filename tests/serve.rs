//! `affiant serve`: the form is the writer's alone, and loses nothing.

mod attacks;
mod ends;
mod form;
mod saving;
