//! Who may depend on whom: the arrows of the crates and of the rooms, read from their `use` lines.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The rooms in the order in which they may depend on each other, lowest first.
const ROOMS: [&str; 8] = ["audit", "files", "catalogue", "search", "interop", "admin", "jobs", "http"];
/// Below all rooms.
const GROUND: [&str; 5] = ["backend", "config", "db", "clock", "error"];
/// Pure files: they decide, and touch nothing.
const PURE: [&str; 13] = [
    "catalogue/cite.rs",
    "catalogue/guard.rs",
    "catalogue/grant.rs",
    "catalogue/cycle.rs",
    "catalogue/metadata.rs",
    "files/codec.rs",
    "files/conditions.rs",
    "files/names.rs",
    "search/fold.rs",
    "search/cursor.rs",
    "search/highlight.rs",
    "interop/import/clean.rs",
    "interop/import/label.rs",
];

fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(here) = folders.pop() {
        for entry in fs::read_dir(&here).expect("a folder") {
            let path: PathBuf = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
                found.push((name, fs::read_to_string(&path).expect("a file")));
            }
        }
    }
    found.sort();
    found
}

/// The rooms that a source names after `crate::`, without its tests.
fn named(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let code: String =
        code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut rooms = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 1;
            let mut word = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 1 && (c.is_alphanumeric() || c == '_') {
                    word.push(c);
                } else {
                    if depth <= 1 || c == '{' {
                        rooms.push(std::mem::take(&mut word));
                    }
                    word.clear();
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            rooms.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    rooms
}

#[test]
fn rooms_depend_only_downwards() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (name, text) in sources(&root) {
        let room = name.split('/').next().unwrap_or_default();
        let Some(height) = ROOMS.iter().position(|r| *r == room) else { continue };
        for other in named(&text) {
            let Some(other_height) = ROOMS.iter().position(|r| *r == other) else { continue };
            // Handlers are written in their rooms and take apart what the door hands them.
            let handler = name.ends_with("/routes.rs") && other == "http" && text.contains("http::input::");
            if other_height > height && !handler {
                wrong.push(format!("{name} reaches up to {other}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn pure_files_touch_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for name in PURE {
        let text =
            fs::read_to_string(root.join(name)).unwrap_or_else(|_| panic!("{name} is gone: mend the list"));
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for forbidden in
            ["sqlx", "axum::Router", "tokio::", "crate::db", "crate::jobs", "std::fs", "crate::backend"]
        {
            assert!(!code.contains(forbidden), "{name} names {forbidden}");
        }
    }
}

#[test]
fn only_the_site_imports_pages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (name, text) in sources(&root) {
        if name == "http/site.rs" {
            continue;
        }
        for forbidden in ["app::ask", "app::pages", "app::parts", "app::shell", "leptos"] {
            assert!(!text.contains(forbidden), "{name} names {forbidden}");
        }
    }
}

#[test]
fn sql_stays_in_its_rooms() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let allowed = ["audit", "files", "catalogue", "search", "admin", "db.rs", "http/health.rs", "error.rs"];
    for (name, text) in sources(&root) {
        if text.contains("sqlx::query") {
            assert!(allowed.iter().any(|room| name.starts_with(room)), "{name} holds SQL");
        }
    }
}

#[test]
fn the_app_knows_nothing_of_the_server() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app");
    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("a manifest");
    let manifest = manifest.split("[dev-dependencies]").next().unwrap_or_default();
    for forbidden in ["sqlx", "axum", "tantivy", "tokio", "server"] {
        assert!(!manifest.contains(&format!("\n{forbidden} ")), "app depends on {forbidden}");
    }
    for (name, text) in sources(&root.join("src")) {
        if name.starts_with("portal/") || name.starts_with("text/") {
            assert!(!text.contains("leptos::"), "{name} names leptos");
        }
        if !["lib.rs", "portal/network.rs", "portal/mod.rs"].contains(&name.as_str()) {
            assert!(!text.contains("cfg(feature"), "{name} depends on a feature");
        }
    }
}

#[test]
fn the_ground_names_no_handlers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for name in GROUND {
        let text = fs::read_to_string(root.join(format!("{name}.rs"))).expect("a file of the ground");
        assert!(!text.contains("crate::http"), "{name}.rs reaches up to http");
    }
}
