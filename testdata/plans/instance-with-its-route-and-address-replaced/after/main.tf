resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
locals {
  azs = ["us-east-1a", "us-east-1b"]
}
resource "aws_subnet" "private" {
  count             = 2
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index + 4)
  availability_zone = element(local.azs, count.index)
}
resource "aws_security_group" "fw" {
  name_prefix = "fw-"
  vpc_id      = aws_vpc.this.id
  lifecycle { create_before_destroy = true }
}

variable "check" { default = false }
resource "aws_instance" "nat" {
  ami               = "ami-0123456789abcdef0"
  instance_type     = "t3.small"
  subnet_id         = aws_subnet.private[0].id
  source_dest_check = var.check
}
resource "aws_route_table" "r" { vpc_id = aws_vpc.this.id }
resource "aws_route" "r" {
  route_table_id         = aws_route_table.r.id
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id   = aws_instance.nat.primary_network_interface_id
}
resource "aws_eip" "nat" {
  domain   = "vpc"
  instance = aws_instance.nat.id
}
