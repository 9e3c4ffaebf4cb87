resource "aws_network_interface" "nat" {
  subnet_id       = "subnet-0aaaaaaaaaaaaaaaa"
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_route" "private" {
  route_table_id         = "rtb-0123456789abcdef0"
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id   = aws_network_interface.nat.id
}
