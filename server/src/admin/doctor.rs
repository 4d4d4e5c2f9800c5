//! `kaishu doctor`: whether records, files and index agree.

use crate::{backend::Shared, catalogue, error::Result, files, search};

/// Everything that is wrong, a sentence each; nothing when all is well. It changes nothing but the mark of files that
/// turn out to be damaged.
pub async fn examine(backend: &Shared) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    let report = files::scrub(backend).await?;
    findings
        .extend(report.damaged.iter().map(|file| format!("file {} is damaged: store it again", file.sha256)));
    for id in catalogue::disagreeing_with_guard(backend).await? {
        findings.push(format!("dataset {id} is shown otherwise than its level and open type allow"));
    }
    findings.extend(search::examine(backend).await?);
    Ok(findings)
}
