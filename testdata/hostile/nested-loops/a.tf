resource "aws_vpc" "a" {
  cidr_block = join("", flatten([for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]]))
}
