resource "aws_vpc" "a" {
  cidr_block = can(regex("(((a{100}){100}){100}){100}", "a")) ? upper(local.x) : "b"
}
