resource "aws_network_interface" "nat" {
  subnet_id         = "subnet-0aaaaaaaaaaaaaaaa"
  private_ips       = ["10.0.1.20"]
  security_groups   = ["sg-0123456789abcdef0"]
  source_dest_check = false
}

resource "aws_network_interface_attachment" "nat" {
  instance_id          = "i-0123456789abcdef0"
  network_interface_id = aws_network_interface.nat.id
  device_index         = 1
}

resource "aws_route" "private" {
  route_table_id         = "rtb-0123456789abcdef0"
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id   = aws_network_interface.nat.id
}
