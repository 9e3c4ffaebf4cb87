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

resource "aws_network_interface" "nat" {
  subnet_id         = aws_subnet.private[0].id
  source_dest_check = false
  security_groups   = [aws_security_group.fw.id]
}

resource "aws_launch_template" "nat" {
  name_prefix   = "nat-"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t4g.nano"
  network_interfaces {
    device_index          = 0
    network_interface_id  = aws_network_interface.nat.id
    delete_on_termination = false
  }
}

resource "aws_instance" "nat" {
  launch_template {
    id      = aws_launch_template.nat.id
    version = aws_launch_template.nat.latest_version
  }
  lifecycle {
    ignore_changes = [ami]
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route" "nat" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id   = aws_network_interface.nat.id
}
