resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
locals {
  azs = ["us-east-1a", "us-east-1b"]
}
resource "aws_subnet" "private" {
  count             = 2
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
  availability_zone = element(local.azs, count.index)
}
resource "aws_security_group" "fw" {
  name_prefix = "fw-"
  vpc_id      = aws_vpc.this.id
  lifecycle { create_before_destroy = true }
}

resource "aws_network_interface" "f" {
  count           = 3
  subnet_id       = aws_subnet.private[0].id
  private_ips     = [cidrhost(aws_subnet.private[0].cidr_block, 10 + count.index)]
  security_groups = [aws_security_group.fw.id]
}
resource "aws_instance" "f" {
  count         = 3
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.small"
  network_interface {
    device_index         = 0
    network_interface_id = aws_network_interface.f[count.index].id
  }
}
resource "aws_eip" "f" {
  count    = 3
  domain   = "vpc"
  instance = aws_instance.f[count.index].id
}
