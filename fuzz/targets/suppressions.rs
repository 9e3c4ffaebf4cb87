//! Comments that ignore findings, in both languages, and metadata.
#![no_main]

use enilint_fuzz::project::Project;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let block = format!("{text}\nresource \"aws_network_interface_attachment\" \"a\" {{ # {text}\n  device_index = 0\n}}\n");
    let template = format!(
        "# {text}\nResources:\n  A: # {text}\n    Type: AWS::EC2::NetworkInterfaceAttachment\n    Metadata:\n      enilint:\n        ignore: {text}\n"
    );
    Project::of(&[("main.tf", &block), ("template.yaml", &template)]).lint();
});
