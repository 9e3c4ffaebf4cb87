resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

locals {
  outside = aws_subnet.private[0].id
  inside  = aws_subnet.private[1].id

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

module "firewall" {
  source             = "./modules/ec2"
  for_each           = toset(["main"])
  name               = "fw"
  ami                = "ami-0123456789abcdef0"
  instance_type      = "c5.xlarge"
  security_group_ids = [aws_security_group.fw.id]
  interfaces = [
    { subnet_id = local.inside, device_index = 1, private_ips = ["10.0.1.10"], source_dest_check = false },
    { subnet_id = local.outside, device_index = 0, eip = true },
  ]
}

resource "aws_route_table" "r" { vpc_id = aws_vpc.this.id }
resource "aws_route" "default" {
  route_table_id         = aws_route_table.r.id
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id   = module.firewall["main"].interface_ids["1"]
}

moved {
  from = module.fw
  to   = module.firewall["main"]
}
