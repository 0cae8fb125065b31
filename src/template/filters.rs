//! The filters, tests and functions of templates: each takes handles and gives handles, and keeps where a value came
//! from.
//!
//! What each one takes is checked before (`tokens/names`); here only what a fact decides can go wrong. A gap passes
//! through every filter unchanged, and so does what is absent: printing it is the error.

mod blocks;
mod conditions;
mod functions;
pub(super) mod given;
mod values;

use std::sync::{Arc, Mutex};

use tera::{Kwargs, State, Tera, TeraResult};

use super::engine::lock;
use super::engine::table::{Entry, Held, Table};
use crate::diag::Diagnostic;
use crate::value::Origin;
use given::Given;

/// A call from a tag: the paper's table, the arguments, and the tag's place.
struct Call<'a> {
    table: &'a mut Table,
    arguments: &'a Kwargs,
    place: usize,
}

type Filter = fn(&mut Call<'_>, &tera::Value) -> tera::Value;
type Function = fn(&mut Call<'_>) -> tera::Value;

impl<'a> Call<'a> {
    fn argument(&self, name: &'static str) -> Given<'a> {
        self.raw(name).map_or(Given::Nothing, Given::of)
    }

    fn raw(&self, name: &'static str) -> Option<&'a tera::Value> {
        self.arguments.get::<&tera::Value>(name).ok().flatten()
    }

    fn keep(&mut self, held: Held, origin: Origin) -> tera::Value {
        self.table.keep(held, origin)
    }

    /// What a handle among the values stands for.
    fn entry(&self, value: &tera::Value) -> Option<&Entry> {
        match Given::of(value) {
            Given::Handle(handle) => self.table.entry(handle),
            _ => None,
        }
    }

    /// The origin of what the template itself says here.
    fn own(&self) -> Origin {
        Origin { path: "".into(), span: Some(self.table.span(self.place)) }
    }

    fn fail(&mut self, found: Diagnostic) -> tera::Value {
        self.table.report(found);
        self.void()
    }

    /// Stands for a value that could not be made, so that the rest of the paper is looked at too; the report says why.
    fn void(&mut self) -> tera::Value {
        let origin = self.own();
        self.keep(Held::Words(String::new()), origin)
    }
}

/// Registers all of it in a Tera whose paper is made in `table`.
pub(super) fn register(tera: &mut Tera, table: &Arc<Mutex<Table>>) {
    for (name, filter) in values::FILTERS.iter().chain(conditions::FILTERS) {
        let (table, filter) = (Arc::clone(table), *filter);
        tera.register_filter(*name, move |value: &tera::Value, arguments: Kwargs, _: &State| {
            let mut table = lock(&table);
            let place = place(&arguments);
            let mut call = Call { table: &mut table, arguments: &arguments, place };
            filter(&mut call, value)
        });
    }
    for (name, function) in functions::FUNCTIONS.iter().chain(conditions::FUNCTIONS).chain(blocks::FUNCTIONS) {
        let (table, function) = (Arc::clone(table), *function);
        tera.register_function(*name, move |arguments: Kwargs, _: &State| {
            let mut table = lock(&table);
            let place = place(&arguments);
            let mut call = Call { table: &mut table, arguments: &arguments, place };
            function(&mut call)
        });
    }
    let printed = Arc::clone(table);
    tera.register_filter("print", move |value: &tera::Value, _: Kwargs, _: &State| -> TeraResult<tera::Value> {
        let mut table = lock(&printed);
        let place = table.place;
        values::print(&mut table, value, place);
        // Nothing is left for Tera to print. Once the paper is over its limit an error ends every loop.
        if table.is_full(place) { Err(tera::Error::message("full")) } else { Ok(tera::Value::safe_string("")) }
    });
}

fn place(arguments: &Kwargs) -> usize {
    arguments.get::<usize>("at").ok().flatten().unwrap_or(usize::MAX)
}
