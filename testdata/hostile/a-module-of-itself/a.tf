module "m" {
  source = "./"
}
resource "aws_vpc" "a" {
  cidr_block = module.m.x
}
