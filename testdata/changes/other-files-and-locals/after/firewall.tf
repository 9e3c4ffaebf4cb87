locals {
  region   = "us-east-1"
  group    = "sg-${"0123456789abcdef0"}"
  networks = { data = "10.0.2.0/24" }
  index    = { for position, name in ["outside", "data"] : name => position }
}

resource "aws_instance" "fw" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "c5.xlarge"

  primary_network_interface {
    network_interface_id = aws_network_interface.outside.id
  }
}
