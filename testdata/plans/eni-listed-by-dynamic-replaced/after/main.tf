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

locals { nics = { 0 = aws_network_interface.n[0].id, 1 = aws_network_interface.n[1].id } }
resource "aws_network_interface" "n" {
  count           = 2
  subnet_id       = aws_subnet.private[1].id
  security_groups = [aws_security_group.fw.id]
}

resource "aws_instance" "fw" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "c5.xlarge"
  dynamic "network_interface" {
    for_each = local.nics
    content {
      device_index         = network_interface.key
      network_interface_id = network_interface.value
    }
  }
}
