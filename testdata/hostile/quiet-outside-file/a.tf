resource "aws_vpc" "a" {
  tags = { a = file("/etc/passwd"), b = templatefile("../../../../etc/passwd", {}) }
}
