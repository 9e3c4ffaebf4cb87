module "m" {
  source = "../a"
}
resource "aws_vpc" "a" {
  cidr_block = module.m.x
}
