resource "aws_network_interface" "data" {
  subnet_id       = "subnet-0bbbbbbbbbbbbbbbb"
  security_groups = ["sg-0123456789abcdef0"]
}
resource "aws_eip" "app" {
  domain = "vpc"
}

resource "aws_eip_association" "app" {
  allocation_id        = aws_eip.app.id
  network_interface_id = aws_network_interface.data.id
}
