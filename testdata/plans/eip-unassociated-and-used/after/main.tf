resource "aws_eip" "balanced" {
  domain = "vpc"
}

resource "aws_eip" "local" {
  domain = "vpc"
}

resource "aws_instance" "app" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0aaaaaaaaaaaaaaaa"
  vpc_security_group_ids = ["sg-0123456789abcdef0"]
}

locals {
  addresses = { public = aws_eip.local.id }
}

resource "aws_lb" "app" {
  load_balancer_type = "network"

  subnet_mapping {
    subnet_id     = "subnet-0aaaaaaaaaaaaaaaa"
    allocation_id = aws_eip.balanced.id
  }

  subnet_mapping {
    subnet_id     = "subnet-0bbbbbbbbbbbbbbbb"
    allocation_id = local.addresses.public
  }
}
