module "vpc" {
  source = "terraform-aws-modules/vpc/aws"
}

resource "aws_network_interface" "a" {
  subnet_id = module.vpc.private_subnets[0]
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface" "b" {
  subnet_id = module.vpc.private_subnets[1]
  security_groups = ["sg-0123456789abcdef0"]
}

# The same subnet, whatever it is.
resource "aws_network_interface" "c" {
  subnet_id = module.vpc.private_subnets[0]
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_instance" "app" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "m5.4xlarge"

  network_interface {
    device_index         = 0
    network_interface_id = aws_network_interface.a.id
  }
  network_interface {
    device_index         = 1
    network_interface_id = aws_network_interface.b.id
  }
  network_interface {
    device_index         = 2
    network_interface_id = aws_network_interface.c.id
  }
}
