resource "aws_network_interface" "data" {
  subnet_id       = "subnet-0bbbbbbbbbbbbbbbb"
  security_groups = ["sg-0123456789abcdef0"]
  source_dest_check = false
}
resource "aws_route_table" "private" {
  vpc_id = "vpc-0123456789abcdef0"

  route {
    cidr_block           = "0.0.0.0/0"
    network_interface_id = aws_network_interface.data.id
  }
}
