//! One legal datum with dated editions.
