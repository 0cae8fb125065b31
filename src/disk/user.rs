//! The user's own folders: settings, and what can be fetched again.

use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};

/// The folder of the user's settings: `AFFIANT_CONFIG_DIR`, else the system's place for them. None where the user has
/// no home.
#[must_use]
pub fn config_folder() -> Option<PathBuf> {
    set("AFFIANT_CONFIG_DIR").or_else(|| Some(choose_base_strategy().ok()?.config_dir().join("affiant")))
}

/// The folder of what can be fetched again: `AFFIANT_CACHE_DIR`, else the system's place for it. None where the user
/// has no home.
#[must_use]
pub fn cache_folder() -> Option<PathBuf> {
    set("AFFIANT_CACHE_DIR").or_else(|| Some(choose_base_strategy().ok()?.cache_dir().join("affiant")))
}

/// The folder of fetched packs in the folder of what can be fetched again.
#[must_use]
pub fn packs_in(cache: &Path) -> PathBuf {
    cache.join("packs")
}

fn set(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}
