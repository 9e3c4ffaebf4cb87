//! The commented file that `enilint init` writes: every setting, switched off.

use super::keys::{Form, Key, ROOT};

/// The text of the file.
pub fn starter() -> String {
    let mut text = String::from(
        "# How enilint lints what lies below this directory. `enilint config` prints what is in force, and from where.\n\
         # Patterns and files are relative to this file. Flags of the command line win.\n",
    );
    // Keys come before tables, as TOML wants it.
    let (tables, keys): (Vec<&Key>, Vec<&Key>) = ROOT.iter().partition(|key| is_table(key));
    keys.iter().for_each(|key| plain(key, "\n", &mut text));
    tables.iter().for_each(|key| table(key, &mut text));
    text
}

fn is_table(key: &Key) -> bool {
    matches!(key.form, Form::Rules | Form::Values | Form::Table(_) | Form::Tables(_))
}

fn plain(key: &Key, before: &str, text: &mut String) {
    *text += &format!("{before}# {}\n# {} = {}\n", key.text, key.name, key.example);
}

fn table(key: &Key, text: &mut String) {
    *text += &format!("\n# {}\n", key.text);
    match key.form {
        Form::Table(keys) => {
            *text += &format!("# [{}]\n", key.name);
            for key in keys {
                match is_table(key) {
                    true => *text += &format!("# {} = {{ {} }}\n", key.name, key.example),
                    false => *text += &format!("# {} = {}\n", key.name, key.example),
                }
            }
        }
        Form::Tables(keys) => {
            *text += &format!("# [[{}]]\n", key.name);
            // The first two show how it is meant.
            for key in keys.iter().take(2) {
                match key.example.lines().next() {
                    Some(line) if is_table(key) => *text += &format!("# {} = {{ {line} }}\n", key.name),
                    _ => *text += &format!("# {} = {}\n", key.name, key.example),
                }
            }
        }
        _ => {
            *text += &format!("# [{}]\n", key.name);
            key.example.lines().for_each(|line| *text += &format!("# {line}\n"));
        }
    }
}
