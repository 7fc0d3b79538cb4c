//! `pack MODULE.wasm OUT`: writes `OUT/web` and `OUT/nodejs`.

use std::env::args;
use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let module = args().nth(1).context("usage: pack MODULE.wasm OUT")?;
    let out = args().nth(2).context("usage: pack MODULE.wasm OUT")?;
    for target in ["web", "nodejs"] {
        let mut bindgen = Bindgen::new();
        bindgen.input_path(&module).out_name("pms").typescript(true);
        match target {
            "web" => bindgen.web(true)?.omit_default_module_path(false),
            _ => bindgen.nodejs(true)?,
        };
        bindgen.generate(Path::new(&out).join(target))?;
    }
    Ok(())
}
