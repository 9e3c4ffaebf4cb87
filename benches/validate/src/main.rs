//! Validates the templates whose paths stand in a file, one on a line, with one engine: that of the crate `cloudformation-validate`.

use cloudformation_validate::{
    CompositeEngine, CompositeEngineConfig, SchemaValidator, ValidateConfig, validate_bytes_with_path,
};

fn main() -> anyhow::Result<()> {
    let (schemas, engine) = (SchemaValidator::default(), CompositeEngine::new(CompositeEngineConfig::default())?);
    let (mut reports, mut diagnostics) = (0, 0);
    for list in std::env::args().skip(1) {
        for path in std::fs::read_to_string(list)?.lines() {
            let text = std::fs::read(path)?;
            // What it cannot read takes its time, too.
            if let Ok(report) = validate_bytes_with_path(&engine, &schemas, &text, ValidateConfig::default(), path.to_owned()) {
                reports += 1;
                diagnostics += report.diagnostics.len();
            }
        }
    }
    println!("{reports} templates, {diagnostics} diagnostics");
    Ok(())
}
