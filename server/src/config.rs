//! The configuration: one file, every key documented, every key to be overridden by the environment.
//!
//! `kaishu.toml` in the data folder, or the file that `--config` names. `KAISHU_` and the key in capitals, with a
//! dot as two underscores, overrides it (`KAISHU_SITE__NAME_ZH`). Unknown keys are refused.

use std::path::{Path, PathBuf};

use app::text::Language;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The configuration with its defaults.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The folder of everything that the portal keeps: records, files, index.
    #[serde(skip)]
    pub data: PathBuf,
    /// `postgres://user:password@host/name`; the file `kaishu.db` in the data folder when absent.
    pub database_url: Option<String>,
    /// How the public reaches the portal; in links, citations and the site map. No slash at the end.
    pub public_url: String,
    /// Requests handled at once; more are answered 503 with Retry-After.
    pub concurrency: usize,
    /// Seconds after which a page or an API answer is given up.
    pub timeout_seconds: u64,
    /// Bytes of rendered pages kept in memory.
    pub page_cache_bytes: u64,
    /// Whether `/design` shows every part of the pages, for those who build them.
    pub development: bool,
    /// The names of the portal and of its city.
    pub site: Site,
    /// Where the files are.
    pub objects: ObjectsConfig,
}

/// The names of the portal and of its city.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Site {
    /// The portal's name.
    pub name_zh: String,
    /// The portal's English name.
    pub name_en: String,
    /// The city's name.
    pub city_zh: String,
    /// The city's English name.
    pub city_en: String,
    /// The city's region code (GB/T 2260).
    pub region: String,
    /// How to reach the office that runs the portal.
    pub contact: Option<String>,
    /// ICP 备案号.
    pub icp: Option<String>,
    /// 公安备案号.
    pub police: Option<String>,
    /// 政府网站标识码.
    pub site_id: Option<String>,
    /// 友情链接: related sites, in the foot of every page.
    pub links: Vec<SiteLink>,
}

/// A related site.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SiteLink {
    /// Its name.
    pub title: String,
    /// Its address; http or https.
    pub url: String,
}

/// Where the files are: a folder, or a bucket of S3-compatible storage.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ObjectsConfig {
    /// `s3://bucket/prefix`; the folder `objects` in the data folder when absent.
    pub url: Option<String>,
    /// Address of the S3-compatible service, when it is not Amazon's.
    pub endpoint: Option<String>,
    /// Region of the bucket.
    pub region: Option<String>,
    /// Access key id.
    pub access_key_id: Option<String>,
    /// Secret access key.
    pub secret_access_key: Option<String>,
    /// 64 hexadecimal digits: the key that seals conditional files. Made at the first start, in the file
    /// `keys/files.key` of the data folder, when absent.
    pub sealing_key: Option<String>,
}

impl std::fmt::Debug for ObjectsConfig {
    // Secrets are not shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ObjectsConfig")
            .field("url", &self.url)
            .field("endpoint", &self.endpoint)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("data"),
            database_url: None,
            public_url: "http://127.0.0.1:3000".to_owned(),
            concurrency: 512,
            timeout_seconds: 30,
            page_cache_bytes: 64 << 20,
            development: false,
            site: Site::default(),
            objects: ObjectsConfig::default(),
        }
    }
}

impl Default for Site {
    fn default() -> Self {
        Self {
            name_zh: "青岛公共数据开放网".to_owned(),
            name_en: "Qingdao Open Data".to_owned(),
            city_zh: "青岛市".to_owned(),
            city_en: "Qingdao".to_owned(),
            region: "370200".to_owned(),
            contact: None,
            icp: None,
            police: None,
            site_id: None,
            links: Vec::new(),
        }
    }
}

impl Site {
    /// The names of the portal and of its city.
    pub fn names(&self, language: Language) -> (&str, &str) {
        match language {
            Language::Zh => (&self.name_zh, &self.city_zh),
            Language::En => (&self.name_en, &self.city_en),
        }
    }
}

impl Config {
    /// The configuration of the data folder: `file`, or `kaishu.toml` in the folder, under the environment.
    pub fn load(data: &Path, file: Option<&Path>) -> Result<Self> {
        let own = data.join("kaishu.toml");
        let file = file.or_else(|| own.exists().then_some(own.as_path()));
        let text = match file {
            Some(file) => {
                std::fs::read_to_string(file).map_err(|e| Error::other(format!("{}: {e}", file.display())))?
            }
            None => String::new(),
        };
        let variables = std::env::vars().filter(|(name, _)| name.starts_with("KAISHU_"));
        let mut config = Self::read(&text, variables)?;
        config.data = data.to_owned();
        Ok(config)
    }

    /// The configuration in `text`, overridden by `variables`.
    pub fn read(text: &str, variables: impl Iterator<Item = (String, String)>) -> Result<Self> {
        let mut table: toml::Table =
            toml::from_str(text).map_err(|e| Error::other(format!("configuration: {e}")))?;
        for (name, value) in variables {
            // These speak to the tests and to `make`, not to the portal.
            if ["KAISHU_REAL_DATA", "KAISHU_TEST_DATABASE", "KAISHU_DATA", "KAISHU_BIN"]
                .contains(&name.as_str())
            {
                continue;
            }
            let key = name.trim_start_matches("KAISHU_").to_lowercase();
            let path: Vec<&str> = key.split("__").collect();
            put(&mut table, &path, value)
                .ok_or_else(|| Error::other(format!("{name} does not name a configuration key")))?;
        }
        let mut config: Self = table
            .try_into()
            .map_err(|e: toml::de::Error| Error::other(format!("configuration: {}", e.message())))?;
        let web = |url: &str| url.starts_with("https://") || url.starts_with("http://");
        if let Some(link) = config.site.links.iter().find(|link| !web(&link.url)) {
            return Err(Error::other(format!("configuration: site.links: {} is no web address", link.url)));
        }
        config.public_url = config.public_url.trim_end_matches('/').to_owned();
        Ok(config)
    }
}

/// Puts a variable's value at its place; numbers, truth values and lists are read as TOML, all else is text.
fn put(table: &mut toml::Table, path: &[&str], value: String) -> Option<()> {
    let (last, parents) = path.split_last()?;
    let mut here = table;
    for parent in parents {
        here = here
            .entry((*parent).to_owned())
            .or_insert_with(|| toml::Value::Table(toml::Table::new()))
            .as_table_mut()?;
    }
    let read = format!("v = {value}").parse::<toml::Table>().ok().and_then(|mut t| t.remove("v"));
    let value = match read {
        Some(read @ (toml::Value::Integer(_) | toml::Value::Boolean(_) | toml::Value::Array(_))) => read,
        _ => toml::Value::String(value),
    };
    here.insert((*last).to_owned(), value);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, variables: &[(&str, &str)]) -> Result<Config> {
        Config::read(text, variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn the_example_names_every_key_with_its_default() {
        let example = include_str!("../kaishu.example.toml");
        let given = read(example, &[]).expect("the example is well formed");
        assert_eq!(toml::to_string(&given).ok(), toml::to_string(&Config::default()).ok());
        let all = example.replace("# database_url", "database_url").replace("# contact", "contact");
        let all = all.replace("# [[site.links]]", "[[site.links]]").replace("# title =", "title =");
        let all = [
            "icp",
            "police",
            "site_id",
            "url",
            "endpoint",
            "region",
            "access_key_id",
            "secret_access_key",
            "sealing_key",
        ]
        .iter()
        .fold(all, |text, key| text.replace(&format!("\n# {key} ="), &format!("\n{key} =")));
        let all: toml::Table = toml::from_str(&all).expect("still well formed");
        for (section, keys) in [
            (
                "",
                vec![
                    "database_url",
                    "public_url",
                    "concurrency",
                    "timeout_seconds",
                    "page_cache_bytes",
                    "development",
                ],
            ),
            (
                "site",
                vec![
                    "name_zh", "name_en", "city_zh", "city_en", "region", "contact", "icp", "police",
                    "site_id", "links",
                ],
            ),
            (
                "objects",
                vec!["url", "endpoint", "region", "access_key_id", "secret_access_key", "sealing_key"],
            ),
        ] {
            let table = if section.is_empty() { Some(&all) } else { all[section].as_table() };
            for key in keys {
                assert!(table.is_some_and(|table| table.contains_key(key)), "{section}.{key}");
            }
        }
    }

    #[test]
    fn the_environment_overrides_the_file() {
        let config = read(
            "concurrency = 3\n[site]\nname_zh = \"甲\"",
            &[("KAISHU_CONCURRENCY", "9"), ("KAISHU_SITE__NAME_ZH", "乙"), ("KAISHU_REAL_DATA", "/x")],
        )
        .expect("a configuration");
        assert_eq!((config.concurrency, config.site.name_zh.as_str()), (9, "乙"));
    }

    #[test]
    fn unknown_keys_are_refused() {
        assert!(read("colour = 1", &[]).is_err());
        assert!(read("[site]\ncolour = 1", &[]).is_err());
        assert!(read("", &[("KAISHU_COLOUR", "1")]).is_err());
        assert!(read("concurrency = \"many\"", &[]).is_err());
    }

    #[test]
    fn related_sites_are_web_addresses() {
        let link = |url: &str| read(&format!("[[site.links]]\ntitle = \"甲\"\nurl = \"{url}\""), &[]);
        assert_eq!(link("https://www.gov.cn/").map(|config| config.site.links.len()).ok(), Some(1));
        assert!(link("javascript:alert(1)").is_err());
        let environment = read("", &[("KAISHU_DEVELOPMENT", "true")]).expect("a configuration");
        assert!(environment.development);
    }
}
