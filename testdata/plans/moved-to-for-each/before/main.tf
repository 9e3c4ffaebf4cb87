resource "aws_subnet" "a" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_network_interface" "eth1" {
  subnet_id       = aws_subnet.a.id
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface_attachment" "eth1" {
  instance_id          = "i-0123456789abcdef0"
  network_interface_id = aws_network_interface.eth1.id
  device_index         = 1
}
