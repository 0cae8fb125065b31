//! The subset of Tera that templates are written in: read, checked against what is declared, and written out again as
//! safe Tera.
//!
//! Tera itself never sees what an author wrote. A body goes through these steps, and all its problems come out in one
//! pass:
//!
//! 1. [`lex`] cuts the body into literal text and the tokens of its tags;
//! 2. [`parse`] makes a tree of the tags, and refuses what is not in the subset: `include`, `extends`, `block`,
//!    captures, `raw`, string building with `~`, maps and slices;
//! 3. [`weave`] looks every path, filter, function, test and clause up in what the template declares, gives each
//!    expression its [`kind`], and writes the Tera code in which every call knows its place.
//!
//! What can be written:
//!
//! ```text
//! {{ writer.name.full }}   {{ known_since | date(format="numeric") }}   {{ "him" if applicant.minor else "them" }}
//! {{ <perjury declarant={writer} place="inside_us" /> }}   {{ rule(id="us.28-usc-1746")["inside_us"] }}
//! {% if role == "physician" and not writer.minor %} … {% elif n > 2 %} … {% else %} … {% endif %}
//! {% for e in episodes %} {{ loop.index }} {{ e.what }} {% else %} … {% endfor %}   {% break %}   {% continue %}
//! {% set first = episodes | first %}   {{ [e.place for e in events if e.place] | list(word="or") }}   {# a remark #}
//! ```

pub mod ast;
pub mod frames;
pub mod kind;
pub mod lex;
pub mod names;
pub mod parse;
pub mod weave;
