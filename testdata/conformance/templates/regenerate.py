"""Evaluates the templates of the corpus with an evaluator of its own: python regenerate.py ORACLE CORPUS

Writes `facts/<repository>.json`: the network resources of each template with the values of their properties.
"""

import json
import pathlib
import sys

sys.path.insert(0, sys.argv[1])
import cfn_resolve  # noqa: E402

NETWORK = (
    "AWS::EC2::",
    "AWS::AutoScaling::AutoScalingGroup",
    "AWS::AutoScaling::LaunchConfiguration",
    "AWS::EKS::Nodegroup",
    "AWS::ElasticLoadBalancingV2::TargetGroup",
)
# What has no node in the graph: it neither has interfaces nor leads to one.
OTHER = (
    "ClientVpn", "CustomerGateway", "DHCPOptions", "GatewayRouteTableAssociation", "KeyPair", "NetworkAcl", "SubnetNetworkAcl",
    "TransitGateway", "VPCDHCPOptions", "VPCEndpointService", "VPNConnection", "VPNGateway", "Instance1",
)
LONG = 120


def shortened(value):
    """Long texts by their length and beginning."""
    if isinstance(value, str) and len(value) > LONG:
        return {"long": [len(value), value[:40]]}
    if isinstance(value, list):
        return [shortened(item) for item in value]
    if isinstance(value, dict):
        return {key: item if key == "text" and len(value) == 1 else shortened(item) for key, item in value.items()}
    return value


def defaults(document):
    parameters = document.get("Parameters")
    parameters = parameters.items() if isinstance(parameters, dict) else []
    given = {}
    for name, parameter in parameters:
        if isinstance(parameter, dict) and isinstance(parameter.get("Default"), (str, int, float, bool)):
            if not str(parameter.get("Type", "")).startswith("AWS::SSM::"):
                default = parameter["Default"]
                given[name] = str(default).lower() if isinstance(default, bool) else str(default)
    return given


def facts(path, name):
    try:
        document = cfn_resolve.load(path)
        parameters = defaults(document)
        result = cfn_resolve.Template(document, parameters).run()
    except Exception as error:  # whatever it cannot read is not compared, and says why
        return {"template": name, "refused": str(error).split("\n")[0][:200]}
    resources = {
        logical_id: {
            "type": resource["Type"],
            "properties": shortened(resource["Properties"]),
            **({"condition": True} if "Condition" in resource else {}),
        }
        for logical_id, resource in result["resources"].items()
        if str(resource["Type"]).startswith(NETWORK) and not str(resource["Type"]).startswith(tuple("AWS::EC2::" + o for o in OTHER))
    }
    errors = [error[:200] for error in result["errors"] if error.split(":")[0] in resources]
    return {"template": name, "parameters": parameters, **({"errors": errors} if errors else {}), "resources": resources}


def main():
    corpus = pathlib.Path(sys.argv[2])
    for repository in sorted(path for path in corpus.iterdir() if path.is_dir()):
        found = []
        for path in sorted(repository.rglob("*")):
            if path.suffix not in (".yaml", ".yml", ".json", ".template", ".txt") or not path.is_file():
                continue
            if b"Resources" not in path.read_bytes():
                continue
            entry = facts(str(path), str(path.relative_to(repository)))
            if entry.get("resources") or entry.get("refused"):
                found.append(entry)
        if any("resources" in entry for entry in found):
            with open(f"facts/{repository.name}.json", "w", encoding="utf-8") as file:
                file.write("[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in found) + "\n]\n")


main()
