resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

locals {
  azs = ["us-east-1a"]
}

resource "aws_subnet" "private" {
  count             = 2
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
  availability_zone = local.azs[0]
}

resource "aws_security_group" "fw" {
  name_prefix = "fw-"
  vpc_id      = aws_vpc.this.id
  lifecycle { create_before_destroy = true }
}

module "fw" {
  source             = "./modules/ec2"
  name               = "fw"
  ami                = "ami-0123456789abcdef0"
  instance_type      = "c5.xlarge"
  security_group_ids = [aws_security_group.fw.id]
  interfaces = [
    { subnet_id = aws_subnet.private[0].id, device_index = 0, eip = true },
    { subnet_id = aws_subnet.private[1].id, device_index = 1, private_ips = ["10.0.1.10"], source_dest_check = false },
  ]
}

resource "aws_route_table" "r" { vpc_id = aws_vpc.this.id }
resource "aws_route" "default" {
  route_table_id         = aws_route_table.r.id
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id   = module.fw.interface_ids["1"]
}
