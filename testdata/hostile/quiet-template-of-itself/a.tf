resource "aws_vpc" "a" {
  tags = { a = templatefile("t", {}) }
}
