terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

resource "aws_network_interface" "app" {
  subnet_id       = "subnet-0aaaaaaaaaaaaaaaa"
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_instance" "app" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  network_interface {
    network_interface_id = aws_network_interface.app.id
    device_index         = 0
  }
}
