resource "aws_network_interface" "eth1" {
  subnet_id       = data.aws_subnet.data.id
  private_ips     = ["10.0.1.10"]
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_instance" "fw" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0cccccccccccccccc"
  vpc_security_group_ids = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface_attachment" "eth1" {
  instance_id          = aws_instance.fw.id
  network_interface_id = aws_network_interface.eth1.id
  device_index         = 1
}

data "aws_subnet" "data" {
  tags = { Name = "data" }
}
