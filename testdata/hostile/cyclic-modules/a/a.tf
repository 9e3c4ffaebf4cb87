module "m" {
  source = "../b"
}
resource "aws_vpc" "a" {
  cidr_block = module.m.x
}
