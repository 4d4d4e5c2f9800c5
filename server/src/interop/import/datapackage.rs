//! stub
use super::*;
pub async fn import(_: &Backend, _: &ImportOptions, _: &mut Batch<'_>, _: &impl Fn(&Progress)) -> Result<()> { Ok(()) }
