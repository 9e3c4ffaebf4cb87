variable "ami" {}
variable "subnet" {}

locals {
  nodes = { a = 1, b = 2 }
}

module "node" {
  source   = "./modules/node"
  for_each = local.nodes
  ami      = var.ami
  subnet   = var.subnet
  index    = each.value - 1
}
