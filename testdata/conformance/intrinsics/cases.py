"""The cases of the table: intrinsic functions alone, nested, under conditions and with mappings, written as JSON in their long form."""

from itertools import product


def ref(name):
    return {"Ref": name}


def att(name, attribute):
    return {"Fn::GetAtt": [name, attribute]}


def fn(name, argument):
    return {"Fn::" + name: argument}


def select(index, items):
    return fn("Select", [index, items])


def join(delimiter, items):
    return fn("Join", [delimiter, items])


def sub(text, names=None):
    return fn("Sub", text if names is None else [text, names])


def find(*path):
    return fn("FindInMap", list(path))


def either(condition, yes, no):
    return fn("If", [condition, yes, no])


NOVALUE = ref("AWS::NoValue")
CONDITIONS = ["IsProd", "IsDev", "Open", "NotProd", "ProdAndOpen", "ProdOrOpen", "DevAndOpen", "Nested", "OpenTwice", "ByMap", "SameRegion", "EmptyIsEmpty", "NumberIsText"]
PSEUDO = ["AWS::Region", "AWS::AccountId", "AWS::StackName", "AWS::Partition", "AWS::URLSuffix"]

references = (
    [ref(name) for name in ["Given", "Number", "List", "Empty", "Env", "Open1", "Subnets", "Vpc", "SubnetA", "Eni", "Instance", "Optional"] + PSEUDO]
    + [att(*pair) for pair in [("Vpc", "CidrBlock"), ("Vpc", "DefaultSecurityGroup"), ("SubnetA", "AvailabilityZone"), ("SubnetA", "VpcId"), ("SubnetA", "CidrBlock"), ("Eni", "PrimaryPrivateIpAddress"), ("Instance", "PrivateIp"), ("Instance", "AvailabilityZone"), ("Group", "GroupId"), ("Group", "VpcId"), ("Optional", "PrivateIp")]]
    + [fn("GetAtt", "Vpc.CidrBlock"), fn("GetAtt", "Instance.PublicDnsName"), fn("GetAtt", "Nested.Outputs.SubnetId")]
    + [[ref("SubnetA"), ref("SubnetB")], [NOVALUE, "a"], {"A": NOVALUE, "B": "b"}, {"A": {"B": ref("Given")}}, [[ref("Given")], []]]
)

substitutions = [
    sub(text) for text in ["", "plain", "${Given}", "a-${Given}-b", "${AWS::Region}a", "${Vpc}", "${Vpc.CidrBlock}", "${SubnetA.AvailabilityZone}", "${Instance.PrivateIp}:80", "${!Literal}", "${!Given}-${Given}", "$Given", "${Given}${Number}", "${Number}", "{${Given}}", "$${Given}", "a${Open1}b", "arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:vpc/${Vpc}", "${Empty}", "${Env}", "a\nb ${Given}", "${ Given }", "é ${Given}", "${Optional}", "{{resolve:ssm:/a/b}}", "x ${List}", "}", "${"]
] + [
    sub("${a}-${Given}", {"a": "x"}), sub("${a}", {"a": ref("Vpc")}), sub("${Given}", {"Given": "shadow"}), sub("${a}${b}", {"a": "1", "b": att("Eni", "PrimaryPrivateIpAddress")}), sub("${a}", {"a": join(",", ["x", "y"])}), sub("${a}", {"a": either("IsProd", "p", "d")}), sub("${a}", {"a": either("Open", "p", "d")}),
    sub("${a}", {"a": select(1, ["x", "y"])}), sub("${a}", {"a": find("Sizes", ref("Env"), "Type")}), sub("${!a}", {"a": "x"}), sub("${a} ${AWS::Region}", {"a": sub("${Given}")}), sub("${a}", {"a": ref("Number")}), sub("no names", {}), sub("${a}", {"a": 5}), sub("${a}", {"a": True}), sub("${Vpc}/${a}", {"a": "b"}),
]

joins = (
    [join(delimiter, items) for delimiter, items in product(["", ",", "-", "::"], [["a", "b"], [], ["a"], [ref("Given"), "x"], [ref("Vpc"), "x"]])]
    + [join(",", ref("List")), join("-", ref("Subnets")), join(",", fn("GetAZs", "")), join(".", fn("Split", [".", "10.0.0.1"])), join("", ["a", NOVALUE, "b"]), join("-", ["a", either("IsDev", "b", NOVALUE), "c"]), join("", ["1", 2, 3]), join("", [True, "x"]), join(",", [join("-", ["a", "b"]), "c"]), join("/", [ref("AWS::Region"), "x"]), join("", ["", "a", ""]), join(",", find("Regions", "us-east-1", "Zones")), join("-", [ref("Empty"), "a"]), join("", [sub("${Vpc}"), "-", sub("${Given}")]), join(",", select(0, [["a", "b"], ["c"]]))]
)

lists = (
    [select(index, items) for index, items in product([0, "1", 2], [["a", "b", "c"], ref("List"), ref("Subnets"), fn("Split", [",", "x,y,z"]), fn("GetAZs", ""), fn("Cidr", ["10.0.0.0/16", 4, 8])])]
    + [select(ref("Number"), ["a", "b", "c", "d"]), select(find("Sizes", "prod", "Count"), ["a", "b", "c"]), select(0, [either("IsProd", "p", "d"), "x"]), select(0, [either("Open", "p", "d"), "x"]), select(0, [ref("Vpc")]), select(0, either("IsProd", ["a"], ["b"])), select(1, [NOVALUE, "a", "b"]), select(0, find("Regions", ref("AWS::Region"), "Zones")), select(0, fn("Split", ["/", att("Vpc", "CidrBlock")])), select(1, fn("Split", [":", "a:b:c"])), select(0, fn("GetAZs", ref("AWS::Region"))), select(1, fn("GetAZs", "eu-west-1")), select(0, [["a"], "b"]), select(0, ref("Subnets"))]
    + [fn("Split", [delimiter, text]) for delimiter, text in [(",", "a,b,c"), (",", ""), ("|", "a|b|"), (",", "abc"), ("--", "a--b"), (",", ref("Given")), (" ", "a b  c"), (".", "1.2"), (",", sub("${Given},x")), (",", join(",", ["a", "b"])), (",", ref("Open1")), ("/", att("Vpc", "CidrBlock"))]]
    + [fn("GetAZs", region) for region in ["", ref("AWS::Region"), "eu-central-1", ref("Given")]]
    + [fn("Length", value) for value in [["a", "b"], [], ref("List"), fn("Split", [",", "a,b,c"]), fn("GetAZs", ""), [ref("Vpc"), ref("Given")], [either("IsDev", "x", NOVALUE), "y"], find("Regions", "us-east-1", "Zones")]]
)

maps = (
    [find("Sizes", env, key) for env, key in product(["prod", "dev", ref("Env")], ["Type", "Count"])]
    + [find("Regions", region, key) for region, key in product(["us-east-1", "eu-west-1", ref("AWS::Region")], ["Ami", "Zones"])]
    + [find("Sizes", "stage", "Type", {"DefaultValue": "t3.micro"}), find("Sizes", "prod", "Type", {"DefaultValue": "t3.micro"}), find("Sizes", "prod", "None", {"DefaultValue": ref("Given")}), find("None", "a", "b", {"DefaultValue": ["x"]}), find("Sizes", sub("${Env}"), "Type"), find(ref("MapName"), "prod", "Type"), find("Sizes", select(0, ["prod", "dev"]), "Type"), find("Sizes", either("IsProd", "prod", "dev"), "Type"), find("Sizes", either("Open", "prod", "dev"), "Type"), find("Sizes", either("Open", "prod", "dev"), "Same"), find("Regions", ref("AWS::Region"), join("", ["A", "mi"])), find("Sizes", "prod", "Flag"), find("Regions", "eu-west-1", find("Names", "Key", "Ami"))]
)

conditionals = (
    [either(name, "yes", "no") for name in CONDITIONS]
    + [either(name, ref("Vpc"), NOVALUE) for name in CONDITIONS[:4]]
    + [either(outer, either(inner, "a", "b"), either(inner, "c", "d")) for outer, inner in product(["IsProd", "Open", "IsDev"], ["IsProd", "Open", "NotProd"])]
    + [either("Open", "same", "same"), either("IsProd", {"A": 1}, {"A": 2}), either("Open", {"A": 1}, {"A": 2}), either("IsProd", ["a"], []), [either("IsProd", "a", NOVALUE), either("IsDev", "b", NOVALUE), "c"], {"A": either("IsDev", "x", NOVALUE), "B": either("IsProd", "y", NOVALUE)}, either("IsProd", select(0, ref("List")), "x"), either("Open", sub("${Vpc}-x"), "y"), either("IsDev", att("Optional", "PrivateIp"), "none"), either("OpenTwice", "never", "always"), either("IsProd", NOVALUE, "x"), [either("Open", "a", NOVALUE)], either("ProdOrOpen", [ref("SubnetA")], [ref("SubnetB")])]
)

networks = (
    [fn("Cidr", [block, count, bits]) for block, count, bits in [("10.0.0.0/16", 2, 8), ("10.0.0.0/16", "3", "8"), ("10.0.0.0/24", 4, 5), ("192.168.0.0/24", 6, 5), ("10.0.0.0/16", 256, 8), ("10.0.0.0/16", 1, 16), ("2001:db8::/56", 4, 64), (att("Vpc", "CidrBlock"), 2, 8), (ref("Given"), 2, 8), (ref("Open1"), 2, 8), ("10.0.0.0/16", ref("Number"), 8), ("10.0.5.0/16", 2, 8)]]
    + [fn("Cidr", ["10.0.0.0/16", 2]), select(0, fn("Cidr", [att("Vpc", "CidrBlock"), 6, 8])), select(5, fn("Cidr", ["10.0.0.0/16", 6, 8])), select(2, fn("Cidr", [ref("Open1"), 6, 8])), join(",", fn("Cidr", ["10.0.0.0/16", 2, 8]))]
)

encodings = (
    [fn("Base64", text) for text in ["", "hello", "é\n", sub("#!/bin/bash\necho ${Given}"), join("", ["a", "b"]), ref("Given"), ref("Vpc"), "1", sub("x ${Vpc}")]]
    + [fn("ToJsonString", value) for value in [{"a": "b"}, ["a", "b"], {"a": {"b": ["c", "d"]}}, [], {}, {"a": ref("Given")}, {"a": sub("${Given}-x")}, {"a": ref("Vpc")}, ["x", ref("Number")], {"b": "1", "a": "2"}, {"a": "\"q\"\\"}, {"a": either("IsProd", "p", "d")}, [NOVALUE, "a"]]]
    + [fn("ImportValue", name) for name in ["shared-vpc", sub("${Given}-vpc"), join("-", ["a", "b"])]]
)

mixed = [
    select(0, fn("Split", [",", join(",", [ref("Given"), "x"])])), sub("${a}", {"a": fn("Base64", "x")}), join("", fn("Split", ["-", sub("${Given}-${Number}")])), select(ref("Number"), fn("GetAZs", "")), find("Sizes", select(0, fn("Split", ["-", "prod-x"])), "Type"), sub("${z}", {"z": select(0, fn("GetAZs", ref("AWS::Region")))}), join("", [select(0, fn("Cidr", ["10.0.0.0/16", 1, 8])), "!"]), fn("Base64", fn("Base64", "x")), fn("Length", fn("Cidr", ["10.0.0.0/16", 5, 8])), select(0, [fn("GetAtt", "Vpc.CidrBlock")]),
    either("IsProd", fn("Cidr", ["10.0.0.0/16", 2, 8]), []), sub("${a}/${b}", {"a": find("Regions", ref("AWS::Region"), "Ami"), "b": join("", ["x"])}), select(1, fn("Split", ["/", sub("${Vpc.CidrBlock}")])), {"Tags": [{"Key": "Name", "Value": sub("${AWS::StackName}-x")}]}, [join("", [sub("${Given}"), either("IsProd", "1", "2")])], sub("${a}", {"a": fn("Select", ["0", ref("List")])}), fn("Split", ["-", either("IsProd", "a-b", "c-d")]), fn("Split", ["-", either("Open", "a-b", "c-d")]), select(0, fn("Split", ["-", either("Open", "a-b", "c-d")])), join(",", [either("Open", "a", NOVALUE), "b"]), fn("Length", either("Open", ["a"], ["b", "c"])),
]

more = (
    [join(delimiter, [either(condition, "x", "y"), "z"]) for delimiter, condition in product(["", "-"], CONDITIONS)]
    + [select(index, [either(condition, "x", "y"), "z"]) for index, condition in product([0, 1], CONDITIONS)]
    + [sub("${a}/${Given}", {"a": either(condition, ref("Vpc"), "none")}) for condition in CONDITIONS]
    + [[either(condition, {"Key": "a"}, NOVALUE), {"Key": "b"}] for condition in CONDITIONS]
    + [find("Sizes", either(condition, "prod", "dev"), "Type") for condition in CONDITIONS]
    + [fn("Base64", sub("${a}", {"a": either(condition, "x", "y")})) for condition in CONDITIONS[:5]]
    + [either(condition, att("SubnetA", "VpcId"), ref("Given")) for condition in CONDITIONS[:5]]
)

CASES = references + substitutions + joins + lists + maps + conditionals + networks + encodings + mixed + more

PARAMETERS = {"Given": "given value", "Number": "3", "List": "a,b, c", "Env": "prod", "Empty": "", "MapName": "Sizes"}

TEMPLATE = {
    "AWSTemplateFormatVersion": "2010-09-09",
    "Transform": "AWS::LanguageExtensions",
    "Parameters": {
        "Given": {"Type": "String"},
        "Number": {"Type": "Number", "Default": 1},
        "List": {"Type": "CommaDelimitedList"},
        "Subnets": {"Type": "List<AWS::EC2::Subnet::Id>"},
        "Env": {"Type": "String", "AllowedValues": ["prod", "dev"]},
        "Open1": {"Type": "String"},
        "Empty": {"Type": "String"},
        "MapName": {"Type": "String"},
    },
    "Mappings": {
        "Sizes": {"prod": {"Type": "m5.large", "Count": 2, "Same": "x", "Flag": True}, "dev": {"Type": "t3.small", "Count": 1, "Same": "x", "Flag": False}},
        "Regions": {"us-east-1": {"Ami": "ami-1", "Zones": ["a", "b"]}, "eu-west-1": {"Ami": "ami-2", "Zones": ["c"]}},
        "Names": {"Key": {"Ami": "Ami"}},
    },
    "Conditions": {
        "IsProd": {"Fn::Equals": [{"Ref": "Env"}, "prod"]},
        "IsDev": {"Fn::Equals": [{"Ref": "Env"}, "dev"]},
        "Open": {"Fn::Equals": [{"Ref": "Open1"}, "x"]},
        "NotProd": {"Fn::Not": [{"Condition": "IsProd"}]},
        "ProdAndOpen": {"Fn::And": [{"Condition": "IsProd"}, {"Condition": "Open"}]},
        "ProdOrOpen": {"Fn::Or": [{"Condition": "IsProd"}, {"Condition": "Open"}]},
        "DevAndOpen": {"Fn::And": [{"Condition": "IsDev"}, {"Condition": "Open"}]},
        "Nested": {"Fn::Or": [{"Fn::And": [{"Condition": "IsProd"}, {"Fn::Not": [{"Condition": "IsDev"}]}]}, {"Condition": "Open"}]},
        "OpenTwice": {"Fn::And": [{"Condition": "Open"}, {"Fn::Not": [{"Condition": "Open"}]}]},
        "ByMap": {"Fn::Equals": [{"Fn::FindInMap": ["Sizes", {"Ref": "Env"}, "Type"]}, "m5.large"]},
        "SameRegion": {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]},
        "EmptyIsEmpty": {"Fn::Equals": [{"Ref": "Empty"}, ""]},
        "NumberIsText": {"Fn::Equals": [{"Ref": "Number"}, "3"]},
    },
    "Resources": {
        "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
        "SubnetA": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24", "AvailabilityZone": "us-east-1a"}},
        "SubnetB": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.1.0/24"}},
        "Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "x", "VpcId": {"Ref": "Vpc"}}},
        "Eni": {"Type": "AWS::EC2::NetworkInterface", "Properties": {"SubnetId": {"Ref": "SubnetA"}, "PrivateIpAddress": "10.0.0.9"}},
        "Instance": {"Type": "AWS::EC2::Instance", "Properties": {"ImageId": "ami-1", "SubnetId": {"Ref": "SubnetA"}}},
        "Optional": {"Type": "AWS::EC2::Instance", "Condition": "Open", "Properties": {"ImageId": "ami-1"}},
        "Nested": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://example.com/nested.yaml"}},
    },
}
