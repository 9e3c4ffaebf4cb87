moved {
  from = aws_network_interface.eth0
  to   = aws_network_interface.outside
}

resource "aws_network_interface" "outside" {
  subnet_id       = "subnet-0aaaaaaaaaaaaaaaa"
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_instance" "fw" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  primary_network_interface {
    network_interface_id = aws_network_interface.outside.id
  }
}
