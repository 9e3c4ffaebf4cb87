resource "aws_vpc" "a" {
  cidr_block = length(setproduct(range(1000), range(1000), range(1000), range(1000)))
}
