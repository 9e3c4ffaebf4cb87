variable "appliances" {
  type = map(object({
    forward = optional(bool, true)
    subnet  = string
  }))
}
module "vpc" {
  source = "./modules/vpc"
}
module "appliance" {
  source    = "./modules/appliance"
  for_each  = var.appliances
  name      = each.key
  forward   = each.value.forward
  subnet_id = module.vpc.subnets[each.value.subnet]
  vpc_id    = module.vpc.id
}
resource "aws_route" "out" {
  for_each               = var.appliances
  route_table_id         = module.vpc.route_tables[each.value.subnet]
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id   = module.appliance[each.key].eni
}
