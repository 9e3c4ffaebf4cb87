resource "aws_vpc" "a" {
  cidr_block = format("%999999999d", 1) == upper(local.x) ? "a" : "b"
}
