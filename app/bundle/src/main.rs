//! `bundle WASM SITE [--optimise]`: turns the app's WebAssembly into the site folder.
//!
//! What wasm-bindgen and wasm-opt make is kept beside the WebAssembly and made again only when that changed.
//! The site folder then becomes exactly: that, `style/*.css` joined in the order of their names, and `public/*`.
//! Files whose bytes stay the same are not touched, so that nothing is built again for them. With `--optimise` each file
//! that browsers take compressed stands beside itself as `.br` and `.gz`, as small as it gets: the server sends these.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io::Write,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

/// The name that leptos looks for: `LEPTOS_OUTPUT_NAME` of `.cargo/config.toml`.
const NAME: &str = "portal";

/// npm's binaryen; Debian's (108) breaks the table of functions without a word.
const WASM_OPT: &str = "app/bundle/node_modules/.bin/wasm-opt";

const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

fn main() -> ExitCode {
    let arguments = std::env::args().skip(1).collect::<Vec<_>>();
    let (wasm, site, optimise) = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [wasm, site] => (wasm, site, false),
        [wasm, site, "--optimise"] => (wasm, site, true),
        _ => {
            eprintln!("usage: bundle WASM SITE [--optimise]   (from the root of the repository)");
            return ExitCode::from(2);
        }
    };
    match bundle(Path::new(wasm), Path::new(site), optimise) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bundle: {error}");
            ExitCode::FAILURE
        }
    }
}

fn bundle(wasm: &Path, site: &Path, optimise: bool) -> Result<()> {
    let package = wasm.with_extension("bundle");
    let made_from = fingerprint(&read(wasm)?, optimise);
    let mark = wasm.with_extension("bundle-of");
    if fs::read_to_string(&mark).ok().as_deref() != Some(&made_from) {
        make_package(wasm, &package, optimise)?;
        fs::write(&mark, made_from)?;
    }

    let mut files = BTreeMap::new();
    for path in files_below(&package)? {
        files.insert(Path::new("pkg").join(path.strip_prefix(&package)?), read(&path)?);
    }
    files.insert(Path::new("pkg").join(NAME).with_extension("css"), styles(Path::new("style"))?);
    let public = Path::new("public");
    for path in files_below(public)? {
        files.insert(path.strip_prefix(public)?.to_owned(), read(&path)?);
    }
    if optimise {
        pack(&mut files)?;
    }
    lay_out(site, &files)?;

    let weight = files.get(&Path::new("pkg").join(NAME).with_extension("wasm")).map_or(0, Vec::len);
    println!("{}: {} files, WebAssembly {} KB", site.display(), files.len(), weight / 1000);
    Ok(())
}

/// Runs wasm-bindgen, and wasm-opt where asked, into an empty folder.
fn make_package(wasm: &Path, package: &Path, optimise: bool) -> Result<()> {
    if package.exists() {
        fs::remove_dir_all(package)?;
    }
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(wasm)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .out_name(NAME)
        .generate(package)?;
    // With LEPTOS_OUTPUT_NAME set at compile time, leptos asks for portal.wasm rather than portal_bg.wasm.
    let output = package.join(NAME).with_extension("wasm");
    fs::rename(package.join(format!("{NAME}_bg.wasm")), &output)?;
    if optimise {
        let status =
            Command::new(WASM_OPT).arg("-Oz").args(FEATURES).arg(&output).arg("-o").arg(&output).status();
        let status = status
            .map_err(|error| format!("{WASM_OPT}: {error} (run by `make build`, which installs it)"))?;
        if !status.success() {
            return Err(format!("wasm-opt ended with {status}").into());
        }
    }
    Ok(())
}

/// The style sheets, joined in the order of their names.
fn styles(folder: &Path) -> Result<Vec<u8>> {
    let mut sheet = Vec::new();
    for path in files_below(folder)?.iter().filter(|path| path.extension().is_some_and(|e| e == "css")) {
        sheet.extend(read(path)?);
        sheet.push(b'\n');
    }
    Ok(sheet)
}

/// Puts each file that gains by it beside itself, compressed. Zstandard gains nothing over Brotli here, and every browser
/// that takes it takes Brotli too.
fn pack(files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    let mut packed = BTreeMap::new();
    for (path, bytes) in files.iter() {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if !["css", "js", "wasm", "svg", "json"].contains(&ending) {
            continue;
        }
        let mut brotli = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 24);
        brotli.write_all(bytes)?;
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(bytes)?;
        for (suffix, made) in [("br", brotli.into_inner()), ("gz", gzip.finish()?)] {
            if made.len() < bytes.len() {
                packed.insert(path.with_extension(format!("{ending}.{suffix}")), made);
            }
        }
    }
    files.extend(packed);
    Ok(())
}

/// Makes `site` hold exactly `files`.
fn lay_out(site: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    for (name, bytes) in files {
        let path = site.join(name);
        if fs::read(&path).ok().as_ref() != Some(bytes) {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&path, bytes)?;
        }
    }
    for path in files_below(site)? {
        if !files.contains_key(path.strip_prefix(site)?) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Every file below `folder`, in order; none when there is no such folder.
fn files_below(folder: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
                found.insert(path);
            }
        }
    }
    Ok(found)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// Changes with the WebAssembly, this tool's version and the manner; only ever compared with itself.
fn fingerprint(wasm: &[u8], optimise: bool) -> String {
    let mut hasher = DefaultHasher::new();
    (wasm, optimise, env!("CARGO_PKG_VERSION")).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn the_site_holds_exactly_the_files_and_the_same_bytes_are_not_written_again() {
        let site = std::env::temp_dir().join(format!("bundle-test-{}", std::process::id()));
        let first = BTreeMap::from([
            (PathBuf::from("pkg/portal.css"), b"a".to_vec()),
            (PathBuf::from("favicon.svg"), b"b".to_vec()),
        ]);
        lay_out(&site, &first).unwrap();
        let made = fs::metadata(site.join("favicon.svg")).unwrap().modified().unwrap();
        let second = BTreeMap::from([(PathBuf::from("favicon.svg"), b"b".to_vec())]);
        lay_out(&site, &second).unwrap();
        assert_eq!(files_below(&site).unwrap(), BTreeSet::from([site.join("favicon.svg")]));
        assert_eq!(fs::metadata(site.join("favicon.svg")).unwrap().modified().unwrap(), made);
        fs::remove_dir_all(site).unwrap();
    }

    #[test]
    fn what_gains_by_it_is_packed_beside_itself() {
        let sheet = b"a { color: red }\n".repeat(100);
        let mut files = BTreeMap::from([
            (PathBuf::from("pkg/portal.css"), sheet.clone()),
            (PathBuf::from("pkg/x.js"), b"1".to_vec()),
            (PathBuf::from("social.png"), sheet.clone()),
        ]);
        pack(&mut files).unwrap();
        let names: Vec<_> = files.keys().filter_map(|name| name.to_str()).collect();
        assert_eq!(
            names,
            ["pkg/portal.css", "pkg/portal.css.br", "pkg/portal.css.gz", "pkg/x.js", "social.png"]
        );
        let mut read = Vec::new();
        brotli::Decompressor::new(&*files[Path::new("pkg/portal.css.br")], 4096)
            .read_to_end(&mut read)
            .unwrap();
        assert_eq!(read, sheet);
    }

    #[test]
    fn another_manner_is_another_package() {
        assert_ne!(fingerprint(b"x", true), fingerprint(b"x", false));
        assert_eq!(fingerprint(b"x", true), fingerprint(b"x", true));
    }
}
