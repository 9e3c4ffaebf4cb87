resource "aws_vpc" "a" {
  cidr_block = join(",", [for x in range(1e9) : x])
}
