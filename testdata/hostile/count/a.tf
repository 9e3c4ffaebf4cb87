resource "aws_vpc" "a" {
  count = 1e12
  cidr_block = "10.0.0.0/16"
}
