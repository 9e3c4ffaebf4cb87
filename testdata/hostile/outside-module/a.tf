module "m" {
  source = "../../../../../../etc"
}
resource "aws_vpc" "a" {
  cidr_block = module.m.x
}
