//! Input of which there is too much of something, that multiplies itself, or that leads from one thing to the next for too long.

use super::{Made, nested, repeat};
use std::fmt::Write as _;

/// Lines that are made from numbers.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        writeln!(text, "{}", line(number)).unwrap();
        text
    })
}

fn vpc(cidr_block: &str) -> String {
    format!("resource \"aws_vpc\" \"a\" {{\n  cidr_block = {cidr_block}\n}}\n")
}

fn file(name: &'static str, text: impl Into<Vec<u8>>) -> Made {
    (name, text.into())
}

pub(super) fn made() -> Vec<(&'static str, Vec<Made>)> {
    let mut made = of_one_thing();
    made.extend(multiplied());
    made.extend(chains());
    made.extend(beside());
    made
}

fn of_one_thing() -> Vec<(&'static str, Vec<Made>)> {
    let blocks = lines(3_000, |number| {
        format!("  network_interfaces {{\n    device_index = {}\n    subnet_id = \"subnet-{}\"\n  }}", number % 5, number % 3)
    });
    let attached = lines(3_000, |number| {
        format!(
            "resource \"aws_network_interface_attachment\" \"a{number}\" {{\n  device_index = {}\n  instance_id = aws_instance.i.id\n  \
             network_interface_id = \"eni-{number}\"\n}}",
            number % 7
        )
    });
    let routes = lines(1_000, |number| {
        format!(
            "resource \"aws_route\" \"r{number}\" {{\n  route_table_id = \"rtb-1\"\n  destination_cidr_block = \"10.{}.{}.0/24\"\n  \
             network_interface_id = aws_network_interface.n{number}.id\n}}\nresource \"aws_network_interface\" \"n{number}\" {{\n  \
             subnet_id = \"subnet-1\"\n}}",
            number / 256,
            number % 256
        )
    });
    vec![
        ("many-blocks", vec![file("a.tf", format!("resource \"aws_launch_template\" \"t\" {{\n{blocks}}}\n"))]),
        (
            "many-attached",
            vec![file("a.tf", format!("resource \"aws_instance\" \"i\" {{\n  subnet_id = \"subnet-1\"\n}}\n{attached}"))],
        ),
        ("quiet-routes", vec![file("a.tf", routes)]),
        ("quiet-ignores", vec![file("a.tf", repeat("# enilint:ignore same-subnet-enis why\n", 50_000) + &vpc("\"x\""))]),
        ("quiet-ignores-on-one-line", vec![file("a.tf", repeat("/* enilint:ignore a b */ ", 50_000) + "\n" + &vpc("\"x\""))]),
        (
            "keys",
            vec![file(
                "a.json",
                format!(
                    "{{\"Resources\": {{\"A\": {{\"Type\": \"AWS::EC2::VPC\", \"Properties\": {{{}\"CidrBlock\": \"x\"}}}}}}}}",
                    lines(100_000, |number| format!("\"k{number}\": 1,"))
                ),
            )],
        ),
        ("quiet-findings", vec![file("a.tf", attached.replace("aws_instance.i.id", "\"i-1\"").replace("= 1\n", "= 0\n"))]),
    ]
}

fn multiplied() -> Vec<(&'static str, Vec<Made>)> {
    const NAMES: [&str; 13] = [
        "a.tf", "m0/a.tf", "m1/a.tf", "m2/a.tf", "m3/a.tf", "m4/a.tf", "m5/a.tf", "m6/a.tf", "m7/a.tf", "m8/a.tf", "m9/a.tf",
        "m10/a.tf", "m11/a.tf",
    ];
    let calls = |to: usize, up: &str| {
        let call = |name: &str| format!("module \"{name}\" {{\n  source = \"{up}/m{to}\"\n}}\n");
        call("x") + &call("y") + &call("z")
    };
    let mut tree: Vec<Made> = (0..12).map(|depth| file(NAMES[depth], calls(depth, if depth == 0 { "." } else { ".." }))).collect();
    tree.push(file(NAMES[12], vpc("\"x\"")));
    let dynamic = "resource \"aws_security_group\" \"g\" {\n  dynamic \"ingress\" {\n    for_each = range(1000)\n    content {\n      dynamic \"ingress\" {\n        \
                   for_each = range(1000)\n        content {\n          from_port = ingress.value\n        }\n      }\n    }\n  }\n}\n";
    let counted = vpc("\"x\"")
        + &lines(50, |number| format!("resource \"aws_subnet\" \"s{number}\" {{\n  vpc_id = aws_vpc.a.id\n  count = 100\n}}"));
    let conditions = lines(60, |number| format!("variable \"x{number}\" {{}}"))
        + &lines(60, |number| {
            format!(
                "resource \"aws_network_interface_attachment\" \"t{number}\" {{\n  instance_id = \"i-1\"\n  network_interface_id = \"eni-{number}\"\n  \
                 device_index = var.x{} ? 1 : 2\n  count = var.x{number} && !var.x{} ? 1 : 0\n}}",
                (number * 7) % 60,
                (number * 11) % 60
            )
        });
    let choices = vpc(&format!("\"{}\"", lines(60, |number| format!("${{var.x{number} ? \"a\" : \"b\"}}")).replace('\n', "")));
    let bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n")
        + &"bcdefghi"
            .chars()
            .zip("abcdefgh".chars())
            .map(|(name, of)| format!("{name}: &{name} [*{of}{}]\n", repeat(&format!(", *{of}"), 8)))
            .collect::<String>();
    vec![
        ("module-tree", tree),
        ("dynamic", vec![file("a.tf", dynamic)]),
        (
            "counted-modules",
            vec![file("a.tf", "module \"m\" {\n  source = \"./m0\"\n  count  = 1000\n}\n"), file("m0/a.tf", counted)],
        ),
        ("quiet-conditions", vec![file("a.tf", conditions)]),
        ("quiet-choices", vec![file("a.tf", choices + &lines(60, |number| format!("variable \"x{number}\" {{}}")))]),
        ("decoded-bomb", vec![file("a.tf", vpc("yamldecode(file(\"d.txt\"))")), file("d.txt", bomb)]),
        ("quiet-decoded-json", vec![file("a.tf", vpc("jsondecode(file(\"d.txt\"))")), file("d.txt", nested("", "[", "", "]", ""))]),
        ("quiet-decoded-yaml", vec![file("a.tf", vpc("yamldecode(file(\"d.txt\"))")), file("d.txt", nested("", "[", "", "]", ""))]),
    ]
}

fn chains() -> Vec<(&'static str, Vec<Made>)> {
    let locals = lines(20_000, |number| format!("  l{} = local.l{number}", number + 1));
    let conditions = lines(20_000, |number| format!("  C{}: !Not [!Condition C{number}]", number + 1));
    vec![
        ("chain-of-locals", vec![file("a.tf", format!("{}locals {{\n  l0 = \"x\"\n{locals}}}\n", vpc("local.l20000")))]),
        (
            "chain-of-conditions",
            vec![file(
                "a.yaml",
                format!(
                    "Parameters: {{P: {{Type: String}}}}\nConditions:\n  C0: !Equals [!Ref P, x]\n{conditions}Resources:\n  \
                     V: {{Type: AWS::EC2::VPC, Condition: C20000}}\n"
                ),
            )],
        ),
    ]
}

/// What lies beside the configuration.
fn beside() -> Vec<(&'static str, Vec<Made>)> {
    let wide = |text: &str, mark: &[u8]| [mark, &text.bytes().flat_map(|byte| [byte, 0]).collect::<Vec<u8>>()].concat();
    let template = "Resources: {V: {Type: AWS::EC2::VPC}}\n";
    let patterns = format!("exclude = [{}]\n", repeat("\"*a*b**c\", ", 20_000));
    let globs = format!("exclude = [\"{}\"]\n", repeat("{a,", 2_000) + &repeat("}", 2_000));
    vec![
        ("utf16-without-a-mark", vec![file("a.tf", wide(&vpc("\"x\""), &[]))]),
        ("utf16-template", vec![file("a.yaml", wide(template, &[0xff, 0xfe]))]),
        ("utf16-template-without-a-mark", vec![file("a.yaml", wide(template, &[]))]),
        ("large-gitignore", vec![file("a.tf", vpc("\"x\"")), file(".gitignore", repeat("*a*b\n", 100_000))]),
        (
            "deep-values",
            vec![
                file("a.tf", vpc("var.a") + "variable \"a\" {}\n"),
                file("terraform.tfvars", nested("a = ", "[", "", "]", "\n")),
                file("b.auto.tfvars.json", nested("{\"a\": ", "[", "", "]", "}")),
            ],
        ),
        ("settings-with-many-patterns", vec![file("a.tf", vpc("\"x\"")), file("enilint.toml", patterns)]),
        ("settings-with-a-deep-pattern", vec![file("a.tf", vpc("\"x\"")), file("enilint.toml", globs)]),
        ("settings-nested-lists", vec![file("a.tf", vpc("\"x\"")), file("enilint.toml", nested("a = ", "[", "", "]", "\n"))]),
        ("settings-nested-tables", vec![file("a.tf", vpc("\"x\"")), file("enilint.toml", nested("a = ", "{a=", "1", "}", "\n"))]),
    ]
}
