moved {
  from = aws_subnet.a
  to   = aws_subnet.data["a"]
}

resource "aws_subnet" "data" {
  for_each = { a = "10.0.1.0/24", b = "10.0.2.0/24" }

  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = each.value
  availability_zone = "us-east-1${each.key}"
}

resource "aws_network_interface" "eth1" {
  subnet_id       = aws_subnet.data["a"].id
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface_attachment" "eth1" {
  instance_id          = "i-0123456789abcdef0"
  network_interface_id = aws_network_interface.eth1.id
  device_index         = 1
}
