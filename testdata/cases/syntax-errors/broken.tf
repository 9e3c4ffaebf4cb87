resource "aws_subnet" "broken" {
  cidr_block = "10.0.0.0/24
}

resource "aws_network_interface_attachment" "found" {
  instance_id          = "i-0123456789abcdef0"
  network_interface_id = "eni-0123456789abcdef0"
  device_index         = 0
}
