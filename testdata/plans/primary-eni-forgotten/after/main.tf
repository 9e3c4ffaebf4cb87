removed {
  from = aws_network_interface.eth0

  lifecycle {
    destroy = false
  }
}

resource "aws_instance" "fw" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}
