"""The expressions of the table: every function and form of the language, with the edges that matter. `regenerate.py` evaluates them."""

from itertools import product


def calls(name, *argument_lists):
    """One call for each combination of arguments."""
    return [f"{name}({', '.join(arguments)})" for arguments in product(*argument_lists)]


def each(name, lines):
    """One call for each line of arguments."""
    return [f"{name}({line})" for line in lines]


STRINGS = ['""', '"hello"', '"Hello World"', '"  a b  "', '"é😀ß"', '"a,b,,c"', '"null"', '"12"', '"1.50"', '"true"', '"a\\nb\\n"', '"x-y_z"']
NUMBERS = ["0", "1", "-1", "2.5", "-2.5", "1e3", "1000000", "0.1", '"7"', "3.999"]
LISTS = ["[]", '["a"]', '["a", "b", "c"]', '["b", "a", "b"]', "[1, 2, 3]", "[3, 1, 2]", '["a", null, ""]', "[true, false]", '[["a"], ["b"]]', '["1", 2]']
SETS = ["toset([])", 'toset(["a", "b"])', 'toset(["b", "a", "b"])', "toset([3, 1])"]
MAPS = ["{}", '{ a = 1 }', '{ a = "x", b = "y" }', '{ b = 1, a = "two" }', '{ "k-1" = true }', 'tomap({ z = 1, y = 2 })', "{ a = null }"]
ANY = ["null", "true", "false", "1", '"a"', '""', "[]", "{}", "[1]", "{ a = 1 }", 'toset(["a"])']

numeric = (
    calls("abs", NUMBERS) + calls("ceil", NUMBERS) + calls("floor", NUMBERS) + calls("signum", NUMBERS)
    + each("abs", ["null", '"x"', "true", "[]"])
    + each("log", ["1, 10", "16, 2", "100, 10", "8, 2", "-1, 2", "50, 10"])
    + each("pow", ["2, 10", "2, 0", "2, -1", "0, 0", "2.5, 2", "-2, 3", "4, 0.5", "10, 20", "-8, 0.5"])
    + each("max", ["1", "1, 2, 3", "-1, -2", '"5", 4', "[1, 2]...", "", "null", "1.5, 1.25", "[]..."])
    + each("min", ["1", "1, 2, 3", "-1, -2", '"5", 4', "[1, 2]...", "", "1, null", "0, -0"])
    + each("parseint", ['"100", 10', '"FF", 16', '"ff", 16', '"-101", 2', '"zz", 36', '"Zz", 62', '"12", 1', '"12", 63', '"9", 8', '"", 10', "100, 2", '"1.5", 10', '"+7", 10', '"0x1f", 16', '"99999999999999999999", 10', "null, 10", '"1_000", 10'])
    + each("sum", ["[1, 2, 3]", "[]", "[1.5, 2.5]", '["1", 2]', '["a"]', "toset([1, 2])", "[null]", "null", "[-1, 1]", "{}", "[0.1, 0.2]"])
    + each("range", ["3", "0", "-3", "1, 4", "4, 1", "0, 10, 3", "10, 0, -4", "0, 1, 0.25", "0, 10, 0", "1, 4, -1", "2, 2", "1025", "0.5", "1.5, 4", '"3"', "null"])
    + ["10 / 3", "10 / 4", "-7 % 3", "7 % -3", "7.5 % 2", "1 / 0 > 5", "1 % 0", "2 + 3 * 4", "(2 + 3) * 4", "-5 + 3", "--5", "1.0", "1e3", "1.5e-3", "0.1 + 0.2", "1 + \"2\"",
       "\"a\" + 1", "1 + true", "1 + null", "10 - 2 - 3", "2 * 3 % 4", "100 / 10 / 5", "1000000 * 1000000", "9007199254740993", "9007199254740993 + 1", "123456789012345678901234567890",
       "1/3", "2/3*3", "1e100", "0.30000000000000004", "-0", "5 - -5", "- 5", "1.10", "100000000000000000000", "1e21", "1e-7", "0.00001"]
    + [f'"${{{n}}}"' for n in ["1", "1.0", "1.50", "1e3", "1e21", "1e-7", "1/3", "100000000000000000000", "-0", "true", "0.1+0.2", "2.0e2", "9007199254740993", "123456.789"]]
)

comparisons = [f"{a} {op} {b}" for op in ["==", "!="] for a, b in [
    ("1", "1"), ("1", '"1"'), ("true", '"true"'), ("null", "null"), ("null", '""'), ("[]", "[]"), ("[1]", "[1]"), ("[1]", '["1"]'), ("{}", "{}"), ("{ a = 1 }", "{ a = 1 }"),
    ("{ a = 1 }", '{ a = "1" }'), ('toset(["a"])', '["a"]'), ("tolist([1])", "[1]"), ("tolist([1])", "tolist([1])"), ("1", "1.0"), ('"a"', '"A"'), ("[null]", "[null]"), ("tomap({a=1})", "{a=1}"),
    ('toset(["a","b"])', 'toset(["b","a"])'), ("[]", "tolist([])"), ("tonumber(null)", "null"), ("tostring(null)", "null"), ("[[1]]", "[[1]]"), ('"é"', '"e\\u0301"'),
]] + [f"{a} {op} {b}" for op in ["<", "<=", ">", ">="] for a, b in [("1", "2"), ("2", "2"), ('"1"', "2"), ("1.5", "1.25"), ('"a"', '"b"'), ("null", "1"), ("true", "false"), ("-1", "0")]]

logic = [f"{a} {op} {b}" for op in ["&&", "||"] for a in ["true", "false", '"true"', '"x"', "null", "1"] for b in ["true", "false"]] + ["[][0] && false", "[][0] || true", "[][0] && true", "false && [][0]", "upper(null) == \"x\" || true", "[][0] && [][0]", 
    "!true", "!false", '!"true"', "!null", "!1", "!!true", "true && false || true", "false || true && false", "!(true && false)", "false && (1 / 0 == 1)", "true || [][0]",
    "1 < 2 && 2 < 3", "1 == 1 == true", "true == true && false == false"]

conditionals = [
    'true ? "a" : "b"', "false ? 1 : 2", 'true ? 1 : "a"', 'false ? 1 : "a"', "true ? null : 1", "false ? null : 1", 'true ? "a" : null', "null ? 1 : 2", '"true" ? 1 : 2', '"x" ? 1 : 2', "1 ? 1 : 2",
    "true ? [1] : []", "false ? [1] : []", 'true ? ["a"] : [1]', 'true ? [1, "a"] : [2]', "true ? { a = 1 } : {}", "false ? { a = 1 } : {}", "true ? { a = 1 } : { b = 2 }", 'true ? { a = 1 } : { a = "x" }', "true ? { a = 1 } : null",
    "true ? [] : {}", "true ? toset([1]) : [1]", "true ? tolist([1]) : []", "true ? tomap({a=1}) : {}", 'true ? "1" : 2', "true ? 1 : true", 'true ? true : "x"', "true ? [1, 2] : [3]", "false ? [[1]] : [[]]", "true ? [] : [[1]]",
    "true ? 1 : 1/0", "true ? 1 : [][0]", "false ? [1][5] : 2", "(true ? { a = 1, b = 2 } : { a = 3 }).a", "true ? [{ a = 1 }] : [{ b = 1 }]", "true ? { a = [1] } : { a = [] }", "true ? { a = { b = 1 } } : { a = {} }", 'length(true ? ["a", "b"] : [])', "tolist(true ? [1] : [])[0]",
    'true ? "a" : "b" == "b" ? "c" : "d"', "true ? false ? 1 : 2 : 3", "(false ? null : null) == null", "type_of_nothing", "true ? {} : { a = 1 }", "true ? null : []", "true ? [null] : [1]", 'keys(true ? { a = 1 } : { a = 1, b = 2 })', "true ? toset([]) : toset([1])",
]

templates = [
    '"${1}"', '"${"a"}b"', '"a${1 + 1}b"', '"${null}"', '"a${null}"', '"${[]}"', '"a${[]}"', '"${true}"', '"a${true}"', '"$${a}"', '"%%{a}"', '"$$"', '"$"', '"%"', '"a$b"', '"\\t\\n\\"\\\\"', '"\\u00e9"', '"\\U0001F600"', '"\\q"',
    '"%{ if true }a%{ endif }"', '"%{ if false }a%{ endif }"', '"%{ if true }a%{ else }b%{ endif }"', '"%{ if false }a%{ else }b%{ endif }"', '"%{ for x in [1, 2] }${x},%{ endfor }"', '"%{ for k, v in { a = 1 } }${k}=${v};%{ endfor }"', '"%{ for x in [] }x%{ endfor }"',
    '"%{ for i, x in ["a", "b"] }${i}${x}%{ endfor }"', '"  ${~ "a" ~}  b"', '" a %{~ if true ~} b %{~ endif ~} c"', '"${"${"x"}"}"', '"${ { a = 1 }.a }"', '"${[1, 2][1]}"', '"x${join(",", ["a", "b"])}y"', '"%{ for x in ["a"] }%{ for y in [1, 2] }${x}${y}%{ endfor }%{ endfor }"',
    '"%{ if true }%{ if false }a%{ else }b%{ endif }%{ endif }"', '"%{ for x in null }a%{ endfor }"', '"%{ if null }a%{ endif }"', '"${1}${2}"', '"${{}}"', '"${toset(["a"])}"', '"é${"😀"}"', '"\\${"', '"a\\\\${1}"', '"%{ for s in toset(["b", "a"]) }${s}%{ endfor }"',
    "<<EOT\nhello\n  world\nEOT\n", "<<-EOT\n    hello\n      world\n    EOT\n", "<<EOT\n${1 + 1}\n%{ if true }\nyes\n%{ endif }\nEOT\n", "<<-EOT\n  %{ for x in [1, 2] ~}\n  item ${x}\n  %{ endfor ~}\n  end\n  EOT\n", "<<EOT\n\nEOT\n", "<<EOT\nEOT\n", "<<-EOT\n\ta\n\t\tb\n\tEOT\n",
    "<<-EOT\n  a\n\n   b\n  EOT\n", "<<EOT\n$${x} %%{y}\nEOT\n", "<<EOT\n\\n \"q\"\nEOT\n", "<<-EOT\n    a\n  ${\"b\"}\n      c\n  EOT\n", "trimspace(<<EOT\n  x\nEOT\n)", "[<<A\none\nA\n, <<B\ntwo\nB\n]", "<<EOT\na ${~ \"b\" ~}\n c\nEOT\n", "<<-EOT\n  a\n ${\"  x\"}\n  EOT\n",
    'upper("${"a"}")', 'length("${[1, 2]}")', '"${1 == 1 ? "y" : "n"}"', '"%{ if true ~}  a  %{~ endif }"', '"a%{ if true }\\n%{ endif }b"', '"${1.50}"', '"${"1.50"}"', '"${-1}"', '"${!true}"', '"${(1)}"',
]

fors = [
    "[for x in [1, 2, 3] : x * 2]", "[for x in [1, 2, 3] : x if x > 1]", "[for i, x in [\"a\", \"b\"] : \"${i}-${x}\"]", "[for k, v in { a = 1, b = 2 } : \"${k}${v}\"]", "[for v in { b = 1, a = 2 } : v]", "{ for x in [\"a\", \"b\"] : x => upper(x) }",
    "{ for k, v in { a = 1 } : v => k }", "{ for x in [\"a\", \"a\"] : x => 1 }", "{ for x in [\"a\", \"b\", \"a\"] : x => 1... }", "{ for i, x in [\"a\", \"b\", \"a\"] : x => i... }", "[for x in toset([\"b\", \"a\"]) : x]", "[for x in [] : x]", "{ for x in [] : x => x }", "[for x in null : x]",
    "[for x in \"abc\" : x]", "[for x in [1] : x if null]", "[for x in [1] : x if \"true\"]", "[for x in [1] : x if \"no\"]", "{ for x in [1, 2] : x => x }", "{ for x in [true] : x => 1 }", "{ for x in [null] : x => 1 }", "{ for x in [[]] : x => 1 }", "[for x in [[1, 2], [3]] : [for y in x : y + 1]]",
    "flatten([for x in [1, 2] : [for y in [\"a\", \"b\"] : \"${x}${y}\"]])", "[for x in [1, 2] : { n = x }]", "{ for o in [{ k = \"a\", v = 1 }] : o.k => o.v }", "[for k in keys({ b = 1, a = 2 }) : k]", "{ for k, v in { a = { x = 1 }, b = { x = 2 } } : k => v.x if v.x > 1 }", "[for i, v in toset([\"a\"]) : i]",
    "[for x in [1, \"a\", true] : x]", "tolist([for x in [1, \"a\"] : x])", "{ for k, v in [\"x\", \"y\"] : k => v }", "{ for k, v in [\"x\", \"y\"] : v => k }", "[for x in { a = null } : x]", "[for x in [null] : x]", "length([for x in range(5) : x if x % 2 == 0])", "[for s in [\"a\"] : s...]", "{for k, v in {a = 1}: k => v if v == 2}",
    "[for s in split(\",\", \"a,b\") : trimspace(s)]", "{ for p in setproduct([\"a\", \"b\"], [1, 2]) : \"${p[0]}-${p[1]}\" => p }", "merge([for x in [\"a\", \"b\"] : { (x) = 1 }]...)", "[for k, v in { z = 1, a = 2, m = 3 } : k]", "{ for x in [{ a = 1 }, { a = 1 }] : x.a => x... }", "[for n in [3, 1, 2] : n if n != 1][0]", "{ for s in [\"x\"] : \"${s}\" => s }", "{ for s in [\"x\"] : (s) => s }",
]

access = [
    "[1, 2, 3][0]", "[1, 2, 3][2]", "[1, 2, 3][3]", "[1, 2, 3][-1]", "[1, 2, 3][1.5]", '[1, 2, 3]["1"]', '[1, 2, 3]["a"]', "[1, 2, 3].0", "[1, 2, 3].1", "{ a = 1 }.a", '{ a = 1 }["a"]', "{ a = 1 }.b", '{ a = 1 }["b"]', 'tomap({ a = 1 })["b"]', "tomap({ a = 1 }).a", "{ a = { b = [10, 20] } }.a.b[1]", "null[0]", "null.a",
    '"abc"[0]', '"abc".x', "toset([1])[0]", "[[1, 2], [3, 4]][1][0]", "[{ a = 1 }][0].a", "[{ a = 1 }].0.a", "[1, 2][*]", "[{ a = 1 }, { a = 2 }][*].a", "[{ a = 1 }, { a = 2 }].*.a", "null[*]", "1[*]", '"a"[*]', "{ a = 1 }[*]", "{ a = 1 }[*].a", "{ a = 1 }.*.a", "[[1, 2], [3]][*][0]", "[[1, 2], [3]].*.0", "[{ a = [1, 2] }][*].a[0]", "[{ a = [1, 2] }].*.a[0]",
    "[][*].a", "[].*.a", "null[*].a", "[null][*]", "toset([1, 2])[*]", "[{ a = { b = 1 } }][*].a.b", "[{ a = 1 }, { b = 2 }][*].a", "{ \"a b\" = 1 }[\"a b\"]", "{ (\"x\") = 1 }.x", "{ 1 = \"a\" }[\"1\"]", "{ 1 = \"a\" }[1]", "{ true = 1 }[\"true\"]", "{ a = 1, a = 2 }", "{ a : 1, b : 2 }", "{ a = 1\n b = 2 }", "{ \"${\"k\"}\" = 1 }", "{ null = 1 }", "{ (null) = 1 }", "[1, 2,]", "{ a = 1, }",
    "tolist([\"a\", \"b\"])[1]", "tolist([\"a\", \"b\"])[\"0\"]", "tomap({ a = { b = 1 } }).a.b", "[1,2,3][\"x\"]", "[true][0]", "[[]][0]", "{}.a", "{ a = [] }.a[0]", "{ a = [] }.a[*].b", "[1, 2][0 + 1]", "{ a = 1 }[\"${\"a\"}\"]", "[for x in [1] : x][0]", "(true ? [1] : [2])[0]", "{ if = 1 }.if", "{ for = 1 }[\"for\"]", "tomap({})[\"a\"]",
]

strings = (
    calls("upper", STRINGS) + calls("lower", STRINGS) + calls("title", STRINGS) + calls("strrev", STRINGS) + calls("trimspace", STRINGS) + calls("chomp", STRINGS) + calls("length", STRINGS)
    + each("upper", ["null", "1", "true", "[]"]) + each("strrev", ['"e\\u0301a"', '"👨‍👩‍👧x"', "12"]) + each("title", ['"hello-world foo_bar"', '"éa ßb"', '"a1b c"', '"it\'s o\'neil"', '"UPPER lower"'])
    + each("lower", ['"ÀÉ"', '"İ"', '"ΑΣ"']) + each("upper", ['"ß"', '"ŉ"', '"ﬁ"'])
    + each("chomp", ['"a\\r\\n"', '"a\\n\\n"', '"a\\r"', '"\\n"', '"a\\n "'])
    + each("trim", ['"xxaxx", "x"', '"  a ", " "', '"abcba", "ab"', '"", "x"', '"a", ""', '"éaé", "é"', '"?!hello?!", "!?"', '"aaa", "a"'])
    + each("trimprefix", ['"helloworld", "hello"', '"hello", "x"', '"", "a"', '"aa", "a"', '"a", ""']) + each("trimsuffix", ['"helloworld", "world"', '"hello", "x"', '"", "a"', '"aa", "a"'])
    + each("startswith", ['"hello", "he"', '"hello", "x"', '"", ""', '"a", ""', '"a", "ab"']) + each("endswith", ['"hello", "lo"', '"hello", "x"', '"", ""', '"a", ""']) + each("strcontains", ['"hello", "ell"', '"hello", "x"', '"hello", ""'])
    + each("substr", ['"hello", 1, 3', '"hello", 0, -1', '"hello", -3, 2', '"hello", -3, -1', '"hello", 0, 10', '"hello", 10, 1', '"hello", 1, 0', '"é😀x", 1, 1', '"hello", -10, 2', '"", 0, 1', '"hello", 5, 1', '"hello", 2, -2', '"hello", 1.5, 1', '"e\\u0301ab", 0, 1', '"🤔🤷x", 0, 1', '"hello", -1, 5', '"hello", 4, -1', '"hello", -2, 0'])
    + each("split", ['",", "a,b,c"', '",", ""', '"", "abc"', '",", "a"', '"ab", "1ab2ab"', '",", ",a,"', '" ", "a  b"', '"", ""', '"", "é😀"', "null, \"a\""])
    + each("join", ['",", ["a", "b"]', '",", []', '",", [1, 2]', '"", ["a", "b"]', '",", ["a", null]', '",", toset(["b", "a"])', '",", ["a"], ["b", "c"]', '"-", [true, false]', '",", null', '",", "a"', '","', '",", [[]]', '", ", [1.5, "x"]', '",", tolist([])', '",", {a = 1}'])
    + each("replace", ['"hello", "l", "L"', '"hello", "/l+/", "L"', '"hello", "/(h)(e)/", "$2$1"', '"hello", "/(?P<x>l)/", "[$x]"', '"hello", "", "-"', '"hello", "x", "y"', '"a.b", ".", "-"', '"a/b", "/", "-"', '"a/b/c", "//", "-"', '"abc", "/[/", "x"', '"hello", "/l/", "$$"', '"hello", "/(l)/", "$1x"', '"hello", "/(l)/", "${1}x"', '"a b", "/\\\\s/", "_"', '"aaa", "a", ""', '"", "a", "b"', '"abc", "/^./", ""', '"10.0.0.0/16", "/", "-"', '"AbC", "/[A-Z]/", "x"', '"x", "/", "y"', '"hello", "/$/", "!"', '"é", "/./", "x"'])
    + each("format", ['"%s", "a"', '"%d", 1', '"%d", 1.5', '"%d", "3"', '"%05d", 42', '"%-5d|", 42', '"%+d", 5', '"%x", 255', '"%X", 255', '"%o", 8', '"%b", 5', '"%f", 1.5', '"%.2f", 3.14159', '"%e", 12345.678', '"%g", 0.00001', '"%G", 1e21', '"%t", true', '"%t", "true"', '"%v", 1', '"%v", "a"', '"%v", true', '"%v", null', '"%v", [1, "a"]', '"%v", { a = 1 }', '"%#v", "a"', '"%#v", [1]', '"%q", "a\\"b"', '"%%"', '"%s %s", "a", "b"', '"%[2]s %[1]s", "a", "b"', '"%s", 1', '"%s", true', '"%s", null', '"%s", []', '"%5s|", "a"', '"%-5s|", "a"', '"%.2s", "abc"', '"%s"', '"a", 1', '"%z", 1', '"%", 1', '"%*d", 5, 3', '"%03d", -5', '"%+.1f", 2.25', '"%x", "hi"', '"%X", "hi"', '"%q", 1', '"%d", "a"', '"%d", null', '"%d", true', '"% d", 5', '"%#x", 255', '"%8.3f|", 3.14159', '"%s-%d", "web", 3', '"web-%02d", 7', '"%5.1f", 3.25', '"%c", 65', '"%v", 1.10', '"%v", 1e21', '"%d", 1e20', '"%s", 1.50', '"%[1]s%[1]s", "a"', '"%[3]s", "a"', '"%s", "é"', '"%5s", "é"', '"%v", tolist([])', '"%v", [null]', '"%t", 1', '"%d%%", 50', '"", []...', '"%s%s", ["a", "b"]...', "null", '"%08b", 5', '"%v", -0.5', '"%.0f", 2.5', '"%.0f", 3.5', '"%.3g", 1234.5678'])
    + each("formatlist", ['"%s", ["a", "b"]', '"%s-%s", ["a", "b"], ["1", "2"]', '"%s-%s", "x", ["a", "b"]', '"%s", []', '"%s-%s", ["a"], ["1", "2"]', '"x"', '"%s", "a"', '"%d", [1, 2]', '"%s", toset(["b", "a"])', '"%s", [null]', '"%s-%s", ["a"], []', '"%v", [[1], [2]]', '"%s", null'])
    + each("indent", ['2, "a\\nb"', '0, "a\\nb"', '2, ""', '2, "a\\n\\nb"', '-1, "a\\nb"', '1, "a"', '2, "\\na"'])
    + each("regex", ['"[a-z]+", "abc123"', '"([a-z]+)(\\\\d+)", "abc123"', '"(?P<x>[a-z]+)(?P<y>\\\\d+)", "abc123"', '"x", "abc"', '"(a)|(b)", "b"', '"(?i)ABC", "abc"', '"[", "a"', '"", "abc"', '"^$", ""', '"\\\\p{L}+", "éa1"', '"a{2}", "aaa"', '"(?s).+", "a\\nb"', '"(a(b)?)", "a"', '"(?P<x>a)(b)", "ab"', '"^(?:(?P<scheme>[^:/?#]+):)?", "https://x"', '"a(?=b)", "ab"', '"(a)\\\\1", "aa"', '"\\\\d+", "x"', '"[[:alpha:]]+", "ab1"', '"\\\\bfoo\\\\b", "a foo b"'])
    + each("regexall", ['"[a-z]", "a1b2"', '"([a-z])(\\\\d)", "a1b2"', '"(?P<l>[a-z])", "a1b2"', '"x", "abc"', '"", "ab"', '"[", "a"', '"a*", "baac"', '"(a)|(b)", "ab"', '".", "é😀"'])
    + ['length(regexall("a", "banana"))', 'length(regexall("^ami-", "ami-123")) > 0', 'can(regex("^[a-z]+$", "abc"))', 'can(regex("^[a-z]+$", "ABC"))', 'try(regex("x(.)", "xy")[0], "none")']
    + each("length", ["null", "1", "true", '"👨‍👩‍👧"', '"e\\u0301"', "[]", "[1, 2]", "{}", "{ a = 1 }", 'toset(["a", "a"])', "tolist([])"])
)

collections = (
    each("length", LISTS + MAPS + SETS) + each("reverse", LISTS + SETS[:2] + ["null", '"abc"', "{}"]) + each("distinct", LISTS + SETS[:2] + ["null", "[1, 1.0]", '["1", 1]']) + each("flatten", LISTS + SETS[:2] + ["[[[1]], [2, [3]]]", "[[], [[]]]", "null", "[null]", "[{ a = [1] }]", '["a", ["b"], toset(["c"])]', "[[1], null]", "{}"])
    + each("compact", LISTS[:7] + ["null", '["", "a", null, " "]', "[1]"]) + each("sort", ['["b", "a"]', "[]", '["B", "a", "A"]', "[10, 9, 2]", '["é", "e", "f"]', 'toset(["b", "a"])', '["b", null]', "null", '["a10", "a9", "a1"]', "[true, false]", '["", "a"]'])
    + each("concat", ["[1], [2]", "[]", "[], []", '["a"], [1]', "tolist([1]), tolist([2])", "[1], null", "[1], 2", "", "toset([1]), [2]", '[["a"]], [["b"]]', '["a"], toset(["b"])', "[1], tolist(null)"])
    + each("contains", ['["a", "b"], "a"', '["a", "b"], "c"', "[1, 2], 1", '[1, 2], "1"', '["1"], 1', "[], 1", 'toset(["a"]), "a"', "[null], null", "[[1]], [1]", "null, 1", '{ a = 1 }, 1', '"abc", "a"', "[1.0], 1", '["true"], true', '[true], "true"'])
    + each("element", ['["a", "b", "c"], 0', '["a", "b", "c"], 2', '["a", "b", "c"], 3', '["a", "b", "c"], 7', '["a", "b", "c"], -1', '["a", "b", "c"], -4', "[], 0", '["a"], 1.5', '["a"], "0"', 'toset(["a"]), 0', "null, 0", "{ a = 1 }, 0", '["a", 1], 1', '["a", "b"], 1000000000000'])
    + each("index", ['["a", "b"], "b"', '["a"], "x"', "[1, 2], 2", '[1], "1"', "[], 1", 'toset(["a"]), "a"', "null, 1", "[null], null", "[[1]], [1]"])
    + each("slice", ['["a", "b", "c"], 0, 2', '["a", "b", "c"], 1, 1', '["a", "b", "c"], 0, 4', '["a", "b", "c"], 2, 1', '["a", "b", "c"], -1, 2', "[], 0, 0", '[1, "a"], 0, 1', 'toset(["a"]), 0, 1', "null, 0, 0", '["a", "b", "c"], "1", 3', "tolist([1, 2]), 1, 2"])
    + each("chunklist", ['["a", "b", "c"], 2', '["a", "b"], 5', "[], 2", '["a", "b"], 0', '["a"], -1', '["a", "b", "c"], 1', '["a"], 1.5', "[1, \"a\"], 1"])
    + each("keys", MAPS + ["null", "[]", '"a"', "{ b = 1, a = 2, C = 3 }", '{ "é" = 1, z = 2 }']) + each("values", MAPS + ["null", "[]", "{ b = 1, a = 2 }"])
    + each("lookup", ['{ a = 1 }, "a"', '{ a = 1 }, "b"', '{ a = 1 }, "b", 2', '{ a = "x" }, "b", "d"', 'tomap({ a = 1 }), "b", 0', '{}, "a", "d"', '{ a = null }, "a", "d"', '{ a = [1] }, "b", []', '{ a = 1 }, "b", "x"', 'null, "a", 1', '{ a = 1 }, null, 1', '{ a = 1, b = "x" }, "a", 9', '[1], 0, 1', '{ a = 1 }, "b", null', 'tomap({ a = "1" }), "b", 2', '{ a = 1 }, "a", 2, 3'])
    + each("merge", ["{ a = 1 }, { b = 2 }", "{ a = 1 }, { a = 2 }", "{}", "", "{}, {}", "{ a = 1 }, null", "null", "null, null", 'tomap({ a = "x" }), { b = 1 }', 'tomap({ a = 1 }), tomap({ b = 2 })', "{ a = { b = 1 } }, { a = { c = 2 } }", "[{ a = 1 }, { b = 2 }]...", "{ a = 1 }, [1]", "[]...", 'tomap({ a = 1 }), {}', '{ a = 1 }, { b = "x" }, { a = null }'])
    + each("zipmap", ['["a", "b"], [1, 2]', 'toset(["a"]), toset(["a"])', 'toset(["a"]), ["a"]', "[], []", '["a"], [1, 2]', '["a", "a"], [1, 2]', '["a", "b"], [1, "x"]', '["b", "a"], ["1", "2"]', 'null, []', '["a"], null', '["a"], tolist([1])', '["a", null], [1, 2]', "[1, 2], [\"x\", \"y\"]"])
    + each("transpose", ['{ a = ["1", "2"], b = ["2"] }', "{}", '{ a = [] }', "null", '{ a = ["x"], b = ["x"] }'])
    + each("setproduct", ['["a", "b"], [1, 2]', '["a"], []', '["a", "b"]', 'toset(["a"]), toset(["b"])', '["a"], ["b"], ["c", "d"]', "", "[], []", "null, [1]", '["a", 1], ["b"]', 'tolist(["a"]), toset(["b"])', '[{ a = 1 }], ["x"]'])
    + each("setunion", ['["a"], ["b"]', '["a"], ["a"]', "[], []", "[1], [\"1\"]", '["a"]', 'toset(["b"]), toset(["a"]), ["c"]', "null, []"]) + each("setintersection", ['["a", "b"], ["b"]', '["a"], ["b"]', "[], [1]", '["a"]', '["a", "b"], ["b", "c"], ["b"]']) + each("setsubtract", ['["a", "b"], ["b"]', '["a"], []', "[], [1]", '["a"], ["a"]', "[1, 2], [\"1\"]"])
    + each("matchkeys", ['["a", "b"], ["1", "2"], ["2"]', '["a"], ["1", "2"], ["1"]', "[], [], []", '["a", "b"], [1, 2], [1]', '["a"], ["1"], []', '["a", "b"], ["x", "x"], ["x"]'])
    + each("coalesce", ['"a"', '"", "b"', 'null, "b"', "null, null", '"", ""', "", '1, "a"', "null, 0", "false, true", "[], [1]", '["", "x"]...', 'null, ""', '{}, { a = 1 }', '1, null', 'null, 1, "a"'])
    + each("coalescelist", ['["a"], ["b"]', '[], ["b"]', "[], []", "", 'null, ["b"]', '[], [1], ["a"]', 'toset([]), ["a"]', "[], {}"])
    + each("one", ["[]", '["a"]', '["a", "b"]', 'toset(["a"])', "null", "[null]", '"a"', "{}", "tolist([])"])
    + each("alltrue", ["[]", "[true]", "[true, false]", '["true"]', "[null]", '["x"]', "null", "[true, null]", "toset([true])", "[false, null]"]) + each("anytrue", ["[]", "[true]", "[true, false]", '["true"]', "[null]", "[false]", "null", "[true, null]", "[false, null]"])
    + each("sum", ["[for x in [1, 2] : x]", "values({ a = 1, b = 2 })"])
)

conversions = (
    calls("tostring", ANY + ["1.5", "1e21", "1/3", "-0.0"]) + calls("tonumber", ANY + ['"1.5"', '"1e3"', '" 1"', '"0x10"', '"-7"', '"abc"', '"1_0"', '"+1"', '".5"', '"5."', '"007"']) + calls("tobool", ANY + ['"true"', '"false"', '"True"', '"1"', '"yes"'])
    + calls("tolist", ANY + ['["a", 1]', "[1, true]", '[[], ["a"]]', "[null, 1]", '[{ a = 1 }, { a = "x" }]', "[{ a = 1 }, { b = 1 }]", "[[1], [\"a\"]]", 'toset(["b", "a"])', "[{}, { a = 1 }]", "[[], {}]", '[1, "a", true]'])
    + calls("toset", ANY + ['["b", "a", "b"]', '["a", 1]', "[1, 1.0]", '["1", 1]', "[null, null]", "[[1], [1]]", "[3, 10, 2]", '["é", "z", "a"]', "[true, false, true]", '[{ a = 1 }, { a = 1 }]', "[{ a = 1 }, { b = 1 }]", '["B", "a"]', "[-1, 1, 0]", '[""]'])
    + calls("tomap", ANY + ['{ a = 1, b = "x" }', "{ a = 1, b = true }", "{ a = [1], b = [] }", "{ a = 1, b = null }", '{ a = { x = 1 }, b = { x = "y" } }', "{ a = { x = 1 }, b = { y = 1 } }", "{ a = 1, b = [1] }", "{ a = {}, b = { x = 1 } }"])
    + ['toset(["a"]) == toset(["a"])', "tolist(toset([2, 1]))", 'tomap({ a = "1" }) == { a = "1" }', "tostring(tonumber(\"1.50\"))", "tonumber(tostring(1.50))", 'tostring(tobool("true"))', "tolist(null) == null", "length(toset([1, 1, 2]))", 'tobool(tostring(true))', "tolist([1, 2]) == [1, 2]"]
    + ['sensitive("a")', 'nonsensitive(sensitive("a"))', 'nonsensitive("a")', 'issensitive(sensitive(1))', "issensitive(1)", 'upper(sensitive("a"))', 'length(sensitive([1, 2]))', "sensitive(null)", '"${sensitive("a")}b"', "ephemeralasnull(1)", "ephemeralasnull(null)"]
    + ['convert("1", number)', "convert([1, \"a\"], list(string))", "convert({ a = 1 }, map(string))", "convert({ a = 1 }, object({ a = string, b = optional(number, 5) }))", 'convert("a", number)', "convert([1, 1], set(number))", "convert(null, string)", "convert([1, \"a\"], tuple([string, string]))"]
)

encodings = (
    calls("base64encode", STRINGS) + each("base64decode", ['"aGVsbG8="', '""', '"aGVsbG8"', '"!!"', '"w6k="', '"/w=="', '" aGVsbG8="', '"aGVs\\nbG8="']) + calls("urlencode", STRINGS + ['"a b&c=d/e?f"', '"~-._*"', '"+"', "'\"'".replace("'\"'", '"(\'!)"')])
    + calls("jsonencode", ANY + ['"a\\"b\\\\c\\n"', '"<a>&"', '"é😀"', "1.5", "1e21", "1/3", "[1, \"a\", null, true]", '{ b = 1, a = [1, { c = null }] }', '"\\u2028"', "tomap({ b = \"x\", a = \"y\" })", "toset([2, 1])", '"\\t"', "123456789012345678901234567890", "0.1", "-0.0", "1e-7", '"\\u0001"', "100", "1e3", "[[]]", "{ a = {} }", '"/"'])
    + each("jsondecode", ['"{}"', '"[]"', '"null"', '"true"', '"1"', '"1.5"', '"1e3"', "jsonencode({ a = [1, \"b\", null] })", '"\\"a\\""', '"{\\"a\\":1}"', '"{"', '""', '" [1] "', '"[1,\\"a\\",true,null]"', '"{\\"b\\":1,\\"a\\":2}"', '"[1] x"', '"\\"\\\\u00e9\\""', '"[{\\"a\\":1},{\\"b\\":2}]"', '"{\\"a\\":1,\\"a\\":2}"', '"01"', '"nul"', '"12345678901234567890"', '"\'a\'"'])
    + ['jsondecode(jsonencode({ a = 1 })).a', "jsondecode(\"[1,2]\")[1]", 'keys(jsondecode("{\\"b\\":1,\\"a\\":2}"))']
    + calls("yamlencode", ANY + ['"a: b"', '"yes"', '"1"', '"a\\nb\\n"', '"é"', "1.5", '{ b = 1, a = [1, { c = "x" }] }', '"#x"', '" a "', '[["a"]]', '{ "a b" = null }', '"-"', '"null"', '"a\\"b"', "{ a = [] }", "{ a = {} }", "[{ a = 1, b = 2 }]", '"multi\\nline"', '"0x1"', '"2020-01-01"', "1e21", '"%a"', '"true"', '"~"', '"@x"', '"a: "', "{ true = 1 }", '{ "1" = 2 }'])
    + each("yamldecode", ['"a: 1"', '"- a\\n- b"', '""', '"null"', '"yes"', '"true"', '"1.5"', '"0x1f"', '"0o17"', '"1e3"', '"a: [1, b, null]"', '"{a: 1, b: {c: 2}}"', '"a: |\\n  x\\n  y\\n"', '"a: >\\n  x\\n  y\\n"', '"&x a"', '"a: &x 1\\nb: *x"', '"a: !!str 1"', '"2020-01-01"', '"~"', '"\'a\'\'b\'"', '"a: b: c"', '"[1"', '"1: a"', '"a:\\n  - 1\\n  - b: 2"', '"---\\na: 1"', '"a: 1\\n---\\nb: 2"', '"# c\\na: 1"', '"x: on"', '"a: !foo 1"', '"<<: {a: 1}\\nb: 2"', '"a: 1\\na: 2"', '"017"', '"1_000"', '"\\"\\\\u00e9\\""', '"plain text"', '"!!binary aGk="', '"-1"', '"+1"', '"a: 0.10"'])
    + ["yamldecode(yamlencode({ a = [1, \"x\", null], b = { c = true } }))"]
    + each("csvdecode", ['"a,b\\n1,2\\n3,4"', '"a,b\\n"', '""', '"a\\n\\"x,y\\""', '"a,a\\n1,2"', '"a,b\\n1"', '"a;b\\n1;2"', '"a,b\\r\\n1,2\\r\\n"', '"a,b\\n\\"q\\"\\"r\\",é\\n"'])
    + sum((calls(f, ['""', '"hello"', '"é"']) for f in ["md5", "sha1", "sha256", "sha512", "base64sha256", "base64sha512"]), [])
    + each("uuidv5", ['"dns", "www.example.com"', '"url", "https://example.com/"', '"oid", "1.3.6.1"', '"x500", "CN=x"', '"6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com"', '"bad", "x"', '"dns", ""'])
    + each("textencodebase64", ['"hello", "UTF-16LE"', '"é", "ISO-8859-1"', '"a", "UTF-8"', '"a", "bad"', '"😀", "UTF-16BE"', '"a", "utf-16le"', '"é", "windows-1252"']) + each("textdecodebase64", ['"aABlAGwAbABvAA==", "UTF-16LE"', '"6Q==", "ISO-8859-1"', '"YQ==", "UTF-8"', '"!!", "UTF-8"', '"YQ==", "bad"'])
    + ['base64decode(base64gzip("hello")) == ""', 'length(base64gzip("")) > 0', 'can(base64gzip("a"))', 'base64encode(null)', "rsadecrypt(\"x\", \"y\")"]
)

network = (
    each("cidrhost", ['"10.0.0.0/16", 5', '"10.0.0.0/16", -1', '"10.0.0.0/16", -2', '"10.0.0.0/30", 4', '"10.0.0.0/30", 3', '"10.1.2.3/16", 1', '"fd00::/64", 1', '"fd00::/64", 34', '"fd00::/120", 256', '"10.0.0.0", 1', '"bad", 1', '"10.0.0.0/33", 1', '"10.0.0.0/16", 65536', '"10.0.0.0/32", 0', '"10.0.0.0/31", 1', '"10.0.0.0/16", "5"', '"10.0.0.0/16", 1.5', '"010.0.0.0/16", 1', '"fd00::/64", -1', '"0.0.0.0/0", 1', '"::/0", 1', '"10.0.0.0/16", null', '"10.0.0.0/24", -257', '"10.0.0.0/24", -256', '"2001:db8::/32", 4294967296'])
    + each("cidrnetmask", ['"10.0.0.0/16"', '"10.0.0.0/32"', '"0.0.0.0/0"', '"fd00::/64"', '"bad"', '"172.16.0.0/12"', '"10.0.0.0/25"'])
    + each("cidrsubnet", ['"10.0.0.0/16", 8, 0', '"10.0.0.0/16", 8, 255', '"10.0.0.0/16", 8, 256', '"10.0.0.0/16", 8, -1', '"10.0.0.0/16", 0, 0', '"10.0.0.0/16", 17, 0', '"10.0.0.0/16", 16, 65535', '"fd00::/56", 8, 18', '"10.1.2.3/16", 4, 15', '"bad", 8, 1', '"10.0.0.0/16", -1, 0', '"fd00:fd12:3456:7890::/56", 16, 162', '"10.0.0.0/16", "8", "1"', '"10.0.0.0/16", 8.5, 1', '"0.0.0.0/0", 8, 10', '"::/0", 64, 1', '"10.0.0.0/31", 1, 1', '"2001:db8::/32", 96, 1', '"10.0.0.0/16", 2, 4', '"10.0.0.0/16", 1, 1', '"172.16.0.0/12", 4, 2', '"10.0.0.0/16", null, 1', '"10.0.0.0/08", 8, 1', '"10.0.0.0/24", 2, 3', '"fe80::/48", 33, 6'])
    + each("cidrsubnets", ['"10.1.0.0/16", 4, 4, 8, 4', '"10.0.0.0/16"', '"10.0.0.0/16", 8', '"10.0.0.0/16", 1, 1, 1', '"10.0.0.0/16", 17', '"10.0.0.0/16", 0', '"fd00::/48", 16, 16, 32', '"10.0.0.0/24", 2, 3, 3', '"10.0.0.0/16", 8, 4', '"bad", 1', '"10.0.0.0/16", [4, 4]...', '"10.1.2.3/16", 8, 8', '"10.0.0.0/30", 1, 2, 2', '"10.0.0.0/16", -1'])
    + ['[for i in range(3) : cidrsubnet("10.0.0.0/16", 8, i)]', 'cidrhost(cidrsubnet("10.0.0.0/16", 8, 3), 10)', '[for c in cidrsubnets("10.0.0.0/16", 8, 8) : cidrhost(c, 4)]', 'split("/", "10.0.0.0/16")[1]', 'cidrsubnet(cidrsubnet("10.0.0.0/8", 8, 1), 8, 2)']
)

times = (
    each("formatdate", ['"YYYY-MM-DD", "2020-01-02T03:04:05Z"', '"DD MMM YYYY hh:mm ZZZ", "2020-01-02T03:04:05Z"', '"EEEE, DD-MMM-YY hh:mm:ss ZZZ", "2020-01-02T15:04:05Z"', '"HH:mm aa", "2020-01-02T15:04:05Z"', '"h:m:s AA", "2020-01-02T03:04:05Z"', '"MMMM D", "2020-12-02T03:04:05Z"', '"YY M", "2020-12-02T03:04:05Z"', '"\'T\'", "2020-12-02T03:04:05Z"', '"YYYY", "2020-13-01T00:00:00Z"', '"YYYY", "x"', '"Z ZZZZ ZZZZZ", "2020-01-02T03:04:05+02:00"', '"EEE", "2020-01-02T03:04:05Z"', '"hh", "2020-01-02T24:00:00Z"', '"Q", "2020-01-02T03:04:05Z"', '"", "2020-01-02T03:04:05Z"', '"YYYY-MM-DD", "2020-01-02"', '"H", "2020-01-02T00:04:05Z"', '"a", "2020-01-02T00:04:05Z"'])
    + each("timeadd", ['"2020-01-02T03:04:05Z", "10m"', '"2020-01-02T03:04:05Z", "-1h"', '"2020-01-02T03:04:05Z", "1h30m"', '"2020-01-02T03:04:05Z", "24h"', '"2020-01-02T03:04:05Z", "1.5h"', '"2020-01-02T03:04:05Z", "1d"', '"x", "1h"', '"2020-01-02T03:04:05+02:00", "1h"', '"2020-02-28T23:59:59Z", "1s"', '"2020-01-02T03:04:05Z", ""', '"2020-01-02T03:04:05Z", "500ms"', '"2020-12-31T23:00:00Z", "8760h"', '"2020-01-02T03:04:05Z", "0"'])
    + each("timecmp", ['"2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z"', '"2020-01-02T00:00:00Z", "2020-01-02T00:00:00Z"', '"2020-01-02T00:00:00Z", "2020-01-01T00:00:00Z"', '"2020-01-02T00:00:00Z", "2020-01-02T01:00:00+01:00"', '"x", "2020-01-01T00:00:00Z"'])
    + ["timestamp()", "uuid()", 'bcrypt("a")', "length(timestamp())", 'can(timestamp())', 'timestamp() == ""']
)

files = (
    each("file", ['"plain.txt"', '"./plain.txt"', '"${path.module}/plain.txt"', '"missing.txt"', '"sub/deep.txt"', '"unicode.txt"', '"empty.txt"', '"binary.bin"', '"${path.root}/sub/../plain.txt"', '"sub"', "null", '"table.csv"'])
    + each("fileexists", ['"plain.txt"', '"missing.txt"', '"sub"', '"sub/deep.txt"', '"${path.module}/plain.txt"']) + each("filebase64", ['"plain.txt"', '"binary.bin"', '"missing.txt"', '"unicode.txt"']) + sum((each(f, ['"plain.txt"', '"binary.bin"', '"missing.txt"']) for f in ["filemd5", "filesha1", "filesha256", "filesha512", "filebase64sha256", "filebase64sha512"]), [])
    + each("fileset", ['path.module, "*.txt"', 'path.module, "**/*.txt"', '".", "*.tftpl"', 'path.module, "{plain,empty}.txt"', 'path.module, "sub/*"', 'path.module, "nothing*"', '"missing", "*"', 'path.module, "[pe]*.txt"', '"sub", "*.txt"', 'path.module, "?lain.txt"'])
    + each("templatefile", ['"greeting.tftpl", { name = "World", items = ["a", "b"] }', '"greeting.tftpl", { name = "World" }', '"if.tftpl", { on = true }', '"if.tftpl", { on = false }', '"if.tftpl", {}', '"missing.tftpl", {}', '"plain.txt", {}', '"plain.txt", { "bad-name" = 1 }', '"greeting.tftpl", { name = 1, items = [] }', '"if.tftpl", { on = "x" }', '"if.tftpl", []', '"${path.module}/if.tftpl", { on = 1 == 1 }', '"greeting.tftpl", { name = null, items = [] }'])
    + each("templatestring", ['local.template, { name = "x" }', 'local.template, {}', '"a ${1}", {}', 'local.template, { name = "x", more = 1 }', "local.template, []"])
    + ['csvdecode(file("table.csv"))', 'csvdecode(file("table.csv"))[0].b', 'length(file("plain.txt"))', 'trimspace(file("sub/deep.txt"))', 'basename(path.module)', "path.module", "path.root", 'basename("a/b/c.txt")', 'basename("")', 'basename("/")', 'basename("a/")', 'basename("/a/b")', 'dirname("a/b/c.txt")', 'dirname("a")', 'dirname("")', 'dirname("/")', 'dirname("/a")', 'dirname("a/b/")', 'dirname("a//b")', 'pathexpand("a/b")', 'pathexpand("/x")', 'abspath("/a/../b")', 'abspath("/a//b/.")', 'basename("a\\\\b")', 'dirname("./a")', 'dirname("../a/b")', 'basename("..")', 'split("/", path.module)', 'for_each_in_file']
)

trying = [
    "try(1, 2)", "try([][0], 2)", "try([][0], [][1])", "try({}.a, \"d\")", "try(null, 1)", "try(null.a, 1)", "try(tonumber(\"x\"), tonumber(\"y\"), 3)", "try(jsondecode(\"{\"), {})", "can(1)", "can([][0])", "can({}.a)", "can(null.a)", 'can(tonumber("x"))', 'can(regex("a", "b"))', "try(local.object.a, 5)", "try(local.object.missing, 5)", "try(local.object.nested.x, 5)", "can(local.object.missing)",
    "try(tolist(local.object), [local.object])", "try(local.list[10], \"none\")", "try(local.list[0], \"none\")", "try(local.null_object.a, \"d\")", "try(local.undefined, 1)", "can(local.list[*].a)", "try(tostring([]), \"x\")", "try(cidrsubnet(\"x\", 1, 1), null)", "try([for x in null : x], [])", 'try("${[]}", "bad")', "try(1 % 0, -1)", "try(element([], 0), null)", "try(one([1, 2]), 0)", "try(lookup({}, \"a\"), 7)", "try(coalesce(null, \"\"), \"none\")", "try(local.map[\"zz\"], \"d\")",
]

references = [
    "local.string", "local.list", "local.map", "local.object", "local.object.a", "local.object[\"a\"]", "local.list[0]", "local.list[*]", "local.map[\"x\"]", "local.map.x", "local.nested", "local.nested[0].name", "local.nested[*].name", "local.nested.*.name", "[for n in local.nested : n.name]", "{ for n in local.nested : n.name => n.ports }", "flatten(local.nested[*].ports)", "length(local.nested)", "local.set", "local.number + 1", "\"${local.string}-${local.number}\"", "local.flag ? local.list : []",
    "merge(local.map, { z = \"3\" })", "keys(local.map)", "values(local.map)", "lookup(local.map, \"q\", \"d\")", "var.with_default", "var.nullable", "var.object", "var.object.b", "var.list", "var.optional.extra", "var.optional.sub.x", "var.set", "var.any", "var.map_of_objects[\"one\"].size", "[for k, v in var.map_of_objects : \"${k}=${v.size}\"]", "var.number_as_string", "var.string_as_number", "var.tuple[1]", "var.not_nullable", "terraform.workspace == \"default\"",
    "zipmap(local.list, range(length(local.list)))", "{ for i, s in local.list : s => i }", "distinct(concat(local.list, [\"a\"]))", "local.nested[length(local.nested) - 1].name", "contains(keys(local.map), \"x\")", "join(\",\", sort([for k, v in local.map : \"${k}=${v}\"]))", "coalesce(var.nullable, local.string)", "var.optional", "var.deep.a.b", "var.deep.a.c", "var.sensitive", "length(var.list) > 1 ? var.list[1] : var.list[0]", "local.conditional", "local.tuple", "[for t in local.tuple : t]", "setproduct(local.list, keys(local.map))",
    "toset(local.nested[*].name)", "one(local.nested[*].name)", "local.nested[0][\"name\"]", "element(local.list, length(local.list))", "slice(local.list, 0, 1)", "local.null_object", "local.null_object == null", "alltrue([for n in local.nested : length(n.ports) > 0])", "sum(flatten(local.nested[*].ports))", "{ for n in local.nested : n.name => n if contains(n.ports, 80) }", "transpose({ for n in local.nested : n.name => [for p in n.ports : tostring(p)] })",
]

unknowns = [
    "local.u_string", "\"a${local.u_string}\"", "upper(local.u_string)", "local.u_number + 1", "local.u_bool ? 1 : 2", "local.u_bool ? 1 : 1", "local.u_list[0]", "length(local.u_list)", "[local.u_string]", "[local.u_string][0]", "{ a = local.u_string }.a", "{ a = local.u_string, b = 1 }.b", "length([local.u_string])", "length({ a = local.u_string })", "keys({ a = local.u_string })", "concat([local.u_string], [1])", "local.u_id == null", "local.u_id != null", "local.u_string == local.u_string", "coalesce(local.u_id, \"x\")", "coalesce(\"x\", local.u_id)",
    "true || local.u_bool", "false && local.u_bool", "local.u_bool || true", "local.u_bool && false", "!local.u_bool", "contains([\"a\", local.u_string], \"a\")", "contains([\"a\"], local.u_string)", "merge({ a = 1 }, { b = local.u_string })", "merge({ a = local.u_string }, { a = 1 })", "lookup({ a = local.u_string }, \"b\", 1)", "try(local.u_string, 1)", "can(local.u_string)", "[for x in [local.u_string] : x]", "[for x in local.u_list : x]", "{ for k, v in { a = local.u_string } : k => v }", "flatten([[local.u_string], [\"b\"]])", "element([local.u_string, \"b\"], 1)", "compact([\"a\", local.u_string])", "toset([local.u_string])", "length(toset([local.u_string]))",
    "jsonencode({ a = local.u_string })", "format(\"%s\", local.u_string)", "format(\"%s\", \"x\")", "join(\",\", [local.u_string])", "join(\",\", [])", "split(\",\", local.u_string)", "local.u_map[\"a\"]", "local.u_any.x", "local.u_any[*]", "[local.u_string, \"b\"][*]", "cidrsubnet(local.u_string, 8, 1)", "zipmap([\"a\"], [local.u_string])", "reverse([local.u_string, 1])", "slice([local.u_string, 1], 1, 2)", "one([local.u_string])", "local.u_bool ? [1] : []", "length(local.u_bool ? [1] : [2])", "tolist([local.u_string])", "distinct([local.u_string])", "values({ a = local.u_string, b = 1 })", "sort([local.u_string])", "tostring(local.u_string)", "tonumber(local.u_string)", "substr(local.u_string, 0, 1)", "startswith(local.u_string, \"a\")", "max(local.u_number, 1)", "local.u_number > 1", "setunion([local.u_string], [\"a\"])", "sum([local.u_number])", "alltrue([local.u_bool, false])", "anytrue([local.u_bool, true])", "range(local.u_number)", "local.u_list == []", "[local.u_string] == []", "{ (local.u_string) = 1 }", "matchkeys([\"a\"], [local.u_string], [\"x\"])", "setproduct([local.u_string], [1])", "chunklist([local.u_string], 1)", "index([\"a\", local.u_string], \"a\")", "replace(local.u_string, \"a\", \"b\")", "base64encode(local.u_string)", "templatefile(\"if.tftpl\", { on = local.u_bool })", "nonsensitive(local.u_string)", "coalescelist([local.u_string], [])", "coalescelist(local.u_list, [1])", "regexall(\"a\", local.u_string)", "element(local.u_list, 0)", "local.u_set", "[for x in local.u_set : x]", "length([for x in [1, 2] : x if local.u_bool])",
]

core = ['core::upper("a")', 'core::length([1])', 'core::cidrsubnet("10.0.0.0/16", 8, 1)', 'core::nothing("a")', 'core::try([][0], 1)', "core::can(1)", 'core::templatefile("if.tftpl", { on = true })', 'provider::none::f(1)', 'nothing("a")', "upper()", 'upper("a", "b")', "core::max(1, 2)", "core::tolist([1])", "core::file(\"plain.txt\")", "list(1, 2)", "map(\"a\", 1)"]

formats = each("format", ['"%v", 1000000', '"%v", 123456789', '"%v", 123456.789', '"%g", 1000000', '"%g", 100000', '"%#v", 1', '"%#v", null', '"%5v|", 1', '"%-8v|", true', '"%05v", 12', '"%-8.2f|", 3.14159', '"%+d", -5', '"%x", -255', '"%b", 2.5', '"%E", 0', '"%g", 0', '"%10s|", "ab"', '"%.1s", "éa"', '"%5t|", true', '"%q", "é\\t"', '"%10q|", "a"', '"%[1]d %[1]x", 10', '"%[2]d", 1, 2', '"%[1]d", 1, 2', '"%d %[1]d", 1', '"%05d", -42', '"%+05d", 42', '"%#o", 8', '"%#b", 5', '"%s", 1e21', '"%d", 123456789012', '"%.3d", 5', '"%6.3d|", 5', '"%s", local.object', '"%v", local.list', '"%-05d|", 5', '"%o", -8', '"%.2e", 12345', '"%.10g", 0.1', '"%f", 1e10', '"% x", 255', '"%+v", 5', '"%08.3f", -3.14159', '"%.0f", 0.5', '"%5%"'])
yaml = each("yamlencode", ['"aaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbb cccccccccccccccccccccccc dddddddddddddddddddddddd eeeeeeeeeeeeeeeeeee"', '{a = "x\\ny", b = ["p\\nq\\n"]}', "[{a=[1], b={c=[{d=1}]}}]", "[[1,2],[3]]", '"a\\n\\n"', '" a\\nb"', '"\\n"', '"\\t"', '"a\\tb\\n"', "[[]]", "[{}]", '"😀\\u0001"', '{a = {b = "x\\n"}}', '"a \\nb"', '"\\\\"', '"\\u2028"', "[null]"]) + each("yamldecode", ['"a: 12:30:45"', '"a: 0b11"', '"a: 1."', '"a: .5"', '"a: !!float 1"', '"a: !!bool yes"', '"y"', '"Y"', '"NO"', '"Off"', '"TRUE"', '"Null"', '"2020-01-01 10:00:00"', '"2020-01-01T10:00:00Z"', '"a: 0x"', '"00"', '"08"', '"1.0"', '"a:"', '"- "', '"? a\\n: b"', '"[a, b]: c"', '"null: c"', '"true: c"', '"a: &x {p: 1}\\nb:\\n  <<: *x\\n  q: 2"', '"a: &x {p: 1}\\nb:\\n  <<: [*x]\\n  p: 2"', '"1.5: a"', '"&a [*a]"', '"="', '"-0"', '"-.5"', '"0o8"', '"a\\n...\\n"'])

# What functions make of a set, which has no order of its own.
sets = [
    "tolist(toset([[\"b\", \"a\"], [\"a\", \"z\"], [\"a\", \"c\"]]))", "tolist(toset([null, \"b\", \"a\"]))", "tolist(toset([10, 9, 1.5]))", "tolist(toset([{a = \"y\", b = 1}, {a = \"x\", b = 2}, {a = \"x\", b = 10}]))",
    "tolist(toset([tolist([\"b\"]), tolist([\"a\", \"b\"]), tolist([])]))", "tolist(toset([true, false]))", "[for i, p in setproduct(toset([\"b\", \"a\"]), toset([2, 10])) : \"${i}${p[0]}${p[1]}\"]", "setproduct([\"a\", \"a\"], toset([\"x\"]))",
    "tolist(toset([[\"a b\"], [\"a\"], [\"a\\\"\"], [\"é\"], [null]]))",
    "setproduct([\"b\", \"a\"], toset([\"y\", \"x\"]))",
    "setproduct(toset([\"b\",\"a\"]), [\"y\", \"x\"])",
    "format(\"%v\", toset([\"b\",\"a\"]))",
    "format(\"%v\", [\"\", null])",
    "format(\"%v\", {a=1})",
    "concat(toset([\"b\",\"a\"]), [\"c\"])",
    "formatlist(\"%s\", toset([\"b\",\"a\"]))",
    "flatten([toset([\"b\",\"a\"])])",
    "chunklist(toset([\"b\",\"a\"]), 1)",
    "slice(toset([\"b\",\"a\"]),0,1)",
    "reverse(toset([\"b\",\"a\"]))",
    "sort(toset([\"b\",\"a\"]))",
    "distinct(toset([\"b\",\"a\"]))",
    "compact(toset([\"b\",\"a\"]))",
    "element(toset([\"b\",\"a\"]),0)",
    "toset([\"b\",\"a\"])[0]",
    "toset([\"b\",\"a\"])[*]",
    "index(toset([\"b\",\"a\"]),\"a\")",
    "coalescelist(toset([\"b\"]),[\"a\"])",
    "matchkeys(toset([\"b\",\"a\"]),[\"x\",\"y\"],[\"x\"])",
    "join(\",\", toset([\"b\",\"a\"]))",
    "jsonencode(toset([\"b\",\"a\"]))",
    "zipmap([\"a\",\"b\"], tolist(toset([\"y\",\"x\"])))",
    "length(toset([\"b\",\"b\"]))",
    "contains(toset([\"b\"]), \"b\")",
    "sum(toset([1,2]))",
    "max(toset([1,2])...)",
    "keys(toset([\"a\"]))",
    "one(toset([\"a\"]))",
    "lookup(toset([\"a\"]),\"a\")",
    "transpose({a=toset([\"x\"])})",
    "setunion([\"b\"],toset([\"a\"]))",
    "setintersection([\"b\"],[\"b\"])",
    "values({b=1,a=2})",
    "format(\"%v\", tolist([]))",
    "range(toset([1])...)",
    "merge(toset([]), {})",
    "alltrue(toset([true]))",
    "setsubtract([\"c\",\"a\",\"b\"],[\"a\"])",
    "setsymmetricdifference([\"c\",\"a\",\"b\"],[\"a\",\"z\"])",
    "[for x in setproduct([\"b\"],toset([\"z\",\"y\"])) : x[1]]"]

GROUPS = {
    "sets": sets,
    "formats": formats, "yaml": yaml,
    "numeric": numeric, "comparisons": comparisons, "logic": logic, "conditionals": conditionals, "templates": templates, "for": fors, "access": access, "strings": strings, "collections": collections, "conversions": conversions, "encodings": encodings, "network": network, "times": times, "files": files, "try": trying, "references": references, "unknown": unknowns, "namespaced": core,
}

if __name__ == "__main__":
    print({name: len(group) for name, group in GROUPS.items()}, sum(len(set(group)) for group in GROUPS.values()))
