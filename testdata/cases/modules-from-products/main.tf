variable "ami" {}

locals {
  sites = ["north", "south"]
  roles = ["gate", "proxy"]

  # north-gate, north-proxy, south-gate, south-proxy
  nodes = { for pair in setproduct(local.sites, local.roles) : join("-", pair) => { site = pair[0], role = pair[1] } }

  zones = zipmap(local.sites, ["eu-west-1a", "eu-west-1b"])
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "outer" {
  for_each          = local.zones
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, index(local.sites, each.key))
  availability_zone = each.value
}

resource "aws_subnet" "inner" {
  for_each          = local.zones
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, 10 + index(local.sites, each.key))
  availability_zone = each.value
}

resource "aws_security_group" "nodes" {
  vpc_id = aws_vpc.main.id
}

module "fleet" {
  source   = "./modules/fleet"
  for_each = toset(local.roles)

  ami   = var.ami
  group = aws_security_group.nodes.id
  nodes = { for name, node in local.nodes : name => node if node.role == each.key }

  outer = { for site, subnet in aws_subnet.outer : site => subnet.id }
  # The gates stand in the right subnets. The proxies have their second leg in the north, wherever they are.
  inner = { for site in local.sites : site => aws_subnet.inner[each.key == "gate" ? site : "north"].id }
}
