variable "ami" {
  type = string
}

variable "group" {
  type = string
}

variable "nodes" {
  type = map(object({ site = string, role = string, size = optional(string, "m5.large") }))
}

variable "outer" {
  type = map(string)
}

variable "inner" {
  type = map(string)
}

locals {
  legs = flatten([
    for name, node in var.nodes : [
      { key = "${name}-outer", node = name, index = 0, subnet = var.outer[node.site] },
      { key = "${name}-inner", node = name, index = 1, subnet = var.inner[node.site] },
    ]
  ])
}

module "node" {
  source   = "../node"
  for_each = var.nodes

  ami   = var.ami
  size  = each.value.size
  group = var.group
  legs  = [for leg in local.legs : leg if leg.node == each.key]
}
