//! `affiant serve`: the form is the writer's alone, and loses nothing.

mod attacks;
mod ends;
mod form;
#[cfg(target_os = "linux")]
mod others;
mod saving;
