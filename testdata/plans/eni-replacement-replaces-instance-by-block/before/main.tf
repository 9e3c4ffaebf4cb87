resource "aws_network_interface" "eth0" {
  subnet_id       = "subnet-0aaaaaaaaaaaaaaaa"
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_instance" "fw" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  network_interface {
    device_index         = 0
    network_interface_id = aws_network_interface.eth0.id
  }
}
