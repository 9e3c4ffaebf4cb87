locals {
  a = local.b
  b = local.a
}
resource "aws_vpc" "a" {
  cidr_block = local.a
}
